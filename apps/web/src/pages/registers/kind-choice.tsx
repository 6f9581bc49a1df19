import { Link } from '@tanstack/react-router'
import type { RegisterKind } from '@yingshang/register'
import { Select } from 'antd'
import { useId } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { useRegisters } from './queries.ts'
import { said } from './words.ts'

/** The registers of the house, each with its page; nothing where there is one only. */
export function KindLinks({ present }: { present: string }) {
  const { t, locale } = useMessages()
  const kinds = useRegisters().data?.items ?? []
  if (kinds.length < 2) return null
  return (
    <nav className="page-links" aria-label={t('registers.kinds')}>
      {kinds.map((kind) => (
        <Link
          key={kind.id}
          to="/registers/$kind"
          params={{ kind: kind.id }}
          search={{}}
          {...(kind.id === present ? { 'aria-current': 'page' as const } : {})}
        >
          {said(kind.title, locale)}
        </Link>
      ))}
    </nav>
  )
}

/** From which register it is chosen. */
export function KindSelect({
  kinds,
  value,
  onChange,
}: {
  kinds: readonly RegisterKind[]
  value: string
  onChange: (kind: string) => void
}) {
  const { t, locale } = useMessages()
  const id = useId()
  if (kinds.length < 2) return null
  return (
    <p className="register-line">
      <label htmlFor={id}>{t('registers.kind')}</label>
      <Select
        id={id}
        value={value}
        onChange={onChange}
        popupMatchSelectWidth={false}
        options={kinds.map((kind) => ({ value: kind.id, label: said(kind.title, locale) }))}
      />
    </p>
  )
}
