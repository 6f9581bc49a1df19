import { STATUS_WORDS } from '@yingshang/ledger'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { LetterDetail, LetterEntry, NewLetter } from '../contract/supervision.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record } from '../journal/record.ts'
import type { Deed } from '../ledger/act.ts'
import { reasonsOf } from '../ledger/command.ts'
import { idsOf, listEntries, namesOf, summariesOf } from '../ledger/list.ts'
import type { AtWork } from '../ledger/work.ts'
import { tell } from '../notices/tell.ts'
import type { Scope } from '../organisation/scope.ts'
import { peopleOf } from '../reporting/people.ts'

/** Letters and bulletins: drafted from a filter, approved by another person, numbered, sent, signed for, answered. */

export const KIND = 'supervision.letter'
/** Entries that one letter may speak of. */
const MOST = 500

/** 发文代字 of each kind, until an office takes its own. */
const SERIES = { inquiry: '营转函', case: '营转通', regular: '营转通报' } as const
export const KIND_WORDS = { inquiry: '函询提醒', case: '个案通报', regular: '定期通报' } as const

export const rowById = async (tx: InTenant, tenantId: string, id: string, lock = false) => {
  const select = tx.selectFrom('letter').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id)
  const found = await (lock ? select.forUpdate() : select).executeTakeFirst()
  if (!found) throw refuse('letter.not-found')
  return found
}
export type LetterRow = Awaited<ReturnType<typeof rowById>>

export const numberOf = (l: Pick<LetterRow, 'series' | 'year' | 'number'>): string | null =>
  l.number === null ? null : `${l.series}〔${l.year}〕${l.number}号`

const journal = (tx: InTenant, deed: Deed, letter: string, body: object) =>
  record(tx, deed.tenantId, [{ kind: KIND, subjectId: letter, userId: deed.userId, at: deed.at, body: { letter, ...body } }])

export const bodiesOf = (tx: InTenant, tenantId: string, id: string) =>
  tx
    .selectFrom('letter_body as l')
    .innerJoin('body as b', (join) => join.onRef('b.tenant_id', '=', 'l.tenant_id').onRef('b.id', '=', 'l.body_id'))
    .select(['l.body_id', 'b.name', 'l.received_by', 'l.received_at', 'l.answer', 'l.answered_by', 'l.answered_at'])
    .where('l.tenant_id', '=', tenantId)
    .where('l.letter_id', '=', id)
    .orderBy('b.position')
    .orderBy('b.name')
    .execute()

/** Drafts a letter on what a filter finds today. */
export async function draft(tx: InTenant, caller: Caller, work: AtWork, asked: NewLetter): Promise<string> {
  const deed = work.deed(caller)
  const asking = work.asking(caller)
  await idsOf(tx, asking, asked.filter, MOST)
  const { rows } = await listEntries(tx, asking, asked.filter, { sort: 'plan', limit: MOST })
  const summaries = await summariesOf(tx, deed.tenantId, rows)
  const why = await reasonsOf(tx, asking, work, summaries)
  const entries = summaries.map(
    (e): LetterEntry => ({
      id: e.id,
      number: e.number,
      title: e.title,
      domain: e.domain,
      lead: e.lead,
      bodies: [...(e.lead === null ? [] : [e.lead.id]), ...e.responsible.map((b) => b.id)],
      status: e.status,
      due: e.nextDue,
      note: (why.get(e.id) ?? []).map((r) => r.zh).join('；'),
    }),
  )
  const bodies = asked.bodies ?? [...new Set(entries.flatMap((e) => e.lead?.id ?? []))]
  if (entries.length === 0 || bodies.length === 0) throw refuse('letter.empty')
  const id = newId()
  const { opening, closing, title } = defaults(asked, entries, work.day())
  await tx
    .insertInto('letter')
    .values({
      tenant_id: deed.tenantId,
      id,
      kind: asked.kind,
      title: asked.title ?? title,
      ledger_id: asked.filter.ledger ?? null,
      filter: JSON.stringify(asked.filter),
      entries: JSON.stringify(entries),
      opening: asked.opening ?? opening,
      closing: asked.closing ?? closing,
      answer_by: asked.answerBy ?? null,
      status: 'draft',
      series: asked.series ?? SERIES[asked.kind],
      drafted_by: caller.user.id,
      drafted_at: deed.at,
      version: 0,
    })
    .execute()
  await setBodies(tx, deed.tenantId, id, bodies)
  await journal(tx, deed, id, { act: 'drafted', kind: asked.kind, entries: entries.map((e) => e.id), bodies })
  return id
}

/** What a letter says where the drafter has not said it yet. */
function defaults(asked: NewLetter, entries: readonly LetterEntry[], day: string) {
  const count = new Map<string, number>()
  for (const e of entries) count.set(STATUS_WORDS[e.status].zh, (count.get(STATUS_WORDS[e.status].zh) ?? 0) + 1)
  const states = [...count].map(([word, n]) => `${word}${n}项`).join('，')
  const on = `截至${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
  const answer = asked.answerBy ? `，并于${asked.answerBy}前书面答复` : ''
  switch (asked.kind) {
    case 'inquiry':
      return {
        title: '关于有关任务推进情况的函询',
        opening: `${on}，台账显示下列${entries.length}项任务需要说明：${states}。`,
        closing: `请说明原因、已采取的措施和完成时间${answer}。`,
      }
    case 'case':
      return {
        title: '关于有关任务推进问题的通报',
        opening: `${on}，下列${entries.length}项任务推进中存在问题：${states}。现予通报。`,
        closing: `请有关单位查明原因，限期整改${answer}。`,
      }
    case 'regular':
      return {
        title: '关于任务推进情况的通报',
        opening: `${on}，共${entries.length}项任务：${states}。现将情况通报如下。`,
        closing: `请各单位对照通报情况抓好落实${answer}。`,
      }
  }
}

async function setBodies(tx: InTenant, tenantId: string, id: string, bodies: readonly string[]): Promise<void> {
  await tx.deleteFrom('letter_body').where('tenant_id', '=', tenantId).where('letter_id', '=', id).execute()
  const known = await tx
    .selectFrom('body')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...bodies])
    .execute()
  if (known.length < new Set(bodies).size) throw refuse('letter.empty', { zh: '组织机构中没有所选单位', en: 'A body is unknown' })
  await tx
    .insertInto('letter_body')
    .values(known.map((b) => ({ tenant_id: tenantId, letter_id: id, body_id: b.id, sent: false })))
    .execute()
}

export interface Change {
  readonly version: number
  readonly title: string
  readonly series: string
  readonly opening: string
  readonly closing: string
  readonly answerBy: string | null
  readonly bodies: readonly string[]
  readonly without: readonly string[]
}

/** Changes a draft: whoever drafted it alone, so that the one who approves has written nothing of it. */
export async function change(tx: InTenant, deed: Deed, id: string, asked: Change): Promise<void> {
  const letter = await current(tx, deed, id, asked.version)
  if (letter.status !== 'draft') throw refuse('letter.refused')
  if (letter.drafted_by !== deed.userId)
    throw refuse('letter.refused', { zh: '只有起草人可以修改文稿', en: 'Whoever drafted it changes it' })
  const entries = letter.entries.filter((e) => !asked.without.includes(e.id))
  if (entries.length === 0) throw refuse('letter.empty')
  const { title, series, opening, closing } = asked
  await tx
    .updateTable('letter')
    .set({ title, series, opening, closing, answer_by: asked.answerBy, entries: JSON.stringify(entries), version: letter.version + 1 })
    .where('tenant_id', '=', deed.tenantId)
    .where('id', '=', id)
    .execute()
  await setBodies(tx, deed.tenantId, id, asked.bodies)
}

async function current(tx: InTenant, deed: Deed, id: string, version: number): Promise<LetterRow> {
  const letter = await rowById(tx, deed.tenantId, id, true)
  if (letter.version !== version) throw refuse('letter.changed', undefined, { version: letter.version })
  return letter
}

export type LetterAct = 'submit' | 'approve' | 'return' | 'send' | 'drop'
const FROM: Readonly<Record<LetterAct, readonly LetterRow['status'][]>> = {
  submit: ['draft'],
  approve: ['submitted'],
  return: ['submitted'],
  send: ['approved'],
  drop: ['draft', 'submitted', 'approved'],
}

/** What somebody may do with a letter now. */
export function mayDo(letter: LetterRow, scope: Scope): LetterDetail['may'] {
  if (!scope.runs) return []
  const mine = letter.drafted_by === scope.user
  const acts = (Object.keys(FROM) as LetterAct[]).filter(
    (act) => FROM[act].includes(letter.status) && (act === 'approve' || act === 'return' ? !mine : act !== 'submit' || mine),
  )
  return [...(letter.status === 'draft' && mine ? (['change'] as const) : []), ...acts]
}

/** Submits, approves, returns, sends or drops. */
export async function act(
  tx: InTenant,
  deed: Deed,
  scope: Scope,
  work: AtWork,
  id: string,
  asked: { version: number; act: LetterAct; reason?: string | undefined },
) {
  const letter = await current(tx, deed, id, asked.version)
  if (asked.act === 'approve' && letter.drafted_by === deed.userId) throw refuse('letter.same-person')
  if (!mayDo(letter, scope).includes(asked.act)) throw refuse('letter.refused')
  if (asked.act === 'return' && asked.reason === undefined) throw refuse('letter.refused', { zh: '请填写退回理由', en: 'Give the reason' })
  const at = deed.at
  const day = work.day()
  const set = async () => {
    switch (asked.act) {
      case 'submit':
        return { status: 'submitted' as const, submitted_at: at, returned_reason: null }
      case 'return':
        return { status: 'draft' as const, returned_reason: asked.reason ?? null }
      case 'approve': {
        const year = Number(day.slice(0, 4))
        return {
          status: 'approved' as const,
          approved_by: deed.userId,
          approved_at: at,
          approved_on: day,
          year,
          number: await nextNumber(tx, deed.tenantId, letter.series, year),
        }
      }
      case 'send':
        return { status: 'sent' as const, sent_by: deed.userId, sent_at: at }
      case 'drop':
        return { status: 'dropped' as const }
    }
  }
  const next = { ...(await set()), version: letter.version + 1 }
  await tx.updateTable('letter').set(next).where('tenant_id', '=', deed.tenantId).where('id', '=', id).execute()
  await journal(tx, deed, id, { act: asked.act, reason: asked.reason ?? null, number: numberOf({ ...letter, ...next }) })
  if (asked.act === 'send') await send(tx, deed, letter, day)
  if (asked.act === 'return' || asked.act === 'approve')
    await tell(tx, deed.tenantId, at, [
      {
        users: [letter.drafted_by],
        event: 'letter',
        zh: asked.act === 'return' ? `文稿退回：${letter.title}（${asked.reason}）` : `文稿已审批：${letter.title}`,
        en: asked.act === 'return' ? `Returned: ${letter.title} (${asked.reason})` : `Approved: ${letter.title}`,
        link: `/supervision/letters/${id}`,
      },
    ])
}

/** The next number of a series in a year: two who approve at once get two numbers. */
async function nextNumber(tx: InTenant, tenantId: string, series: string, year: number): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext(${`letter ${tenantId} ${series} ${year}`}))`.execute(tx)
  const { last } = await tx
    .selectFrom('letter')
    .select((e) => e.fn.max('number').as('last'))
    .where('tenant_id', '=', tenantId)
    .where('series', '=', series)
    .where('year', '=', year)
    .executeTakeFirstOrThrow()
  return (last ?? 0) + 1
}

async function send(tx: InTenant, deed: Deed, letter: LetterRow, day: string): Promise<void> {
  const { tenantId } = deed
  await tx.updateTable('letter_body').set({ sent: true }).where('tenant_id', '=', tenantId).where('letter_id', '=', letter.id).execute()
  const bodies = await bodiesOf(tx, tenantId, letter.id)
  const people = await peopleOf(
    tx,
    tenantId,
    bodies.map((b) => b.body_id),
    day,
  )
  await tell(
    tx,
    tenantId,
    deed.at,
    bodies.map((b) => ({
      users: people.get(b.body_id) ?? [],
      event: 'letter' as const,
      zh: `收到${KIND_WORDS[letter.kind]}：${letter.title}（${numberOf(letter)}），请签收${letter.answer_by === null ? '' : `，并于${letter.answer_by}前答复`}`,
      en: `A letter: ${letter.title} (${numberOf(letter)}); please sign for it${letter.answer_by === null ? '' : ` and answer by ${letter.answer_by}`}`,
      link: `/supervision/letters/${letter.id}`,
    })),
  )
}

/** Refuses to speak for a body that the caller does not act for: the office does not sign for others. */
function demandBody(scope: Scope, body: string): void {
  if (!scope.bodies.includes(body))
    throw refuse('permission.denied', { zh: '只能为本人所在单位办理', en: 'You may act for your own body alone' })
}

export async function receive(tx: InTenant, deed: Deed, scope: Scope, id: string, body: string): Promise<void> {
  demandBody(scope, body)
  const done = await tx
    .updateTable('letter_body')
    .set({ received_by: deed.userId, received_at: deed.at })
    .where('tenant_id', '=', deed.tenantId)
    .where('letter_id', '=', id)
    .where('body_id', '=', body)
    .where('sent', '=', true)
    .where('received_at', 'is', null)
    .returning('body_id')
    .execute()
  if (done.length > 0) await journal(tx, deed, id, { act: 'received', body })
}

export async function answer(tx: InTenant, deed: Deed, scope: Scope, id: string, body: string, words: string): Promise<void> {
  demandBody(scope, body)
  const letter = await rowById(tx, deed.tenantId, id)
  const done = await tx
    .updateTable('letter_body')
    .set({ answer: words, answered_by: deed.userId, answered_at: deed.at })
    .where('tenant_id', '=', deed.tenantId)
    .where('letter_id', '=', id)
    .where('body_id', '=', body)
    .where('received_at', 'is not', null)
    .where('answered_at', 'is', null)
    .returning('body_id')
    .execute()
  if (done.length === 0)
    throw refuse('letter.refused', { zh: '请先签收；已答复的不能再改', en: 'Sign for it first; an answer is given once' })
  await journal(tx, deed, id, { act: 'answered', body, words })
  const names = await namesOf(tx, deed.tenantId, [body], [])
  await tell(tx, deed.tenantId, deed.at, [
    {
      users: [letter.drafted_by],
      event: 'letter',
      zh: `${names.body(body)}已答复：${letter.title}`,
      en: `${names.body(body)} has answered: ${letter.title}`,
      link: `/supervision/letters/${id}`,
    },
  ])
}
