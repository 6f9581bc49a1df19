import type { MeetingDetail, ReplyOf } from '@yingshang/server/contract'
import { Alert, Button, Input } from 'antd'
import { useId, useState } from 'react'
import { ApiError, api } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { fenOf } from '../forms/money.ts'
import { say } from '../forms/value.tsx'
import { meetingPath } from './queries.ts'
import { completeSheet, NO_SHEET, nextSheet, type Sheet, SheetFields } from './sheet-fields.tsx'

interface Terms {
  readonly paid: string
  readonly lastPaymentOn: string
}
const NO_TERMS: Terms = { paid: '', lastPaymentOn: '' }
const complete = ({ paid, lastPaymentOn }: Terms) => fenOf(paid) !== null && lastPaymentOn !== ''
const sent = ({ paid, lastPaymentOn }: Terms) => ({ paid: fenOf(paid) ?? 0, lastPaymentOn })

/** 预表决票延续: votes given before the reorganisation, for items whose voting has not begun. What the plan now gives the voter is set beside what it gave then. */
export function PreVotes({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const id = useId()
  const waiting = meeting.agenda.filter((one) => one.resolution !== null && one.status === 'planned')
  const [sheet, setSheet] = useState<Sheet>({ ...NO_SHEET, choice: 'for' })
  const [givenAt, setGivenAt] = useState('')
  const [before, setBefore] = useState(NO_TERMS)
  const [after, setAfter] = useState(NO_TERMS)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [done, setDone] = useState<readonly { name: string; text: string | null }[]>([])
  if (waiting.length === 0) return null
  const read = completeSheet(sheet)
  const ready = read !== null && givenAt !== '' && complete(before) && complete(after)
  const carry = async () => {
    setBusy(true)
    setTrouble(null)
    try {
      const answer = await api.post<ReplyOf<'carryPreVotes'>>(`${meetingPath(meeting.id)}/pre-votes`, {
        item: read!.item,
        votes: [
          {
            voter: read!.voter,
            choice: read!.choice,
            givenAt: new Date(`${givenAt}:00+08:00`).toISOString(),
            before: sent(before),
            after: sent(after),
            document: read!.digest,
          },
        ],
      })
      const dropped = answer.dropped[0]
      setDone((old) => [...old, { name: read!.name, text: dropped ? say(dropped, locale) : null }])
      toast.done(t(dropped ? 'meetings.preVote.dropped' : 'meetings.preVote.carried'))
      setSheet({ ...nextSheet(sheet), choice: sheet.choice })
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.preVote')}>
      <h2>{t('meetings.preVote')}</h2>
      <p className="muted">{t('meetings.preVote.lede')}</p>
      <SheetFields
        meeting={meeting}
        items={waiting}
        sheet={sheet}
        onChange={setSheet}
        of="preVote"
        more={
          <div>
            <label htmlFor={`${id}-given`}>{t('meetings.preVote.givenAt')}</label>
            <Input id={`${id}-given`} type="datetime-local" value={givenAt} onChange={(event) => setGivenAt(event.target.value)} />
          </div>
        }
      />
      <TermsFields legend={t('meetings.preVote.before')} terms={before} onChange={setBefore} />
      <TermsFields legend={t('meetings.preVote.after')} terms={after} onChange={setAfter} />
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <Button type="primary" loading={busy} disabled={!ready} onClick={() => void carry()}>
        {t('meetings.preVote.go')}
      </Button>
      {done.length > 0 && (
        <ul className="meeting-rows" role="status">
          {done.map((one, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a list that only grows
            <li key={i} className="meeting-line">
              <Words>{one.name}</Words>
              <span>{one.text ?? t('meetings.preVote.carried')}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function TermsFields({ legend, terms, onChange }: { legend: string; terms: Terms; onChange: (terms: Terms) => void }) {
  const { t } = useMessages()
  const id = useId()
  return (
    <fieldset className="meeting-terms">
      <legend>{legend}</legend>
      <div className="meeting-form">
        <div>
          <label htmlFor={`${id}-paid`}>{t('meetings.preVote.paid')}</label>
          <Input
            id={`${id}-paid`}
            inputMode="decimal"
            value={terms.paid}
            onChange={(event) => onChange({ ...terms, paid: event.target.value })}
          />
        </div>
        <div>
          <label htmlFor={`${id}-last`}>{t('meetings.preVote.last')}</label>
          <Input
            id={`${id}-last`}
            type="date"
            value={terms.lastPaymentOn}
            onChange={(event) => onChange({ ...terms, lastPaymentOn: event.target.value })}
          />
        </div>
      </div>
    </fieldset>
  )
}
