import type { MeetingDetail, MyMeeting } from '@yingshang/server/contract'
import { Alert, Button, Modal } from 'antd'
import { useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import type { Wish } from './ballots.ts'
import type { Device } from './device.ts'
import type { Live } from './live.ts'
import type { Choice, Item, MyVoter } from './queries.ts'
import { VoteCard } from './vote-card.tsx'
import { useVoting, voteOf } from './voting.ts'
import { yuanSaid } from './words.ts'

/** What is chosen on an item and not yet sent. */
export interface Draft {
  readonly choice: Choice
  readonly byClaim?: Readonly<Record<string, Choice>>
}

/** The resolutions of one voter with their buttons; what is chosen is signed and sent together. */
export function VoteCards(props: {
  meeting: MeetingDetail
  mine: MyMeeting
  voter: MyVoter
  items: readonly Item[]
  device: Device | null
  live: Live
}) {
  const { t } = useMessages()
  const toast = useToast()
  const { meeting, mine, voter, device, live } = props
  const voting = useVoting(meeting.id, mine, device)
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({})
  const [signing, setSigning] = useState(false)
  const resolutions = props.items.filter((item) => item.resolution !== null)
  const chosen = resolutions.filter((item) => drafts[item.id] && item.status === 'voting')
  const choose = (item: string, draft: Draft | null) =>
    setDrafts((before) => {
      const { [item]: _, ...rest } = before
      return draft ? { ...rest, [item]: draft } : rest
    })

  const wishOf = (item: string, draft: Draft, after = voteOf(mine, voter.label, item)): Wish => ({
    voter: voter.label,
    item,
    ...draft,
    after,
  })
  const send = async (wishes: readonly Wish[]) => {
    const answers = await voting.send(wishes)
    if (answers === null) return
    setSigning(false)
    const taken = answers.filter((one) => one.outcome.taken)
    setDrafts((before) => Object.fromEntries(Object.entries(before).filter(([item]) => !taken.some((one) => one.wish.item === item))))
    if (taken.length > 0) toast.done(t('meetings.vote.taken', { n: taken.length }))
    if (taken.length < answers.length) toast.announce(t('meetings.vote.notTaken', { n: answers.length - taken.length }))
  }

  return (
    <div className="vote-cards">
      <p className="muted">
        {t(`meetings.capacity.${voter.capacity}`)} <Words>{voter.name}</Words> · {yuanSaid(t, voter.amount)} ·{' '}
        {t('meetings.labelIs', { label: voter.label })}
      </p>
      {resolutions.length === 0 && <p className="section-none">{t('meetings.noResolutions')}</p>}
      {resolutions.map((item) => (
        <VoteCard
          key={item.id}
          meeting={meeting}
          item={item}
          voter={voter}
          live={live}
          device={device}
          draft={drafts[item.id] ?? null}
          vote={voteOf(mine, voter.label, item.id)}
          sent={voting.sentOf(voter.label, item.id)}
          onChoose={(draft) => choose(item.id, draft)}
          onKeep={() => {
            voting.forget({ voter: voter.label, item: item.id })
            choose(item.id, null)
          }}
          onFollow={(present, draft) => void send([wishOf(item.id, draft, present)])}
        />
      ))}
      {voting.trouble && !signing && <Alert role="alert" type="error" showIcon title={voting.trouble} />}
      {chosen.length > 0 && (
        <div className="vote-send">
          <Button type="primary" size="large" block onClick={() => setSigning(true)}>
            {t('meetings.vote.sign', { n: chosen.length })}
          </Button>
        </div>
      )}
      <Modal
        open={signing}
        title={t('meetings.vote.signTitle')}
        okText={t('meetings.vote.signGo')}
        cancelText={t('common.cancel')}
        confirmLoading={voting.busy}
        onOk={() => void send(chosen.map((item) => wishOf(item.id, drafts[item.id]!)))}
        onCancel={() => setSigning(false)}
      >
        <p>{t('meetings.vote.statement', { name: voter.name })}</p>
        <ul className="vote-summary">
          {chosen.map((item) => (
            <li key={item.id}>
              <span>
                {item.place}. <Words>{item.title}</Words>
              </span>
              <strong data-choice={drafts[item.id]!.choice}>
                {drafts[item.id]!.byClaim ? t('meetings.vote.split') : t(`meetings.choice.${drafts[item.id]!.choice}`)}
              </strong>
            </li>
          ))}
        </ul>
        <p className="muted">{t('meetings.vote.statementKey')}</p>
        {voting.trouble && <Alert role="alert" type="error" showIcon title={voting.trouble} description={t('meetings.vote.sendAgain')} />}
      </Modal>
    </div>
  )
}
