import { Link, useParams } from '@tanstack/react-router'
import type { ListRow, MeetingShown, NewDecision, WeeklyMeetingDetail } from '@yingshang/server/contract'
import { Alert, Button, Input, Select, Spin, Tag } from 'antd'
import { useState } from 'react'
import { ApiError, download } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { useOrganisation, usePeople } from '../organisation/queries.ts'
import { Field } from './field.tsx'
import { DecisionFields } from './meeting-decision.tsx'
import { Followed } from './meeting-followed.tsx'
import { agendaPath, minutesPath, useAdoptMeeting, useDropMeeting, useSaveMeeting, useWeeklyMeeting } from './queries.ts'
import { Rows } from './two-lists.tsx'
import './reporting.css'

/** The weekly meeting: its agenda from the ledger, what earlier meetings decided, what this one decides, its minutes. */
export function WeeklyMeetingPage() {
  const { t } = useMessages()
  const { meetingId } = useParams({ from: '/reporting/meetings/$meetingId' })
  const found = useWeeklyMeeting(meetingId)
  if (found.isPending) return <Spin description={t('common.loading')} />
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  return <Meeting key={meetingId} detail={found.data} />
}

interface Draft {
  readonly on: string
  readonly place: string
  readonly chair: string
  readonly chairId: string | null
  readonly present: string
  readonly decisions: readonly (NewDecision & { readonly key: number })[]
}

let keys = 0
const draftOf = ({ meeting, decisions }: WeeklyMeetingDetail): Draft => ({
  on: meeting.on,
  place: meeting.place,
  chair: meeting.chair,
  chairId: meeting.chairId,
  present: meeting.present,
  decisions: decisions.map((d) => ({
    key: keys++,
    kind: d.kind,
    entry: d.entry?.id ?? null,
    body: d.body?.id ?? null,
    due: d.due,
    words: d.words,
  })),
})

function Meeting({ detail }: { detail: WeeklyMeetingDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { meeting, shown, previous, decisions, may } = detail
  const [draft, setDraft] = useState(() => draftOf(detail))
  const [touched, setTouched] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const save = useSaveMeeting(meeting.id)
  const adopt = useAdoptMeeting(meeting.id)
  const drop = useDropMeeting(meeting.id)
  const editable = may.includes('change')
  const failed = (error: unknown) => (error instanceof ApiError ? setTrouble(error.say(locale)) : toast.failed(error))
  const change = (more: Partial<Draft>) => {
    setDraft({ ...draft, ...more })
    setTouched(true)
  }
  const keep = () => {
    setTrouble(null)
    const { decisions: said, ...head } = draft
    save.mutate(
      { version: meeting.version, ...head, decisions: said.map(({ key: _, ...d }) => d) },
      {
        onSuccess: (kept) => {
          setDraft(draftOf(kept))
          setTouched(false)
          toast.done(t('reporting.meetingKept'))
        },
        onError: failed,
      },
    )
  }
  const decide = (decision: Partial<NewDecision>) =>
    change({
      decisions: [...draft.decisions, { key: keys++, kind: 'task', entry: null, body: null, due: null, words: '', ...decision }],
    })
  return (
    <Page
      title={t('reporting.meetingOf', { day: day(meeting.on, locale) })}
      lede={
        <>
          <Link to="/reporting" search={{ view: 'meetings' }}>
            {t('reporting.meetings')}
          </Link>{' '}
          · <Words>{meeting.ledger.name}</Words> · <Tag>{t(`reporting.meeting.status.${meeting.status}`)}</Tag>
          {meeting.adopted && t('reporting.adoptedBy', { who: meeting.adopted.by.displayName })}
        </>
      }
      actions={
        <>
          {shown && meeting.status === 'draft' && (
            <Button
              onClick={() =>
                void download(
                  agendaPath({
                    ledger: meeting.ledger.id,
                    ...(meeting.cycle === null ? {} : { cycle: meeting.cycle }),
                    on: meeting.on,
                    place: meeting.place,
                  }),
                  'agenda.docx',
                ).catch(toast.failed)
              }
            >
              {t('reporting.agenda')}
            </Button>
          )}
          <Button onClick={() => void download(minutesPath(meeting.id), 'minutes.docx').catch(toast.failed)}>
            {t('reporting.minutes')}
          </Button>
          {may.includes('adopt') && (
            <Button
              type="primary"
              disabled={touched}
              loading={adopt.isPending}
              onClick={() => {
                setTrouble(null)
                adopt.mutate(meeting.version, { onSuccess: () => toast.done(t('reporting.minutesAdopted')), onError: failed })
              }}
            >
              {t('reporting.adopt')}
            </Button>
          )}
        </>
      }
    >
      {trouble && <Alert className="reporting-note" role="alert" type="error" showIcon title={trouble} />}
      {meeting.status === 'draft' && !may.includes('adopt') && (
        <Alert className="reporting-note" type="info" showIcon title={t('reporting.adoptText')} />
      )}
      {previous.length > 0 && (
        <section className="panel reporting-entry" aria-label={t('reporting.previous')}>
          <h2>{t('reporting.previous')}</h2>
          <Followed decisions={previous} days />
        </section>
      )}
      {shown && <Agenda shown={shown} onDecide={editable ? decide : undefined} />}
      {editable ? (
        <>
          <Head draft={draft} onChange={change} />
          <section className="panel reporting-entry" aria-label={t('reporting.decisions')}>
            <h2>{t('reporting.decisions')}</h2>
            {draft.decisions.length === 0 && <p className="muted">{t('reporting.noDecisions')}</p>}
            <Decisions detail={detail} draft={draft} touched={touched} onChange={(next) => change({ decisions: next })} />
            <div className="reporting-send">
              <Button onClick={() => decide({})}>{t('reporting.addDecision')}</Button>
              <Button type="primary" loading={save.isPending} onClick={keep}>
                {t('reporting.keepMeeting')}
              </Button>
              {may.includes('drop') && (
                <Button danger onClick={() => drop.mutate(meeting.version, { onError: failed })} loading={drop.isPending}>
                  {t('reporting.dropMeeting')}
                </Button>
              )}
              {touched && <span role="status">{t('reporting.notKept')}</span>}
            </div>
          </section>
        </>
      ) : (
        <section className="panel reporting-entry" aria-label={t('reporting.decisions')}>
          <h2>{t('reporting.decisions')}</h2>
          {decisions.length === 0 ? <p className="muted">{t('reporting.noDecisions')}</p> : <Followed decisions={decisions} days={false} />}
        </section>
      )}
    </Page>
  )
}

/** Decisions as they are entered, with what the server said against them when they were kept. */
function Decisions({
  detail,
  draft,
  touched,
  onChange,
}: {
  detail: WeeklyMeetingDetail
  draft: Draft
  touched: boolean
  onChange: (decisions: Draft['decisions']) => void
}) {
  const organisation = useOrganisation()
  const bodies = (organisation.data?.bodies ?? []).map((b) => ({ value: b.id, label: b.name }))
  const entries = entriesOf(detail)
  return draft.decisions.map((decision, i) => (
    <DecisionFields
      key={decision.key}
      number={i + 1}
      decision={decision}
      entries={entries}
      bodies={bodies}
      focus={touched && i === draft.decisions.length - 1 && decision.words === ''}
      refusals={touched ? [] : (detail.decisions[i]?.refusals ?? [])}
      onChange={(change) => onChange(draft.decisions.map((d) => (d.key === decision.key ? { ...d, ...change } : d)))}
      onRemove={() => onChange(draft.decisions.filter((d) => d.key !== decision.key))}
    />
  ))
}

/** Entries that the agenda or a decision speaks of, each once. */
function entriesOf({ shown, decisions }: WeeklyMeetingDetail) {
  const rows = shown ? [...shown.lists.problems.flatMap((p) => p.rows), ...shown.review, ...shown.lists.tasks.rows] : []
  const found = new Map(rows.filter((r) => r.page === 'entry').map((r) => [r.id, `${r.number} ${r.title}`]))
  for (const { entry } of decisions) if (entry) found.set(entry.id, `${entry.number} ${entry.title}`)
  return [...found].map(([value, label]) => ({ value, label }))
}

/** What the ledger brings before the meeting; each entry can be decided on at once. */
function Agenda({ shown, onDecide }: { shown: MeetingShown; onDecide: ((decision: Partial<NewDecision>) => void) | undefined }) {
  const { t, locale } = useMessages()
  const act = (kind: NewDecision['kind']) =>
    onDecide === undefined
      ? undefined
      : (row: ListRow) =>
          row.page === 'entry' && (
            <Button
              size="small"
              aria-label={t('reporting.decideOn', { title: row.title })}
              onClick={() => onDecide({ kind, entry: row.id })}
            >
              {t('reporting.decide')}
            </Button>
          )
  const parts = [
    ...shown.lists.problems.map((p) => ({ title: say(p.title, locale), count: p.count, rows: p.rows, kind: 'urge' as const })),
    { title: t('reporting.review'), count: shown.review.length, rows: shown.review, kind: 'close-out' as const },
    {
      title: t('reporting.tasksUntil', { day: day(shown.lists.until, locale) }),
      count: shown.lists.tasks.count,
      rows: shown.lists.tasks.rows,
      kind: 'task' as const,
    },
  ].filter((part) => part.rows.length > 0)
  return (
    <section className="panel reporting-entry" aria-label={t('reporting.agendaTitle')}>
      <h2>{t('reporting.agendaTitle')}</h2>
      {shown.lists.report.slice(0, 2).map((words) => (
        <p key={words}>
          <Words>{words}</Words>
        </p>
      ))}
      {shown.silent && (
        <p>
          {t('reporting.silentOf', { n: shown.silent.names.length, of: shown.silent.asked })}
          {shown.silent.names.length > 0 && (
            <>
              {' '}
              <Words>{shown.silent.names.join('、')}</Words>
            </>
          )}
        </p>
      )}
      {parts.map((part) => (
        <details key={part.title} open>
          <summary>
            {part.title} · {t('reporting.count', { n: part.count })}
          </summary>
          <Rows rows={part.rows} act={act(part.kind)} />
        </details>
      ))}
    </section>
  )
}

/** Day, place, chair and who was there. The chair may be given an account: whoever holds it may adopt the minutes. */
function Head({ draft, onChange }: { draft: Draft; onChange: (more: Partial<Draft>) => void }) {
  const { t } = useMessages()
  const [asked, setAsked] = useState('')
  const people = usePeople(asked)
  return (
    <section className="panel reporting-entry" aria-label={t('reporting.meetingHead')}>
      <h2>{t('reporting.meetingHead')}</h2>
      <div className="reporting-rule reporting-plain">
        {(['on', 'place', 'chair'] as const).map((name) => (
          <Field key={name} label={t(`reporting.meeting.${name}`)}>
            <Input
              type={name === 'on' ? 'date' : 'text'}
              maxLength={100}
              value={draft[name]}
              onChange={(event) => onChange({ [name]: event.target.value })}
            />
          </Field>
        ))}
        <Field label={t('reporting.meeting.chairId')}>
          <Select
            aria-label={t('reporting.meeting.chairId')}
            allowClear
            showSearch={{ filterOption: false, onSearch: setAsked }}
            value={draft.chairId}
            onChange={(id) => onChange({ chairId: id ?? null })}
            options={(people.data?.items ?? []).map((p) => ({ value: p.id, label: p.displayName }))}
          />
        </Field>
        <div className="reporting-wide">
          <Field label={t('reporting.meeting.present')}>
            <Input.TextArea
              autoSize={{ minRows: 1 }}
              maxLength={2000}
              value={draft.present}
              onChange={(event) => onChange({ present: event.target.value })}
            />
          </Field>
        </div>
      </div>
    </section>
  )
}
