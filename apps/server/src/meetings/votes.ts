import { randomBytes } from 'node:crypto'
import { preVoteRefusal } from '@yingshang/ballot'
import { fromBase64 } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { type BallotStatement, KINDS, statementDigest, voteMessage } from '@yingshang/meeting'
import { sessionVerifier } from '@yingshang/meeting/node'
import type { VoteOutcome, VoteReceipt } from '../contract/meetings.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { receiptOf } from '../journal/record.ts'
import { demandPreparing, enter } from './access.ts'
import { type Hall, headKey, type Taken } from './hall.ts'
import { mineOf, voteView } from './mine.ts'
import type { Rooms } from './rooms.ts'
import { loadMeeting, refuseStep, usersById } from './store.ts'
import type { Outcome, Why } from './vote-desk.ts'
import { voterOf } from './voters.ts'

/** Casting ballots and what is answered. */

/** Short address for a QR code: a page reads what stands after the #, and the server never sees it in an address. */
const linkOf = (head: Taken) => `/check#${head.record.replaceAll('-', '')}${head.salt}`

export const receiptView = (head: Taken): VoteReceipt => ({
  record: head.record,
  digest: head.digest,
  salt: head.salt,
  sequence: head.sequence,
  statement: head.statement,
  number: head.number,
  at: head.at,
  link: linkOf(head),
})

const SIGNATURE: Why = {
  code: 'ballot.signature',
  zh: '表决票的签名不正确，请重新签到后再表决。',
  en: 'The signature of the ballot is wrong; sign in again.',
}
const FAILED: Why = {
  code: 'ballot.not-written',
  zh: '未能写入，请再次提交；已写入的不会重复计算。',
  en: 'It could not be written; send it again, nothing counts twice.',
}

const refusedOutcome = (statement: BallotStatement, ...refusals: readonly Why[]): VoteOutcome => ({
  nonce: statement.nonce,
  taken: false,
  receipt: null,
  refusals: refusals.map((r) => ({ ...r })),
  present: null,
})

const outcomeView = (statement: BallotStatement, outcome: Outcome): VoteOutcome =>
  outcome.taken
    ? { nonce: statement.nonce, taken: true, receipt: receiptView(outcome.taken), refusals: [], present: null }
    : {
        ...refusedOutcome(statement, ...outcome.refusals),
        present: outcome.present ? voteView(statement.resolution, outcome.present) : null,
      }

type Names = 'getMyMeeting' | 'castVotes' | 'getVoteReceipt' | 'listPaperVotes' | 'enterPaperVote' | 'carryPreVotes'

export function voteHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { services, desk } = rooms
  const { store, now, sealer, log } = services
  const verifies = sessionVerifier(20_000)

  /** A session of the caller in this meeting. One that signed in on another server is folded first. */
  async function sessionOf(meetingId: string, session: string, userId: string): Promise<Hall> {
    let hall = await desk.hall(meetingId)
    if (!hall.accounts.has(session)) hall = await desk.refresh(meetingId)
    if (hall.accounts.get(session) !== userId) throw refuse('meeting.session')
    return hall
  }

  return {
    async getMyMeeting({ caller, params }) {
      return mineOf(rooms, caller, params.id)
    },

    // Whoever has a session of the meeting was let in at sign-in: nothing but the ballots has to be asked of the database.
    async castVotes({ caller, params, body }) {
      const hall = await sessionOf(params.id, body.session, caller.user.id)
      const { key, person } = hall.state.sessions.get(body.session)!.statement
      const outcomes = await Promise.all(
        body.ballots.map(async ({ statement, signature }): Promise<VoteOutcome> => {
          const own = statement as BallotStatement
          const bytes = fromBase64(signature)
          if (
            key === null ||
            bytes === null ||
            own.castBy !== person ||
            own.meeting !== params.id ||
            !verifies(key, voteMessage(own), bytes)
          )
            return refusedOutcome(own, SIGNATURE)
          try {
            const outcome = await desk.take(params.id, {
              kind: KINDS.vote,
              userId: caller.user.id,
              statement: own,
              digest: statementDigest(nodeCrypto, own),
              evidence: { session: body.session, signature },
            })
            return outcomeView(own, outcome)
          } catch (error) {
            log.error({ err: error, meeting: params.id }, 'a ballot could not be written')
            return refusedOutcome(own, FAILED)
          }
        }),
      )
      return { outcomes }
    },

    async getVoteReceipt({ caller, params }) {
      const tenantId = caller.tenant.id
      const found = await store.inTenant(tenantId, async (tx) => {
        const { standing } = await enter(tx, caller, params.id, now())
        const row = await tx
          .selectFrom('meeting_vote as v')
          .innerJoin('journal_record as r', (join) => join.onRef('r.tenant_id', '=', 'v.tenant_id').onRef('r.id', '=', 'v.id'))
          .leftJoin('journal_entry as e', (join) => join.onRef('e.tenant_id', '=', 'v.tenant_id').onRef('e.record_id', '=', 'v.id'))
          .innerJoin('meeting_voter as w', (join) =>
            join.onRef('w.tenant_id', '=', 'v.tenant_id').onRef('w.meeting_id', '=', 'v.meeting_id').onRef('w.id', '=', 'v.voter_id'),
          )
          .select(['r.kind', 'r.salt', 'r.body', 'r.user_id', 'e.index', 'v.seq', 'w.user_id as voter', 'w.joint'])
          .where('v.tenant_id', '=', tenantId)
          .where('v.meeting_id', '=', params.id)
          .where('v.id', '=', params.vote)
          .executeTakeFirst()
        const own = row && [row.user_id, row.voter, ...row.joint.map((j) => j.userId)].includes(caller.user.id)
        return row && (own || caller.permissions.includes('matter.all') || standing.roles.includes('judge')) ? row : null
      })
      if (!found) throw refuse('meeting.vote-not-found')
      const text = await receiptOf(sealer, found)
      if (text === null) throw refuse('receipt.not-sealed')
      return { name: `表决回执-${found.seq}.tlog-proof`, type: 'text/plain; charset=utf-8', content: Buffer.from(text) }
    },

    async listPaperVotes({ caller, params }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const { standing } = await enter(tx, caller, params.id, now())
        demandPreparing(standing)
        const rows = await tx
          .selectFrom('meeting_paper_vote as p')
          .innerJoin('meeting_voter as v', (join) =>
            join.onRef('v.tenant_id', '=', 'p.tenant_id').onRef('v.meeting_id', '=', 'p.meeting_id').onRef('v.id', '=', 'p.voter_id'),
          )
          .select(['p.item_id', 'p.voter_id', 'p.entered_by', 'p.entered_at', 'v.name'])
          .where('p.tenant_id', '=', tenantId)
          .where('p.meeting_id', '=', params.id)
          .where('p.vote_id', 'is', null)
          .orderBy('p.entered_at')
          .execute()
        const people = await usersById(
          tx,
          tenantId,
          rows.map((r) => r.entered_by),
        )
        return {
          items: rows.map((r) => ({
            item: r.item_id,
            voter: { id: r.voter_id, name: r.name },
            enteredBy: people.get(r.entered_by)?.name ?? '',
            own: r.entered_by === caller.user.id,
            at: r.entered_at.toISOString(),
          })),
        }
      })
    },

    async enterPaperVote({ caller, params, body }) {
      const tenantId = caller.tenant.id
      const userId = caller.user.id
      const { item, voter: voterId, choice, sheet } = body
      const byClaim = body.byClaim === undefined || Object.keys(body.byClaim).length === 0 ? undefined : body.byClaim
      const entry = { choice, ...(byClaim === undefined ? {} : { byClaim }), sheet }
      const text = JSON.stringify([choice, Object.entries(byClaim ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)), sheet])
      const step = await store.inTenant(tenantId, async (tx) => {
        const { standing } = await enter(tx, caller, params.id, now())
        demandPreparing(standing)
        const meeting = await loadMeeting(tx, tenantId, params.id, true)
        const voter = await voterOf(tx, meeting, voterId)
        if (!meeting.open_items.includes(item)) throw refuseStep('该事项现在不能表决', 'There is no voting on this item now')
        const first = await tx
          .selectFrom('meeting_paper_vote')
          .select(['entered_by', 'entry', 'vote_id'])
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('item_id', '=', item)
          .where('voter_id', '=', voterId)
          .executeTakeFirst()
        const before = first?.entry as { choice: string; byClaim?: Record<string, string>; sheet: string; text: string } | undefined
        if (!first || first.vote_id !== null || (first.entered_by === userId && before?.text !== text)) {
          // The first entry; of a later sheet; or corrected by the same person before the second one came.
          const row = { entered_by: userId, entered_at: now(), entry: JSON.stringify({ ...entry, text }), vote_id: null }
          await tx
            .insertInto('meeting_paper_vote')
            .values({ tenant_id: tenantId, meeting_id: params.id, item_id: item, voter_id: voterId, ...row })
            .onConflict((conflict) => conflict.columns(['tenant_id', 'meeting_id', 'item_id', 'voter_id']).doUpdateSet(row))
            .execute()
          return null
        }
        if (first.entered_by === userId) throw refuse('meeting.paper-same-person')
        if (before!.text !== text) throw refuse('meeting.paper-differs')
        return { label: voter.label, first: first.entered_by }
      })
      if (step === null) return { state: 'waiting' as const, receipt: null }
      const hall = await desk.refresh(params.id)
      const head = hall.heads.get(headKey(item, step.label))
      const statement: BallotStatement = {
        v: 1,
        meeting: params.id,
        resolution: item,
        subject: hall.state.resolutions.get(item)?.subject ?? '',
        voter: step.label,
        castBy: step.label,
        choice,
        ...(byClaim === undefined ? {} : { byClaim }),
        sequence: (head?.sequence ?? 0) + 1,
        previous: head?.statement ?? null,
        nonce: randomBytes(16).toString('hex'),
      }
      const reading = { choice, ...(byClaim === undefined ? {} : { byClaim }) }
      const outcome = await desk.take(params.id, {
        kind: KINDS.paper,
        userId,
        statement,
        digest: statementDigest(nodeCrypto, statement),
        evidence: {
          readings: [
            { by: step.first, ...reading },
            { by: userId, ...reading },
          ],
          sheet,
        },
      })
      if (!outcome.taken) throw refuseStep(outcome.refusals.map((r) => r.zh).join('；'), outcome.refusals.map((r) => r.en).join('; '))
      await store.inTenant(tenantId, (tx) =>
        tx
          .updateTable('meeting_paper_vote')
          .set({ vote_id: outcome.taken.record })
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('item_id', '=', item)
          .where('voter_id', '=', voterId)
          .execute(),
      )
      return { state: 'taken' as const, receipt: receiptView(outcome.taken) }
    },

    async carryPreVotes({ caller, params, body }) {
      const tenantId = caller.tenant.id
      const labels = await store.inTenant(tenantId, async (tx) => {
        const { meeting, standing } = await enter(tx, caller, params.id, now())
        demandPreparing(standing)
        const found = new Map<string, string>()
        for (const { voter } of body.votes) found.set(voter, (await voterOf(tx, meeting, voter)).label)
        return found
      })
      const hall = await desk.refresh(params.id)
      const resolution = hall.state.resolutions.get(body.item)
      if (resolution?.stage !== 'planned')
        throw refuseStep('预表决票须在该事项开始表决前登记', 'Earlier votes are entered before the voting opens')
      const carried: string[] = []
      const dropped: { voter: string; zh: string; en: string }[] = []
      for (const vote of body.votes) {
        const label = labels.get(vote.voter)!
        const before = { voter: label, ...vote.before }
        const after = { voter: label, ...vote.after }
        const worse = preVoteRefusal({ choice: vote.choice }, before, after)
        if (worse) {
          dropped.push({ voter: vote.voter, zh: worse.zh, en: worse.en })
          continue
        }
        const head = hall.heads.get(headKey(body.item, label))
        const statement: BallotStatement = {
          v: 1,
          meeting: params.id,
          resolution: body.item,
          subject: resolution.subject,
          voter: label,
          castBy: label,
          choice: vote.choice,
          sequence: (head?.sequence ?? 0) + 1,
          previous: head?.statement ?? null,
          nonce: randomBytes(16).toString('hex'),
        }
        const outcome = await desk.take(params.id, {
          kind: KINDS.carried,
          userId: caller.user.id,
          statement,
          digest: statementDigest(nodeCrypto, statement),
          evidence: { givenAt: vote.givenAt, before, after, document: vote.document },
        })
        if (outcome.taken) carried.push(vote.voter)
        else
          dropped.push({
            voter: vote.voter,
            zh: outcome.refusals.map((r) => r.zh).join('；'),
            en: outcome.refusals.map((r) => r.en).join('; '),
          })
      }
      sealer.nudge()
      return { carried, dropped }
    },
  }
}
