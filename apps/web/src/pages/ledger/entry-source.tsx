import { Link } from '@tanstack/react-router'
import type { EntryDetail } from '@yingshang/server/contract'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { Section } from '../matters/section.tsx'
import { useEntrySource } from './queries.ts'

/** The exact words of the plan, with what stands around them, and the way to the plan itself. */
export function Source({ entry }: { entry: EntryDetail }) {
  const { t } = useMessages()
  const { may } = useSession()
  const source = useEntrySource(entry.summary.id)
  const { plan, measure, before, text, after } = source.data ?? { plan: null, measure: null, before: '', text: entry.text, after: '' }
  return (
    <Section
      title={t('ledger.source')}
      extra={
        plan?.inLibrary &&
        may('plan.read') && (
          <Link to="/plans/$planId" params={{ planId: plan.id }} search={measure === null ? {} : { m: measure }}>
            {t('ledger.openPlan')}
          </Link>
        )
      }
    >
      <blockquote className="entry-source" lang="zh-CN">
        {before !== '' && <span className="source-around">…{closer(before)}</span>}
        <mark>{text}</mark>
        {after !== '' && <span className="source-around">{closer(after)}…</span>}
      </blockquote>
      {plan && (
        <p className="muted entry-cite">
          <Words>{`《${plan.title}》${plan.documentNumber ?? ''}`}</Words>
        </p>
      )}
      <p className="muted entry-cite">
        {t('ledger.printedUnits')}
        <Words>{[...entry.units.lead.map((u) => `${u}（牵头）`), ...entry.units.responsible].join('、') || '—'}</Words>
      </p>
    </Section>
  )
}

/** Without empty lines: what stands around is there to be recognised, not to be read. */
const closer = (text: string): string => text.replace(/\n\s*\n/g, '\n')
