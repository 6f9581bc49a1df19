import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { CommandDomain, CommandView, EntrySummary } from '@yingshang/server/contract'
import { Button, Select, Spin } from 'antd'
import type { ReactNode } from 'react'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import '../ledger/ledger.css'
import { Covered, Figures, StatusBar } from '../ledger/figures.tsx'
import { useLedgers } from '../ledger/queries.ts'
import { StatusMark } from '../ledger/status.tsx'
import './command.css'
import { useCommandView } from './queries.ts'
import { Trend } from './trend.tsx'

/** With more domains than this the printed page keeps the table of all of them, and what is red in each. */
const MANY = 5
/** With more than this it has room for one line of each. */
const VERY_MANY = 14

/** 指挥: domain by domain what is red and why, what falls due soon, who is silent, and whether it gets better. Prints on one page. */
export function CommanderPage() {
  const { t, locale } = useMessages()
  const { ledger } = useSearch({ from: '/command' })
  const navigate = useNavigate({ from: '/command' })
  const ledgers = useLedgers()
  const view = useCommandView(ledger)
  if (view.isPending)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  if (!view.data) return <Trouble error={view.error} retry={() => void view.refetch()} />
  const { data } = view
  const items = ledgers.data?.items ?? []
  const title = items.find((l) => l.id === ledger)?.title
  return (
    <Page
      title={t('command.title')}
      lede={
        <>
          {title && <Words>{`${title} · `}</Words>}
          {day(data.today, locale)}
        </>
      }
      actions={
        <>
          {items.length > 1 && (
            <Select
              aria-label={t('ledger.which')}
              value={ledger ?? ''}
              onChange={(next) => void navigate({ search: next ? { ledger: next } : {}, replace: true })}
              options={[
                { value: '', label: t('ledger.every', { n: items.length }) },
                ...items.map((l) => ({ value: l.id, label: l.title })),
              ]}
            />
          )}
          <Button onClick={() => window.print()}>{t('command.print')}</Button>
        </>
      }
    >
      <div className="command">
        <Figures figures={data.all} filter={data.all.filter} title={t('command.all')} />
        {data.domains.length === 0 && <p className="panel command-none">{t('command.none')}</p>}
        {data.domains.length > 0 && <Overview view={data} />}
        <div className="command-domains" data-many={data.domains.length > MANY} data-lines={data.domains.length > VERY_MANY ? 1 : 2}>
          {data.domains.map((domain) => (
            <Domain key={domain.key} domain={domain} view={data} />
          ))}
        </div>
      </div>
    </Page>
  )
}

/** All domains in one table: where to look first. */
function Overview({ view }: { view: CommandView }) {
  const { t } = useMessages()
  return (
    <section className="panel command-overview" aria-label={t('command.overview')}>
      <table className="data-table keep-table">
        <thead>
          <tr>
            <th scope="col">{t('ledger.domain')}</th>
            <th scope="col" className="num">
              {t('command.red')}
            </th>
            <th scope="col" className="num">
              {t('command.due')}
            </th>
            <th scope="col" className="num">
              {t('command.silent')}
            </th>
            <th scope="col">{t('ledger.progress')}</th>
          </tr>
        </thead>
        <tbody>
          {view.domains.map((d) => (
            <tr key={d.key}>
              <th scope="row">
                <a href={`#domain-${d.key}`}>
                  <Words>{d.title}</Words>
                </a>
                <span className="cell-sub">{t('ledger.items', { n: d.count })}</span>
              </th>
              {([d.red, d.due, d.silent] as const).map((rows, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: three fixed columns
                <td key={i} className="num">
                  {rows.count === 0 ? (
                    <span className="muted">0</span>
                  ) : (
                    <Link to="/ledger" search={rows.filter} className={i === 0 ? 'command-red' : undefined}>
                      {rows.count}
                    </Link>
                  )}
                </td>
              ))}
              <td>
                <Covered figures={d} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Domain({ domain, view }: { domain: CommandDomain; view: CommandView }) {
  const { t, locale } = useMessages()
  const id = `domain-${domain.key}`
  return (
    <section className="panel command-domain" aria-labelledby={`${id}-title`} id={id} data-red={domain.red.count > 0}>
      <header>
        <div>
          <h2 id={`${id}-title`}>
            <Words>{domain.title}</Words>
          </h2>
          <p className="muted">
            {domain.commanders.length > 0 ? (
              <Words>{t('command.commanders', { names: domain.commanders.join('、') })}</Words>
            ) : (
              t('command.noCommander')
            )}
          </p>
        </div>
        <div className="command-state">
          <StatusBar figures={domain} />
          <Covered figures={domain} />
        </div>
        <Trend points={domain.trend} title={domain.title} />
      </header>
      <div className="command-parts">
        <Part title={t('command.red')} count={domain.red.count} filter={domain.red.filter} none={t('command.redNone')}>
          {domain.red.items.map(({ entry, reasons }) => (
            <li key={entry.id}>
              <StatusMark status={entry.status} /> <EntryLine entry={entry} />
              <ul className="command-why">
                {reasons.map((r, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two reasons may say the same of two milestones
                  <li key={`${r.from} ${i}`}>{locale === 'zh' ? r.zh : r.en}</li>
                ))}
              </ul>
            </li>
          ))}
        </Part>
        <Part
          title={t('command.dueIn', { day: day(view.dueUntil, locale) })}
          count={domain.due.count}
          filter={domain.due.filter}
          none={t('command.dueNone')}
        >
          {domain.due.items.map((entry) => (
            <li key={entry.id}>
              <span className="mono command-day">{entry.nextDue?.slice(5)}</span> <EntryLine entry={entry} />
            </li>
          ))}
        </Part>
        <Part
          title={t('command.silentSince', { day: day(view.silentSince, locale) })}
          count={domain.silent.count}
          filter={domain.silent.filter}
          none={t('command.silentNone')}
        >
          {domain.silent.bodies.map((b) => (
            <li key={b.body?.id ?? 'none'}>
              <Words>{b.body?.name ?? t('ledger.nobodyLeads')}</Words>{' '}
              <Link to="/ledger" search={b.filter}>
                {t('ledger.items', { n: b.entries })}
              </Link>{' '}
              <span className="muted">{b.heardOn ? t('command.heard', { day: day(b.heardOn, locale) }) : t('command.neverHeard')}</span>
            </li>
          ))}
        </Part>
      </div>
    </section>
  )
}

function Part(props: { title: string; count: number; filter: CommandDomain['filter']; none: string; children: ReactNode }) {
  return (
    <section className="command-part">
      <h3>
        {props.title}{' '}
        {props.count > 0 && (
          <Link to="/ledger" search={props.filter} className="mono">
            {props.count}
          </Link>
        )}
      </h3>
      {props.count === 0 ? <p className="muted">{props.none}</p> : <ul>{props.children}</ul>}
    </section>
  )
}

function EntryLine({ entry }: { entry: EntrySummary }) {
  return (
    <>
      <Link to="/ledger/entries/$entryId" params={{ entryId: entry.id }}>
        <Words>{`${entry.number} ${entry.title}`}</Words>
      </Link>
      {entry.lead && (
        <span className="muted">
          {' '}
          <Words>{entry.lead.name}</Words>
        </span>
      )}
    </>
  )
}
