import { useQueryClient } from '@tanstack/react-query'
import type { MeetingDetail, ReplyOf } from '@yingshang/server/contract'
import { Alert, Button, Radio, Select } from 'antd'
import { useId, useState } from 'react'
import { ApiError, api } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { FilePick } from './file-pick.tsx'
import { CHOICES, type Choice, meetingPath, usePaperVotes, useVoters } from './queries.ts'
import { digestOf } from './sheet-digest.ts'

/** 纸质表决票: two persons enter the same sheet, each without seeing what the other entered. */
export function PaperVotes({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const id = useId()
  const client = useQueryClient()
  const waiting = usePaperVotes(meeting.id, true).data?.items ?? []
  const [q, setQ] = useState('')
  const voters = useVoters(meeting.id, q === '' ? {} : { q }).data?.pages[0]?.items ?? []
  const open = meeting.agenda.filter((item) => item.status === 'voting')
  const [voter, setVoter] = useState<{ value: string; label: string } | null>(null)
  const [item, setItem] = useState<string | null>(null)
  const [choice, setChoice] = useState<Choice | null>(null)
  const [sheet, setSheet] = useState<{ name: string; digest: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const titleOf = (wanted: string) => meeting.agenda.find((one) => one.id === wanted)?.title ?? ''
  const enter = async () => {
    setBusy(true)
    setTrouble(null)
    try {
      const answer = await api.post<ReplyOf<'enterPaperVote'>>(`${meetingPath(meeting.id)}/paper-votes`, {
        item,
        voter: voter!.value,
        choice,
        sheet: sheet!.digest,
      })
      toast.done(t(`meetings.paper.${answer.state}`))
      setVoter(null)
      setChoice(null)
      setSheet(null)
      await client.invalidateQueries({ queryKey: ['meeting-paper', meeting.id] })
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.paper')}>
      <h2>{t('meetings.paper')}</h2>
      <p className="muted">{t('meetings.paper.lede')}</p>
      {waiting.length > 0 && (
        <ul className="meeting-rows">
          {waiting.map((one) => (
            <li key={`${one.item}${one.voter.id}`} className="meeting-line">
              <Words>{one.voter.name}</Words>
              <Words>{titleOf(one.item)}</Words>
              <span className="muted">{t(one.own ? 'meetings.paper.own' : 'meetings.paper.by', { name: one.enteredBy })}</span>
              {!one.own && (
                <Button
                  size="small"
                  onClick={() => {
                    setVoter({ value: one.voter.id, label: one.voter.name })
                    setItem(one.item)
                    setChoice(null)
                    setSheet(null)
                  }}
                >
                  {t('meetings.paper.second', { name: one.voter.name })}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {open.length === 0 ? (
        <p className="section-none">{t('meetings.table.nothingOpen')}</p>
      ) : (
        <>
          <div className="meeting-form">
            <div>
              <label htmlFor={`${id}-voter`}>{t('meetings.paper.voter')}</label>
              <Select
                id={`${id}-voter`}
                className="meeting-wide"
                labelInValue
                showSearch={{ filterOption: false, onSearch: setQ }}
                value={voter}
                options={voters.map((one) => ({ value: one.id, label: one.name }))}
                onChange={(chosen) => setVoter({ value: chosen.value, label: String(chosen.label) })}
              />
            </div>
            <div>
              <label htmlFor={`${id}-item`}>{t('meetings.paper.item')}</label>
              <Select
                id={`${id}-item`}
                className="meeting-wide"
                value={item}
                options={open.map((one) => ({ value: one.id, label: `${one.place}. ${one.title}` }))}
                onChange={setItem}
              />
            </div>
          </div>
          <p className="meeting-line meeting-end">
            <Radio.Group
              aria-label={t('meetings.paper.choice')}
              value={choice}
              options={CHOICES.map((one) => ({ value: one, label: t(`meetings.choice.${one}`) }))}
              onChange={(event) => setChoice(event.target.value as Choice)}
            />
            <FilePick
              label={t('meetings.paper.sheet')}
              accept="image/*,.pdf"
              onFile={(file) => void digestOf(file).then((digest) => setSheet({ name: file.name, digest }))}
            />
            {sheet && <Words>{sheet.name}</Words>}
          </p>
          {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
          <Button type="primary" loading={busy} disabled={!voter || !item || !choice || !sheet} onClick={() => void enter()}>
            {t('meetings.paper.enter')}
          </Button>
        </>
      )}
    </section>
  )
}
