import type { MeetingDetail } from '@yingshang/server/contract'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { instant } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import type { Device } from './device.ts'
import { type Live, timeLeft, useServerNow } from './live.ts'
import { PaperLinks } from './paper-links.tsx'
import { CHOICES, type Choice, type Item, type MyVote, type MyVoter } from './queries.ts'
import { ReceiptShown } from './receipt-shown.tsx'
import { ResultView } from './result-view.tsx'
import type { Draft } from './vote-cards.tsx'
import type { Sent } from './voting.ts'
import { yuanSaid } from './words.ts'

interface Props {
  readonly meeting: MeetingDetail
  readonly item: Item
  readonly voter: MyVoter
  readonly live: Live
  readonly device: Device | null
  readonly draft: Draft | null
  readonly vote: MyVote | null
  readonly sent: Sent | null
  readonly onChoose: (draft: Draft | null) => void
  readonly onKeep: () => void
  readonly onFollow: (present: MyVote, draft: Draft) => void
}

/** One resolution: what it says, how long one can vote, three large buttons, the ballot that is in and its receipt. */
export function VoteCard(props: Props) {
  const { t, locale } = useMessages()
  const { meeting, item, voter, live, vote, sent } = props
  const right = voter.items.find((one) => one.item === item.id)
  const tally = live.state?.tally.find((one) => one.item === item.id)
  const result = item.result ?? tally?.result ?? null
  const votes = item.status === 'voting' && right !== undefined && right.amount > 0 && props.device !== null
  const fixed = vote !== null && !meeting.rules.changeUntilClose
  const [changing, setChanging] = useState(false)
  return (
    <article className="panel meeting-panel vote-card" data-status={item.status} aria-label={item.title}>
      <header>
        <h2>
          {item.place}. <Words>{item.title}</Words>
        </h2>
        <Countdown item={item} ahead={live.ahead} />
      </header>
      {item.body && (
        <details open={item.body.length < 200}>
          <summary>{t('meetings.item.body')}</summary>
          <p className="meeting-text">
            <Words>{item.body}</Words>
          </p>
        </details>
      )}
      <PaperLinks meeting={meeting} item={item.id} />
      {item.majorityTitle && <p className="muted vote-majority">{item.majorityTitle[locale]}</p>}
      {!right && <p className="section-none">{t('meetings.vote.notYours')}</p>}
      {right?.amount === 0 && <p className="section-none">{t('meetings.vote.noRight')}</p>}
      {right && right.amount > 0 && right.amount !== voter.amount && (
        <p className="muted">{t('meetings.vote.withAmount', { amount: yuanSaid(t, right.amount) })}</p>
      )}
      {sent && !sent.outcome.taken && <NotTaken {...props} sent={sent} />}
      {vote && (
        <div className="vote-in" role="status">
          <p>
            <strong>
              ✓ {t('meetings.vote.in')}{' '}
              {vote.byClaim && Object.keys(vote.byClaim).length > 0 ? t('meetings.vote.split') : t(`meetings.choice.${vote.choice}`)}
            </strong>
            <span className="muted">
              {t('meetings.vote.nth', { n: vote.sequence })} · <span className="mono">{instant(vote.at)}</span>
              {vote.channel !== 'online' && ` · ${t(`meetings.channel.${vote.channel}`)}`}
            </span>
          </p>
          <ReceiptShown
            meeting={meeting.id}
            record={vote.record}
            link={sent?.outcome.receipt?.record === vote.record ? sent.outcome.receipt.link : null}
          />
          {votes && !fixed && !changing && !props.draft && <Button onClick={() => setChanging(true)}>{t('meetings.vote.change')}</Button>}
        </div>
      )}
      {votes && !fixed && (vote === null || changing || props.draft) && (
        <Buttons {...props} right={right} onDone={() => setChanging(false)} />
      )}
      {item.status === 'voting' && tally && <p className="muted">{t('meetings.vote.soFar', { n: tally.votes })}</p>}
      {result && <ResultView result={result} open={item.result === null} />}
    </article>
  )
}

function Countdown({ item, ahead }: { item: Item; ahead: number }) {
  const { t } = useMessages()
  const now = useServerNow(ahead)
  const left = item.closesAt ? timeLeft(item.closesAt, now) : null
  return (
    <p className="vote-status" data-status={item.status}>
      {item.status === 'voting' && item.closesAt ? (
        <>
          {t('meetings.itemStatus.voting')}{' '}
          <strong className="mono" role="timer">
            {left ?? t('meetings.vote.timeOver')}
          </strong>
        </>
      ) : (
        t(`meetings.itemStatus.${item.status}`)
      )}
    </p>
  )
}

function Buttons(props: Props & { right: MyVoter['items'][number]; onDone: () => void }) {
  const { t } = useMessages()
  const { item, draft, right, voter, vote } = props
  const splits = right.claims.length > 1 && props.meeting.rules.splitHead !== 'none'
  const [split, setSplit] = useState(draft?.byClaim !== undefined)
  const allowed = (choice: Choice) => right.bound === null || right.bound === choice
  const claims = voter.claims.filter((claim) => right.claims.includes(claim.id))
  const chooseClaim = (claim: string, choice: Choice) => {
    const all = Object.fromEntries(claims.map((one) => [one.id, draft?.byClaim?.[one.id] ?? draft?.choice ?? vote?.choice ?? 'for']))
    const byClaim = { ...all, [claim]: choice } as Record<string, Choice>
    props.onChoose({ choice: byClaim[claims[0]!.id]!, byClaim })
  }
  return (
    <div className="vote-buttons">
      {right.bound !== null && <p className="muted">{t('meetings.vote.bound', { choice: t(`meetings.choice.${right.bound}`) })}</p>}
      {!split && (
        <fieldset>
          <legend className="visually-hidden">{t('meetings.vote.on', { title: item.title })}</legend>
          <div className="vote-three">
            {CHOICES.map((choice) => (
              <label key={choice} className="vote-button" data-choice={choice} data-chosen={draft?.choice === choice || undefined}>
                <input
                  type="radio"
                  name={`${item.id}-${voter.label}`}
                  checked={draft?.choice === choice && draft.byClaim === undefined}
                  disabled={!allowed(choice)}
                  onChange={() => props.onChoose({ choice })}
                />
                <span aria-hidden="true">{MARKS[choice]}</span>
                {t(`meetings.choice.${choice}`)}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {split && (
        <ul className="vote-claims">
          {claims.map((claim) => (
            <li key={claim.id}>
              <span>
                {t(`meetings.class.${claim.class}`)} · {yuanSaid(t, claim.amount)}
              </span>
              <Segmented<Choice>
                aria-label={t('meetings.vote.onClaim', { amount: yuanSaid(t, claim.amount) })}
                value={draft?.byClaim?.[claim.id] ?? (null as never)}
                options={CHOICES.map((choice) => ({ value: choice, label: t(`meetings.choice.${choice}`) }))}
                onChange={(choice) => chooseClaim(claim.id, choice)}
              />
            </li>
          ))}
        </ul>
      )}
      <p className="meeting-line">
        {splits && right.bound === null && (
          <Button
            type="link"
            onClick={() => {
              setSplit(!split)
              props.onChoose(null)
            }}
          >
            {t(split ? 'meetings.vote.notSplit' : 'meetings.vote.splitGo')}
          </Button>
        )}
        {(draft || vote) && (
          <Button
            type="link"
            onClick={() => {
              props.onChoose(null)
              props.onDone()
            }}
          >
            {t(vote ? 'meetings.vote.leave' : 'meetings.vote.clear')}
          </Button>
        )}
      </p>
    </div>
  )
}

const MARKS = { for: '✓', against: '✗', abstain: '—' } as const

/** Why a ballot was not taken. When another device was first, what stands is shown before it is changed. */
function NotTaken({ sent, onKeep, onFollow }: Props & { sent: Sent }) {
  const { t, locale } = useMessages()
  const { outcome, wish } = sent
  const { present } = outcome
  const draft = { choice: wish.choice, ...(wish.byClaim ? { byClaim: wish.byClaim } : {}) }
  return (
    <div className="vote-conflict" role="alert">
      {present ? (
        <>
          <p>
            <strong>{t('meetings.vote.otherDevice')}</strong>
          </p>
          <p>
            {t('meetings.vote.otherWas', {
              choice: t(`meetings.choice.${present.choice}`),
              at: instant(present.at),
              own: t(`meetings.choice.${wish.choice}`),
            })}
          </p>
          <p className="meeting-line">
            <Button type="primary" onClick={() => onFollow(present, draft)}>
              {t('meetings.vote.follow', { choice: t(`meetings.choice.${wish.choice}`) })}
            </Button>
            <Button onClick={onKeep}>{t('meetings.vote.keep', { choice: t(`meetings.choice.${present.choice}`) })}</Button>
          </p>
        </>
      ) : (
        outcome.refusals.map((refusal) => (
          <p key={refusal.code}>
            {refusal[locale]} <code>{refusal.code}</code>
          </p>
        ))
      )}
    </div>
  )
}
