import { Link } from '@tanstack/react-router'
import type { MatterDetail } from '@yingshang/server/contract'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { useChoices, useDraws } from './queries.ts'

const PROCEDURES = new Set(['bankruptcy-petition', 'bankruptcy-case', 'compulsory-liquidation'])

/** From a case to the choice of its administrator: what was drawn, and a way to begin. Nothing for other procedures, nor for who does not conduct draws. */
export function CaseChoices({ matter }: { matter: MatterDetail }) {
  const { may } = useSession()
  const { id, procedure } = matter.summary
  if (!may('draw.conduct') || !PROCEDURES.has(procedure.id)) return null
  return <Choices id={id} />
}

function Choices({ id }: { id: string }) {
  const { t } = useMessages()
  const draws = useDraws(false, id).data?.pages.flatMap((p) => p.items) ?? []
  const choices = useChoices(true, id).data?.items ?? []
  return (
    <nav className="page-links" aria-label={t('draws.ofCase')}>
      {draws.map((draw) => (
        <Link key={draw.id} to="/draws/$drawId" params={{ drawId: draw.id }}>
          {t('draws.caseDraw', { status: t(`draws.status.${draw.status}`), selected: draw.selected.join('、') || '—' })}
        </Link>
      ))}
      {choices.map((choice) => (
        <Link key={choice.id} to="/choices/$choiceId" params={{ choiceId: choice.id }}>
          {t(`registers.method.${choice.method}`)}
        </Link>
      ))}
      <Link to="/draws/new" search={{ matter: id }}>
        {t('draws.new')}
      </Link>
      <Link to="/choices/new" search={{ matter: id }}>
        {t('draws.newChoice')}
      </Link>
    </nav>
  )
}
