import type { BriefRow } from '@yingshang/server/contract'
import { Tag } from 'antd'
import { useMessages } from '../../messages/index.tsx'

/** Levels at which a brief may be adopted, the lowest first. */
export const LEVELS = ['county', 'city', 'province', 'nation'] as const

/** Confirmed adoptions by level, and how many wait to be confirmed. */
export function Adoptions({ of, waiting = 0 }: { of: BriefRow['adoptions']; waiting?: number }) {
  const { t } = useMessages()
  const some = LEVELS.filter((level) => of[level] > 0)
  return (
    <span>
      {some.length === 0 ? '—' : some.map((level) => `${t(`scores.level.${level}`)} ${of[level]}`).join(' · ')}{' '}
      {waiting > 0 && <Tag>{t('campaign.waiting', { n: waiting })}</Tag>}
    </span>
  )
}
