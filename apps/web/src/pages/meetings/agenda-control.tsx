import type { MeetingDetail } from '@yingshang/server/contract'
import { Alert, Button, Input, InputNumber, Modal, Switch } from 'antd'
import { useId, useState } from 'react'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { type Live, timeLeft, useServerNow } from './live.ts'
import type { Item } from './queries.ts'
import { ResultView } from './result-view.tsx'
import { useSteps } from './steps.ts'

/** 议程控制: the item that the meeting is at, opening and closing votings, the end of the meeting. */
export function AgendaControl({ meeting, live }: { meeting: MeetingDetail; live: Live }) {
  const { t } = useMessages()
  const id = useId()
  const { take, run, busy, trouble } = useSteps(meeting)
  const [minutes, setMinutes] = useState<number | null>(30)
  const [asking, setAsking] = useState<'close' | 'cancel' | null>(null)
  const [reason, setReason] = useState('')
  const items = live.state?.items ?? meeting.agenda
  const open = meeting.status === 'open'
  const waiting = items.filter((item) => item.resolution !== null && item.status === 'planned')
  const voting = items.filter((item) => item.status === 'voting' || item.status === 'opening')
  const begin = (ids: string[]) => take({ step: 'openVoting', items: ids, minutes }, t('meetings.control.opened', { n: ids.length }))
  const end = (ids: string[]) => take({ step: 'closeVoting', items: ids }, t('meetings.control.closed', { n: ids.length }))
  return (
    <section className="panel meeting-panel" aria-label={t('meetings.control')}>
      <h2>{t('meetings.control')}</h2>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
      <p className="meeting-line">
        {meeting.status === 'called' && (
          <>
            <Button type="primary" size="large" loading={busy} onClick={() => void take({ step: 'open' }, t('meetings.control.begun'))}>
              {t('meetings.control.begin')}
            </Button>
            <Button onClick={() => setAsking('cancel')}>{t('meetings.control.cancel')}</Button>
          </>
        )}
        {open && (
          <>
            <label htmlFor={`${id}-minutes`}>{t('meetings.control.minutes')}</label>
            <InputNumber
              id={`${id}-minutes`}
              min={1}
              max={43_200}
              value={minutes}
              onChange={setMinutes}
              placeholder={t('meetings.control.noLimit')}
            />
            {waiting.length > 1 && (
              <Button disabled={busy} onClick={() => void begin(waiting.map((item) => item.id))}>
                {t('meetings.control.openAll', { n: waiting.length })}
              </Button>
            )}
            {voting.length > 1 && (
              <Button disabled={busy} onClick={() => void end(voting.map((item) => item.id))}>
                {t('meetings.control.closeAll', { n: voting.length })}
              </Button>
            )}
            <Button danger disabled={busy || voting.length > 0} onClick={() => setAsking('close')}>
              {t('meetings.control.finish')}
            </Button>
          </>
        )}
      </p>
      {open && <p className="muted">{t('meetings.control.minutesHelp')}</p>}
      {meeting.status !== 'closed' && (
        <p className="meeting-line">
          <Switch
            id={`${id}-tally`}
            checked={meeting.tallyShown}
            loading={busy}
            onChange={(shown) =>
              void (open || meeting.status === 'called' ? take({ step: 'tally', shown }) : run('patch', '', { tallyShown: shown }))
            }
          />
          <label htmlFor={`${id}-tally`}>{t('meetings.plan.tallyShown')}</label>
        </p>
      )}
      <ol className="meeting-rows">
        {items.map((item) => (
          <ControlRow
            key={item.id}
            item={item}
            current={(live.state?.currentItem ?? meeting.currentItem) === item.id}
            open={open}
            busy={busy}
            live={live}
            onCurrent={(now) => void take({ step: 'item', item: now ? item.id : null })}
            onBegin={() => void begin([item.id])}
            onEnd={() => void end([item.id])}
          />
        ))}
      </ol>
      <Modal
        open={asking !== null}
        title={t(asking === 'cancel' ? 'meetings.control.cancel' : 'meetings.control.finish')}
        okText={t('meetings.control.sure')}
        cancelText={t('common.cancel')}
        okButtonProps={{ danger: true, disabled: asking === 'cancel' && reason.trim().length < 2 }}
        confirmLoading={busy}
        onCancel={() => setAsking(null)}
        onOk={() =>
          void (
            asking === 'cancel' ? take({ step: 'cancel', reason: reason.trim() }) : take({ step: 'close' }, t('meetings.control.finished'))
          ).then(() => setAsking(null))
        }
      >
        <p>{asking === 'cancel' ? t('meetings.control.cancelText') : t('meetings.control.finishText', { n: waiting.length })}</p>
        {asking === 'cancel' && (
          <Input
            aria-label={t('meetings.control.cancelReason')}
            placeholder={t('meetings.control.cancelReason')}
            value={reason}
            maxLength={1000}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Modal>
    </section>
  )
}

function ControlRow(props: {
  item: Item
  current: boolean
  open: boolean
  busy: boolean
  live: Live
  onCurrent: (now: boolean) => void
  onBegin: () => void
  onEnd: () => void
}) {
  const { t } = useMessages()
  const { item, current, open, busy, live } = props
  const now = useServerNow(live.ahead)
  const tally = live.state?.tally.find((one) => one.item === item.id)
  const result = item.result ?? tally?.result
  const voting = item.status === 'voting' || item.status === 'opening'
  const left = item.closesAt && voting ? timeLeft(item.closesAt, now) : null
  return (
    <li className="control-row" data-current={current || undefined}>
      <div className="meeting-line">
        <strong className="control-title">
          {item.place}. <Words>{item.title}</Words>
        </strong>
        {item.resolution !== null && (
          <span className="vote-status" data-status={item.status}>
            {t(`meetings.itemStatus.${item.status}`)} {left && <strong className="mono">{left}</strong>}
          </span>
        )}
        {tally && item.status === 'voting' && <span className="muted">{t('meetings.vote.soFar', { n: tally.votes })}</span>}
        {open && (
          <Button
            size="small"
            aria-pressed={current}
            disabled={busy}
            aria-label={t(current ? 'meetings.control.isCurrentOf' : 'meetings.control.currentOf', { title: item.title })}
            onClick={() => props.onCurrent(!current)}
          >
            {t(current ? 'meetings.control.isCurrent' : 'meetings.control.current')}
          </Button>
        )}
        {open && item.resolution !== null && item.status === 'planned' && (
          <Button
            type="primary"
            size="small"
            disabled={busy}
            aria-label={t('meetings.control.openOf', { title: item.title })}
            onClick={props.onBegin}
          >
            {t('meetings.control.open')}
          </Button>
        )}
        {open && voting && (
          <Button
            danger
            size="small"
            disabled={busy}
            aria-label={t('meetings.control.closeOf', { title: item.title })}
            onClick={props.onEnd}
          >
            {t('meetings.control.close')}
          </Button>
        )}
      </div>
      {result && <ResultView result={result} open={item.result === null} />}
    </li>
  )
}
