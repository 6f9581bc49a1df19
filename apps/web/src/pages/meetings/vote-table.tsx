import type { MeetingDetail, MyMeeting } from '@yingshang/server/contract'
import { Alert, Button, Checkbox, Modal, Progress, Select } from 'antd'
import { useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import type { Wish } from './ballots.ts'
import type { Device } from './device.ts'
import type { Live } from './live.ts'
import { CHOICES, type Choice, type Item, type MyVoter } from './queries.ts'
import { useVoting, voteOf } from './voting.ts'
import { yuanSaid } from './words.ts'

/** Choices by voter and item: `<label> <item>`. */
type Drafts = Readonly<Record<string, Choice>>

/** Many voters at once: choose for rows and resolutions, review, sign, and see for each row what became of it. */
export function VoteTable(props: {
  meeting: MeetingDetail
  mine: MyMeeting
  items: readonly Item[]
  device: Device | null
  live: Live
  onSingle: (label: string) => void
}) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { meeting, mine, device } = props
  const voting = useVoting(meeting.id, mine, device)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [drafts, setDrafts] = useState<Drafts>({})
  const [target, setTarget] = useState<string>('all')
  const [signing, setSigning] = useState(false)
  const resolutions = props.items.filter((item) => item.resolution !== null)
  const open = resolutions.filter((item) => item.status === 'voting')
  const rightOf = (voter: MyVoter, item: Item) => voter.items.find((one) => one.item === item.id && one.amount > 0)

  /** Sets a choice for the marked rows, where they may vote so; a bound voter follows the letter. */
  const apply = (choice: Choice) =>
    setDrafts((before) => {
      const next: Record<string, Choice> = { ...before }
      for (const voter of mine.voters)
        if (marked.has(voter.label))
          for (const item of open)
            if (target === 'all' || target === item.id) {
              const right = rightOf(voter, item)
              if (right) next[`${voter.label} ${item.id}`] = right.bound ?? choice
            }
      return next
    })
  const set = (name: string, choice: Choice | null) =>
    setDrafts((before) => {
      const { [name]: _, ...rest } = before
      return choice === null ? rest : { ...rest, [name]: choice }
    })
  const wishes: Wish[] = Object.entries(drafts).flatMap(([name, choice]) => {
    const [voter, item] = name.split(' ') as [string, string]
    return open.some((one) => one.id === item) ? [{ voter, item, choice, after: voteOf(mine, voter, item) }] : []
  })
  const send = async () => {
    const answers = await voting.send(wishes)
    if (answers === null) return
    setSigning(false)
    const taken = answers.filter((one) => one.outcome.taken)
    for (const one of taken) set(`${one.wish.voter} ${one.wish.item}`, null)
    toast.done(t('meetings.table.result', { taken: taken.length, refused: answers.length - taken.length }))
  }
  const everyone = marked.size === mine.voters.length
  return (
    <section className="panel meeting-panel vote-table" aria-label={t('meetings.table.title')}>
      <h2>{t('meetings.table.title')}</h2>
      <p className="muted">{t('meetings.table.lede', { n: mine.voters.length })}</p>
      {open.length === 0 && <p className="section-none">{t('meetings.table.nothingOpen')}</p>}
      {open.length > 0 && device && (
        <fieldset className="vote-bulk">
          <legend>{t('meetings.table.marked', { n: marked.size })}</legend>
          <Checkbox
            checked={everyone}
            indeterminate={marked.size > 0 && !everyone}
            onChange={() => setMarked(everyone ? new Set() : new Set(mine.voters.map((voter) => voter.label)))}
          >
            {t('meetings.table.everyone')}
          </Checkbox>
          <Select
            aria-label={t('meetings.table.target')}
            value={target}
            onChange={setTarget}
            options={[
              { value: 'all', label: t('meetings.table.all') },
              ...open.map((item) => ({ value: item.id, label: `${item.place}. ${item.title}` })),
            ]}
          />
          {CHOICES.map((choice) => (
            <Button key={choice} disabled={marked.size === 0} onClick={() => apply(choice)}>
              {t('meetings.table.set', { choice: t(`meetings.choice.${choice}`) })}
            </Button>
          ))}
        </fieldset>
      )}
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('meetings.table.mark', { name: '' })}</span>
            </th>
            <th scope="col">{t('meetings.voter')}</th>
            {resolutions.map((item) => (
              <th key={item.id} scope="col" className="vote-column">
                {item.place}. <Words>{item.title}</Words>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {mine.voters.map((voter) => (
            <tr key={voter.label} data-voter={voter.name}>
              <td className="vote-mark">
                <Checkbox
                  checked={marked.has(voter.label)}
                  aria-label={t('meetings.table.mark', { name: voter.name })}
                  onChange={({ target: { checked } }) =>
                    setMarked((before) => new Set(checked ? [...before, voter.label] : [...before].filter((one) => one !== voter.label)))
                  }
                />
              </td>
              <th scope="row">
                <Words>{voter.name}</Words>
                <span className="cell-sub">
                  <span>{t(`meetings.capacity.${voter.capacity}`)}</span>
                  <span>{yuanSaid(t, voter.amount)}</span>
                  <Button type="link" size="small" onClick={() => props.onSingle(voter.label)}>
                    {t('meetings.table.single')}
                  </Button>
                </span>
              </th>
              {resolutions.map((item) => {
                const name = `${voter.label} ${item.id}`
                const right = rightOf(voter, item)
                const vote = voteOf(mine, voter.label, item.id)
                const sent = voting.sentOf(voter.label, item.id)
                const votes = right && item.status === 'voting' && device && (vote === null || meeting.rules.changeUntilClose)
                return (
                  <td key={item.id} data-label={`${item.place}. ${item.title}`}>
                    <div className="vote-cell">
                      {!right && <span className="muted">{t('meetings.table.noRight')}</span>}
                      {votes && (
                        <Select
                          className="vote-select"
                          aria-label={t('meetings.table.choose', { name: voter.name, title: item.title })}
                          value={drafts[name] ?? null}
                          placeholder={t('meetings.table.unset')}
                          allowClear
                          options={CHOICES.map((choice) => ({
                            value: choice,
                            label: t(`meetings.choice.${choice}`),
                            disabled: right.bound !== null && right.bound !== choice,
                          }))}
                          onChange={(choice) => set(name, choice ?? null)}
                        />
                      )}
                      {right?.bound && (
                        <span className="muted">{t('meetings.table.bound', { choice: t(`meetings.choice.${right.bound}`) })}</span>
                      )}
                      {vote && (
                        <span className="vote-done">
                          ✓ {t(`meetings.choice.${vote.choice}`)} {t('meetings.vote.nth', { n: vote.sequence })}
                        </span>
                      )}
                      {sent && !sent.outcome.taken && (
                        <span className="vote-failed">
                          ✗{' '}
                          {sent.outcome.present
                            ? t('meetings.table.otherDevice')
                            : sent.outcome.refusals.map((one) => one[locale]).join('；')}
                        </span>
                      )}
                    </div>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {voting.trouble && !signing && <Alert role="alert" type="error" showIcon title={voting.trouble} />}
      {wishes.length > 0 && (
        <div className="vote-send">
          <Button type="primary" size="large" block onClick={() => setSigning(true)}>
            {t('meetings.table.review', { n: wishes.length })}
          </Button>
        </div>
      )}
      <Modal
        open={signing}
        width={680}
        title={t('meetings.vote.signTitle')}
        okText={t('meetings.vote.signGo')}
        cancelText={t('common.cancel')}
        confirmLoading={voting.busy}
        onOk={() => void send()}
        onCancel={() => setSigning(false)}
      >
        <p>{t('meetings.table.statement', { n: wishes.length })}</p>
        <ul className="vote-summary vote-review">
          {wishes.map((wish) => {
            const voter = mine.voters.find((one) => one.label === wish.voter)!
            const item = resolutions.find((one) => one.id === wish.item)!
            return (
              <li key={`${wish.voter} ${wish.item}`}>
                <span>
                  <Words>{voter.name}</Words> · {item.place}. <Words>{item.title}</Words>
                  {wish.after && (
                    <span className="muted">
                      {' '}
                      {t('meetings.table.changes', { choice: t(`meetings.choice.${voteOf(mine, wish.voter, wish.item)!.choice}`) })}
                    </span>
                  )}
                </span>
                <strong data-choice={wish.choice}>{t(`meetings.choice.${wish.choice}`)}</strong>
              </li>
            )
          })}
        </ul>
        {voting.busy && wishes.length > 50 && (
          <Progress percent={Math.round((voting.done / wishes.length) * 100)} aria-label={t('meetings.table.title')} />
        )}
        {voting.trouble && <Alert role="alert" type="error" showIcon title={voting.trouble} description={t('meetings.vote.sendAgain')} />}
      </Modal>
    </section>
  )
}
