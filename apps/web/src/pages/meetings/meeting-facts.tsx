import { MAJORITIES } from '@yingshang/ballot'
import type { MeetingDetail } from '@yingshang/server/contract'
import type { ReactNode } from 'react'
import { day, instant } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { PaperLinks } from './paper-links.tsx'
import { ResultView } from './result-view.tsx'
import { cited, yuanSaid } from './words.ts'

/** How the meeting is arranged, by which rules it votes. */
export function MeetingFacts({ meeting, children }: { meeting: MeetingDetail; children?: ReactNode }) {
  const { t, locale } = useMessages()
  const { rules, proposal } = meeting
  const rows: [string, string][] = [
    [t('meetings.time'), instant(meeting.startsAt)],
    [t('meetings.place'), [t(`meetings.mode.${meeting.mode}`), meeting.place].filter(Boolean).join(' · ')],
    [t('meetings.chair'), meeting.chair.name],
    ...(meeting.recorder ? ([[t('meetings.recorder'), meeting.recorder.name]] as [string, string][]) : []),
    [
      t('meetings.proposal'),
      [
        t(`meetings.proposal.${proposal.by}`),
        ...(proposal.amount !== undefined && proposal.total !== undefined
          ? [`${yuanSaid(t, proposal.amount)} / ${yuanSaid(t, proposal.total)}`]
          : []),
      ].join(' · '),
    ],
    ...(meeting.noticeOn ? ([[t('meetings.noticeOn'), day(meeting.noticeOn, locale)]] as [string, string][]) : []),
    [
      t('meetings.rules'),
      [
        t(`meetings.rules.present.${rules.present}`),
        t(`meetings.rules.splitHead.${rules.splitHead}`),
        t(rules.changeUntilClose ? 'meetings.rules.change' : 'meetings.rules.noChange'),
      ].join('；'),
    ],
  ]
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.facts')}>
      <h2>{t('meetings.facts')}</h2>
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Words>{value}</Words>
            </dd>
          </div>
        ))}
      </dl>
      {children}
      {meeting.consent && (
        <p className="meeting-advice">{t('meetings.consent', { days: meeting.consent.days, note: meeting.consent.note })}</p>
      )}
    </section>
  )
}

/** The article that a majority follows from. */
const sourceOf = (id: string): string => cited(MAJORITIES.find((one) => one.id === id)?.source ?? '')

/** The agenda with words, papers, majorities and results. */
export function AgendaList({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.agenda')}>
      <h2>{t('meetings.agenda')}</h2>
      <PaperLinks meeting={meeting} item={null} />
      {meeting.agenda.length === 0 && <p className="section-none">{t('meetings.noAgenda')}</p>}
      <ol className="meeting-rows">
        {meeting.agenda.map((item) => (
          <li key={item.id}>
            <h3>
              {item.place}. <Words>{item.title}</Words>
            </h3>
            {item.body && (
              <p className="meeting-text">
                <Words>{item.body}</Words>
              </p>
            )}
            <PaperLinks meeting={meeting} item={item.id} />
            {item.resolution === null ? (
              <p className="muted">{t('meetings.item.info')}</p>
            ) : (
              <p className="muted">
                {item.majorityTitle &&
                  `${t('meetings.item.majority')}：${item.majorityTitle[locale]}（${sourceOf(item.resolution.majority)}）`}
                {item.resolution.classes &&
                  ` · ${t('meetings.item.classes', { classes: item.resolution.classes.map((one) => t(`meetings.class.${one}`)).join('、') })}`}
                {item.resolution.secondOf && ` · ${t('meetings.item.second')}`}
              </p>
            )}
            {item.resolution !== null && meeting.status !== 'draft' && <p>{t(`meetings.itemStatus.${item.status}`)}</p>}
            {item.result && <ResultView result={item.result} />}
          </li>
        ))}
      </ol>
    </section>
  )
}
