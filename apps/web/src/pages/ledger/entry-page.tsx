import { Link, useParams } from '@tanstack/react-router'
import type { EntryDetail } from '@yingshang/server/contract'
import { Alert, Button, Spin } from 'antd'
import { useState } from 'react'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { langOf, Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Evidence } from './entry-evidence.tsx'
import { History } from './entry-history.tsx'
import { Milestones, Targets } from './entry-measured.tsx'
import { Reports } from './entry-reports.tsx'
import { Source } from './entry-source.tsx'
import { Steps } from './entry-steps.tsx'
import { FactDialog } from './fact-dialog.tsx'
import { DEEDS, type Typed } from './fact-fields.ts'
import './ledger.css'
import './making.css'
import './entry.css'
import { type FactInput, type FactKind, useAct, useEntry } from './queries.ts'
import { Progress, StatusMark } from './status.tsx'
import { Due } from './table-view.tsx'

/** A form that is open: which fact, and what hangs on where it was opened. */
export interface Opened {
  readonly kind: FactKind
  readonly fixed?: Typed
  readonly initial?: Typed
  readonly title?: string
}

export interface PartProps {
  readonly entry: EntryDetail
  readonly onOpen: (opened: Opened) => void
}

/** Decisions are made on what was seen: refused when the entry has moved on since. Words that are only added are not. */
const ON_WHAT_WAS_SEEN: readonly FactKind[] = [
  'submitted',
  'returned',
  'accepted',
  'reopened',
  'deferred',
  'resumed',
  'assigned',
  'amended',
  'withdrawn',
]

/** 台账条目: one measure of an adopted plan with everything that hangs on it, and what somebody may do with it. */
export function EntryPage() {
  const { t } = useMessages()
  const { entryId } = useParams({ from: '/ledger/entries/$entryId' })
  const found = useEntry(entryId)
  if (found.isPending)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  return <Entry entry={found.data} />
}

function Entry({ entry }: { entry: EntryDetail }) {
  const { t } = useMessages()
  const { summary } = entry
  const act = useAct(summary.id)
  const [opened, setOpened] = useState<Opened | null>(null)
  const bodies = [...(summary.lead ? [summary.lead] : []), ...summary.responsible]
  const send = (fact: FactInput) => act.mutateAsync({ fact, seq: ON_WHAT_WAS_SEEN.includes(fact.kind) ? summary.seq : undefined })
  const part = { entry, onOpen: setOpened }
  return (
    <Page
      title={summary.number === '' ? summary.title : `${summary.number} ${summary.title}`}
      lede={
        <>
          <Link to="/ledger" search={{ ledger: entry.ledger.id }}>
            <Words>{entry.ledger.name}</Words>
          </Link>
          {summary.domain !== '' && (
            <>
              {' › '}
              <Link to="/ledger" search={{ ledger: entry.ledger.id, domain: summary.domain }}>
                <Words>{summary.domain}</Words>
              </Link>
            </>
          )}
        </>
      }
    >
      <div className="entry-layout">
        <aside className="entry-side" aria-label={t('ledger.state')}>
          <State {...part} />
        </aside>
        <div className="entry-main">
          <Source entry={entry} />
          <Milestones {...part} />
          <Targets {...part} />
          <Steps {...part} onSend={send} />
          <Reports {...part} />
          <Evidence {...part} />
          <History entry={entry} />
        </div>
      </div>
      {opened && (
        <FactDialog
          kind={opened.kind}
          bodies={bodies}
          onSave={send}
          onClose={() => setOpened(null)}
          {...(opened.fixed ? { fixed: opened.fixed } : {})}
          {...(opened.initial ? { initial: opened.initial } : {})}
          {...(opened.title ? { title: opened.title } : {})}
        />
      )}
    </Page>
  )
}

function State({ entry, onOpen }: PartProps) {
  const { t, locale } = useMessages()
  const { summary } = entry
  const deeds = DEEDS.filter((kind) => entry.may.includes(kind))
  return (
    <section className="panel entry-state" data-status={summary.status} data-testid="entry-state">
      <p className="entry-status">
        <StatusMark status={summary.status} />
        {summary.blocked && <span className="blocked">{t('ledger.blocked')}</span>}
      </p>
      {entry.reasons.length > 0 && (
        <ul className="entry-reasons" aria-label={t('ledger.why')}>
          {entry.reasons.map((r, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two reasons may say the same of two milestones
            <li key={`${r.code} ${r.from} ${i}`}>
              <span lang={locale === 'zh' ? 'zh-CN' : langOf(r.en)}>{locale === 'zh' ? r.zh : r.en}</span>
            </li>
          ))}
        </ul>
      )}
      {entry.submitted && (
        <Alert
          type="info"
          title={t('ledger.submittedBy', { name: entry.submitted.by.displayName, day: day(entry.submitted.on, locale) })}
          description={<Words>{entry.submitted.summary}</Words>}
        />
      )}
      {entry.closed && <p>{t('ledger.closedBy', { name: entry.closed.by.displayName, day: day(entry.closed.on, locale) })}</p>}
      {summary.deferredUntil && <p>{t('ledger.deferredUntil', { day: day(summary.deferredUntil, locale) })}</p>}
      <dl className="entry-facts">
        <dt>{t('ledger.lead')}</dt>
        <dd>
          <Words>{summary.lead?.name ?? t('ledger.nobodyLeads')}</Words>
        </dd>
        <dt>{t('ledger.responsible')}</dt>
        <dd>
          <Words>{summary.responsible.map((b) => b.name).join('、') || '—'}</Words>
        </dd>
        <dt>{t('ledger.owner')}</dt>
        <dd>
          <Words>{summary.owner?.name ?? '—'}</Words>
        </dd>
        <dt>{t('ledger.nextDue')}</dt>
        <dd>
          <Due on={summary.nextDue} today={entry.today} />
        </dd>
        <dt>{t('ledger.progress')}</dt>
        <dd>
          <Progress value={summary.progress} />
          {summary.progressBasis && <span className="cell-sub">{t(`ledger.basis.${summary.progressBasis}`)}</span>}
        </dd>
        <dt>{t('ledger.heard')}</dt>
        <dd>{summary.heardOn ? day(summary.heardOn, locale) : t('ledger.never')}</dd>
        {(entry.reopenings > 0 || entry.returns > 0) && (
          <>
            <dt>{t('ledger.backs')}</dt>
            <dd>{t('ledger.backsN', { returns: entry.returns, reopenings: entry.reopenings })}</dd>
          </>
        )}
      </dl>
      {deeds.length > 0 && (
        <ul className="entry-deeds" aria-label={t('ledger.deeds')}>
          {deeds.map((kind, i) => (
            <li key={kind}>
              <Button
                block
                type={i === 0 || kind === 'accepted' ? 'primary' : 'default'}
                danger={kind === 'withdrawn'}
                onClick={() => onOpen(openedFor(kind, entry))}
              >
                {t(`ledger.fact.${kind}`)}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The form of a deed, beginning with what holds now. */
function openedFor(kind: (typeof DEEDS)[number], entry: EntryDetail): Opened {
  const { summary } = entry
  switch (kind) {
    case 'assigned':
      return { kind, initial: { lead: summary.lead?.id, responsible: summary.responsible.map((b) => b.id) } }
    case 'entrusted':
      return { kind, initial: {} }
    case 'weighted':
      return { kind, initial: { weight: summary.weight } }
    case 'amended':
      return {
        kind,
        initial: {
          startsOn: entry.startsOn ?? '',
          dueOn: entry.dueOn ?? '',
          milestones: entry.milestones.map(({ id, due, text }) => ({ id, due: due ?? '', text })),
        },
      }
    default:
      return { kind }
  }
}
