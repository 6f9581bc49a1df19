import { useParams } from '@tanstack/react-router'
import type { ListedBallot, MeetingReport } from '@yingshang/meeting'
import { Alert, Button, Input, Spin } from 'antd'
import { useId, useState } from 'react'
import { download } from '../../api/client.ts'
import { instant } from '../../components/format.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Qr } from '../registers/qr.tsx'
import { CheckTrouble, lookUpLabel, trustOfLog } from './check-ballot.ts'
import { type PublicMeeting, publicMeetingPath, usePublicMeeting, usePublicVotes } from './queries.ts'
import { ResultView } from './result-view.tsx'
import { StatusTag } from './status-tag.tsx'
import '../receipt/receipt.css'
import '../registers/registers.css'
import './meetings.css'

/** 会议公示 for somebody who is signed in. */
export function PublicMeetingPage() {
  const { meetingId } = useParams({ from: '/meetings/$meetingId/public' })
  return <PublicMeetingView id={meetingId} />
}

/** 会议公示: what everybody may see of a meeting, and how to check it. */
export function PublicMeetingView({ id }: { id: string }) {
  const { t } = useMessages()
  const query = usePublicMeeting(id)
  if (query.isError)
    return (
      <Page title={t('meetings.public.title')}>
        <Trouble error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  if (!query.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  return <Shown meeting={query.data} />
}

function Shown({ meeting }: { meeting: PublicMeeting }) {
  const { t, locale } = useMessages()
  const voted = meeting.items.filter((item) => item.resolution !== null)
  return (
    <Page
      title={meeting.title}
      lede={
        <span className="meeting-line">
          <Words>{meeting.court}</Words>
          {meeting.caseNumber && <Words>{meeting.caseNumber}</Words>}
          <span className="mono">{instant(meeting.startsAt)}</span>
          <StatusTag status={meeting.status as 'open'} />
        </span>
      }
      actions={
        <a className="meeting-button" data-primary href="/check">
          {t('meetings.check.title')}
        </a>
      }
    >
      <div className="meeting-two">
        <div>
          <section className="panel meeting-panel" aria-label={t('meetings.public.results')}>
            <h2>{t('meetings.public.results')}</h2>
            {voted.map((item) => (
              <article key={item.id} className="meeting-public-item">
                <h3>
                  {item.place}. <Words>{item.title}</Words>
                </h3>
                {item.majorityTitle && <p className="muted">{item.majorityTitle[locale]}</p>}
                {item.result ? <ResultView result={item.result} /> : <p>{t(`meetings.itemStatus.${item.status}`)}</p>}
              </article>
            ))}
            {voted.length === 0 && <p className="section-none">{t('meetings.noResolutions')}</p>}
          </section>
          <Digests meeting={meeting} />
        </div>
        <div>
          <HowTo meeting={meeting} />
          <LookUp id={meeting.id} />
          <section className="panel meeting-panel" aria-label={t('meetings.public.log')}>
            <h2>{t('meetings.public.log')}</h2>
            <p className="muted">{t('meetings.public.logWhy')}</p>
            <pre className="meeting-code">{meeting.log.checkpoint || t('meetings.public.noCheckpoint')}</pre>
            <h3>{t('meetings.public.key')}</h3>
            <pre className="meeting-code">{meeting.log.verifierKey}</pre>
          </section>
        </div>
      </div>
    </Page>
  )
}

/** Digests of all votes, in their order. */
function Digests({ meeting }: { meeting: PublicMeeting }) {
  const { t } = useMessages()
  const votes = usePublicVotes(meeting.id)
  const rows = votes.data?.pages.flatMap((page) => page.items) ?? []
  const places = new Map(meeting.items.map((item) => [item.id, item.place]))
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.public.digests')}>
      <h2>{t('meetings.public.digests')}</h2>
      <p className="muted">{t('meetings.public.digestsWhy', { n: meeting.votes })}</p>
      {rows.length > 0 && (
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('meetings.public.number')}</th>
              <th scope="col">{t('meetings.public.item')}</th>
              <th scope="col">{t('meetings.public.index')}</th>
              <th scope="col">{t('meetings.public.digest')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.number}>
                <td className="num" data-label={t('meetings.public.number')}>
                  {row.number}
                </td>
                <td className="num" data-label={t('meetings.public.item')}>
                  {places.get(row.item) ?? '—'}
                </td>
                <td className="num" data-label={t('meetings.public.index')}>
                  {row.index ?? t('meetings.public.waiting')}
                </td>
                <td>
                  <code className="meeting-digest">{row.digest}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {votes.data && rows.length === 0 && <p className="section-none">{t('meetings.public.noVotes')}</p>}
      {rows.length > 0 && <LoadMore list={votes} shown={rows.length} total={meeting.votes} />}
    </section>
  )
}

function HowTo({ meeting }: { meeting: PublicMeeting }) {
  const { t } = useMessages()
  const toast = useToast()
  const address = `${location.origin}/meetings/${meeting.id}/public`
  const file = `meeting-${meeting.id}-public.jsonl`
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.public.how')}>
      <h2>{t('meetings.public.how')}</h2>
      <div className="draw-howto">
        <div>
          <ol className="meeting-steps">
            <li>{t('meetings.public.step1')}</li>
            <li>{t('meetings.public.step2')}</li>
            <li>{t('meetings.public.step3')}</li>
          </ol>
          <Button type="primary" onClick={() => download(`${publicMeetingPath(meeting.id)}/record`, file).catch(toast.failed)}>
            {t('meetings.public.download')}
          </Button>
        </div>
        <Qr text={address} label={t('meetings.public.qr')} />
      </div>
      <pre className="meeting-code">{`curl -o key.txt ${location.origin}/log/key\nyingshang meeting verify ${file} --trust key.txt`}</pre>
      <p className="muted">{t('meetings.public.keyNote')}</p>
    </section>
  )
}

/** Whether somebody voted under a label: for those who did not vote. The whole record is verified on the way. */
function LookUp({ id }: { id: string }) {
  const { t, locale } = useMessages()
  const field = useId()
  const [label, setLabel] = useState('')
  const [found, setFound] = useState<{ label: string; report: MeetingReport; ballots: readonly ListedBallot[] } | null>(null)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [lines, setLines] = useState(0)
  const look = async () => {
    if (busy) return
    setBusy(true)
    setTrouble(null)
    setFound(null)
    try {
      const trust = await trustOfLog()
      if (trust === null) throw new CheckTrouble('key')
      const wanted = label.trim()
      setFound({ label: wanted, ...(await lookUpLabel(id, wanted, trust.text, setLines)) })
    } catch (error) {
      setTrouble(error instanceof CheckTrouble ? t(`meetings.check.trouble.${error.code}`) : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.lookUp.title')}>
      <h2>{t('meetings.lookUp.title')}</h2>
      <p className="muted">{t('meetings.lookUp.why')}</p>
      <label htmlFor={field}>{t('meetings.label')}</label>
      <div className="meeting-field">
        <Input id={field} value={label} maxLength={64} spellCheck={false} onChange={(event) => setLabel(event.target.value)} />
        <Button aria-busy={busy} onClick={() => void look()}>
          {t('meetings.lookUp.go')}
        </Button>
      </div>
      {trouble && <Alert role="alert" type="warning" showIcon title={trouble} />}
      <div role="status">
        {busy && <p className="muted">{t('meetings.check.reading', { n: lines })}</p>}
        {found && (
          <>
            <p className="verdict" data-answer={found.report.ok ? 'yes' : 'no'} data-testid="record-verdict">
              <strong>{t(found.report.ok ? 'meetings.lookUp.holds' : 'meetings.lookUp.broken')}</strong>
              <span>{t('meetings.lookUp.counts', { ballots: found.report.counts.ballots, voters: found.report.counts.voters })}</span>
            </p>
            {found.label !== '' && (
              <p>
                {found.ballots.length === 0
                  ? t('meetings.lookUp.none', { label: found.label })
                  : t('meetings.lookUp.some', { label: found.label, n: found.ballots.length })}
              </p>
            )}
            <ul className="meeting-findings">
              {found.report.findings.slice(0, 20).map((f, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the list does not change
                <li key={i}>
                  {f[locale]} <code>{f.code}</code>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}
