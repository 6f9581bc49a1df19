import type { BallotStatement } from '@yingshang/meeting'
import type { BodyOf, MyMeeting, VoteOutcome } from '@yingshang/server/contract'
import { type Device, randomHex } from './device.ts'
import { type Choice, castVotes, type MyVote } from './queries.ts'

/** Ballots of this browser: each continues the one that the voter has seen. */

export interface Wish {
  readonly voter: string
  readonly item: string
  readonly choice: Choice
  /** Split vote: choices of single claims. */
  readonly byClaim?: Readonly<Record<string, Choice>>
  /** The ballot that is to be followed. */
  readonly after: Pick<MyVote, 'sequence' | 'statement'> | null
}

type Signed = BodyOf<'castVotes'>['ballots'][number]

async function signed(meeting: string, mine: MyMeeting, device: Device, wish: Wish): Promise<Signed> {
  const { voteMessage } = await import('@yingshang/meeting')
  const { toBase64 } = await import('@yingshang/journal')
  const { byClaim } = wish
  const statement: BallotStatement = {
    v: 1,
    meeting,
    resolution: wish.item,
    subject: mine.subjects[wish.item]!,
    voter: wish.voter,
    castBy: device.person,
    choice: wish.choice,
    ...(byClaim && Object.keys(byClaim).length > 0 ? { byClaim } : {}),
    sequence: (wish.after?.sequence ?? 0) + 1,
    previous: wish.after?.statement ?? null,
    nonce: randomHex(16),
  }
  return { statement: statement as Signed['statement'], signature: toBase64(await device.signer.sign(voteMessage(statement))) }
}

/** How many ballots one request takes. */
const AT_ONCE = 200

/**
 * Signs and sends. The ballots are signed once: `send` may be called again after a lost connection, and the same ballot gets the same answer. `told` hears how many are answered.
 */
export async function prepareVotes(meeting: string, mine: MyMeeting, device: Device, wishes: readonly Wish[]) {
  const ballots = await Promise.all(wishes.map((wish) => signed(meeting, mine, device, wish)))
  return {
    send: async (told: (done: number) => void = () => undefined): Promise<VoteOutcome[]> => {
      const outcomes: VoteOutcome[] = []
      for (let from = 0; from < ballots.length; from += AT_ONCE) {
        outcomes.push(...(await castVotes(meeting, { session: device.session, ballots: ballots.slice(from, from + AT_ONCE) })))
        told(outcomes.length)
      }
      return outcomes
    },
  }
}
