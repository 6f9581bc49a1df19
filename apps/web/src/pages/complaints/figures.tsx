import type { ComplaintFilter, ComplaintStatistics } from '@yingshang/server/contract'
import { Button, Spin } from 'antd'
import { Trouble } from '../../components/trouble.tsx'
import { type MessageKey, useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { useStatistics } from './queries.ts'

type State = NonNullable<ComplaintFilter['state']>
type Open = (change: Partial<ComplaintFilter>) => void

/** Figures of what the filter leaves: whole, by body, by kind, by cause. Each number opens its rows. */
export function Figures({ filter, onOpen }: { filter: ComplaintFilter; onOpen: Open }) {
  const { t } = useMessages()
  const statistics = useStatistics(filter)
  if (statistics.isError) return <Trouble error={statistics.error} retry={() => void statistics.refetch()} />
  if (!statistics.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  const { all, byBody, byKind, byCause, byMonth } = statistics.data
  const tiles: readonly [MessageKey, number, string, State | undefined][] = [
    ['complaints.count.received', all.received, '', undefined],
    ['complaints.count.open', all.open, '', 'open'],
    ['complaints.count.solved', all.solved, share(all.solved, all.replied), 'solved'],
    ['complaints.count.satisfied', all.satisfied, share(all.satisfied, all.rated), undefined],
    ['complaints.count.late', all.late, '', 'late'],
    ['complaints.count.reopened', all.reopened, '', 'reopened'],
  ]
  return (
    <>
      <section className="complaint-tiles" aria-label={t('complaints.figures')}>
        {tiles.map(([label, n, of, state]) => (
          <div key={label} className="panel complaint-tile">
            <span>{t(label)}</span>
            {state === undefined ? (
              <strong>{n}</strong>
            ) : (
              <button type="button" onClick={() => onOpen({ state })} aria-label={`${t(label)} ${n}`}>
                <strong>{n}</strong>
              </button>
            )}
            <small>{of}</small>
          </div>
        ))}
        <div className="panel complaint-tile">
          <span>{t('complaints.count.time')}</span>
          <strong>{all.median === null ? '—' : t('complaints.days', { n: all.median })}</strong>
          <small>{all.ninetieth === null ? '' : t('complaints.ninetieth', { n: all.ninetieth })}</small>
        </div>
      </section>
      <Groups title={t('complaints.byBody')} groups={byBody} open={(key) => onOpen({ body: key as string })} />
      <Groups
        title={t('complaints.byKind')}
        groups={byKind}
        open={(key) => onOpen({ kind: key as NonNullable<ComplaintFilter['kind']> })}
      />
      <Groups title={t('complaints.byCause')} groups={byCause} open={(key) => onOpen({ cause: key as string })} />
      <Groups title={t('complaints.byMonth')} groups={byMonth} open={(key) => onOpen(monthOf(String(key)))} />
    </>
  )
}

/** `6/9 = 66 %`: a rate with what it is made of; nothing of nothing. */
const share = (part: number, whole: number) => (whole === 0 ? '' : `${part}/${whole} = ${Math.floor((100 * part) / whole)} %`)

const monthOf = (month: string): Partial<ComplaintFilter> => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return { from: `${month}-01`, until: `${month}-${String(last).padStart(2, '0')}` }
}

function Groups({ title, groups, open }: { title: string; groups: ComplaintStatistics['byBody']; open: (key: string) => void }) {
  const { t, locale } = useMessages()
  const most = Math.max(1, ...groups.map((g) => g.figures.received))
  if (groups.length === 0) return null
  return (
    <section className="panel complaint-group" aria-label={title}>
      <h2 className="complaint-h2">{title}</h2>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{t('complaints.count.received')}</th>
            <th scope="col" className="num">
              {t('complaints.count.open')}
            </th>
            <th scope="col" className="num">
              {t('complaints.count.solved')}
            </th>
            <th scope="col" className="num">
              {t('complaints.count.satisfied')}
            </th>
            <th scope="col" className="num">
              {t('complaints.count.late')}
            </th>
            <th scope="col" className="num">
              {t('complaints.count.time')}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ key, title: name, figures }) => (
            <tr key={key ?? ''}>
              <th scope="row">{say(name, locale)}</th>
              <td data-label={t('complaints.count.received')}>
                <span className="complaint-bar">
                  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={(100 * figures.received) / most} height="8" />
                  </svg>
                  {key === null ? (
                    figures.received
                  ) : (
                    <Button type="link" size="small" onClick={() => open(key)} aria-label={`${say(name, locale)} ${figures.received}`}>
                      {figures.received}
                    </Button>
                  )}
                </span>
              </td>
              <td data-label={t('complaints.count.open')} className="num">
                {figures.open}
              </td>
              <td data-label={t('complaints.count.solved')} className="num">
                {share(figures.solved, figures.replied) || '—'}
              </td>
              <td data-label={t('complaints.count.satisfied')} className="num">
                {share(figures.satisfied, figures.rated) || '—'}
              </td>
              <td data-label={t('complaints.count.late')} className="num">
                {figures.late}
              </td>
              <td data-label={t('complaints.count.time')} className="num">
                {figures.median === null ? '—' : `${figures.median} / ${figures.ninetieth}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
