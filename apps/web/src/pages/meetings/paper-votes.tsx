import { useQueryClient } from '@tanstack/react-query'
import type { MeetingDetail, ReplyOf } from '@yingshang/server/contract'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { ApiError, api } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { meetingPath, usePaperVotes } from './queries.ts'
import { completeSheet, NO_SHEET, nextSheet, SheetFields } from './sheet-fields.tsx'

/** 纸质表决票: two persons enter the same sheet, each without seeing what the other entered. */
export function PaperVotes({ meeting }: { meeting: MeetingDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const client = useQueryClient()
  const waiting = usePaperVotes(meeting.id, true).data?.items ?? []
  const open = meeting.agenda.filter((item) => item.status === 'voting')
  const [sheet, setSheet] = useState(NO_SHEET)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const titleOf = (wanted: string) => meeting.agenda.find((one) => one.id === wanted)?.title ?? ''
  const entered = completeSheet(sheet)
  const enter = async () => {
    setBusy(true)
    setTrouble(null)
    try {
      const answer = await api.post<ReplyOf<'enterPaperVote'>>(`${meetingPath(meeting.id)}/paper-votes`, {
        item: entered!.item,
        voter: entered!.voter,
        choice: entered!.choice,
        sheet: entered!.digest,
      })
      toast.done(t(`meetings.paper.${answer.state}`))
      setSheet(nextSheet(sheet))
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
                  onClick={() => setSheet({ ...NO_SHEET, item: one.item, voter: { value: one.voter.id, label: one.voter.name } })}
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
          <SheetFields meeting={meeting} items={open} sheet={sheet} onChange={setSheet} of="paper" />
          {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
          <Button type="primary" loading={busy} disabled={entered === null} onClick={() => void enter()}>
            {t('meetings.paper.enter')}
          </Button>
        </>
      )}
    </section>
  )
}
