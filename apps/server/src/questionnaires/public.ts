import { randomUUID } from 'node:crypto'
import { judgeSheet } from '@yingshang/campaign/questionnaire'
import { sql } from 'kysely'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { cookieOf } from '../http/guard.ts'
import { refuse } from '../http/problem.ts'
import { atWork } from '../ledger/work.ts'
import { inSystem } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { digestOfPass, digestOfTicket, newPass } from './passes.ts'
import { draftOf, type StoredQuestionnaire, stateOf } from './rows.ts'

/** What somebody does who answers: opens the questionnaire, hands one sheet in. Who they are is asked nowhere and written nowhere, not in the log of requests either. */

type Names = 'getPublicQuestionnaire' | 'checkTicket' | 'answerQuestionnaire'

const DAY = 86_400

export function publicQuestionnaireHandlers(services: Services): Pick<Handlers, Names> {
  const { tenantId, digestKey, config } = services
  const today = atWork(services).day
  const { secure } = cookieOf(config)
  const cookieName = (slug: string) => `yq-${slug}`

  /** A published questionnaire by its address. With `hold` it is not closed before the end of the transaction. */
  const bySlug = async (tx: InTenant, slug: string, hold = false): Promise<StoredQuestionnaire> => {
    const { rows } = await sql<StoredQuestionnaire>`
      select * from questionnaire where tenant_id = ${tenantId} and slug = ${slug} and status <> 'draft' ${hold ? sql`for share` : sql``}`.execute(
      tx,
    )
    if (!rows[0]) throw refuse('questionnaire.not-found')
    return rows[0]
  }

  const passOf = (tx: InTenant, id: string, digest: Buffer | null) =>
    digest === null
      ? undefined
      : tx
          .selectFrom('questionnaire_pass')
          .select('used')
          .where('tenant_id', '=', tenantId)
          .where('questionnaire_id', '=', id)
          .where('digest', '=', digest)
          .executeTakeFirst()

  /** Uses a ticket up, or a browser's pass. Two at once: the second waits for the first, and is refused. */
  const useUp = async (tx: InTenant, row: StoredQuestionnaire, ticket: string | undefined, pass: string | undefined): Promise<void> => {
    if (row.way === 'open') {
      const digest = digestOfPass(digestKey, row.id, pass)
      if (digest === null) throw refuse('questionnaire.no-cookie')
      const done = await tx
        .insertInto('questionnaire_pass')
        .values({ tenant_id: tenantId, questionnaire_id: row.id, digest, used: true })
        .onConflict((conflict) => conflict.doNothing())
        .returning('used')
        .executeTakeFirst()
      if (!done) throw refuse('questionnaire.answered')
      return
    }
    const digest = ticket === undefined ? null : digestOfTicket(digestKey, row.id, ticket)
    if (digest === null) throw refuse('questionnaire.ticket')
    const done = await tx
      .updateTable('questionnaire_pass')
      .set({ used: true })
      .where('tenant_id', '=', tenantId)
      .where('questionnaire_id', '=', row.id)
      .where('digest', '=', digest)
      .where('used', '=', false)
      .returning('used')
      .executeTakeFirst()
    if (!done) throw refuse((await passOf(tx, row.id, digest)) ? 'questionnaire.answered' : 'questionnaire.ticket')
  }

  return {
    async getPublicQuestionnaire({ params: { slug }, request, reply }) {
      request.caller = null
      const pass = request.cookies[cookieName(slug)]
      const { row, used } = await inSystem(services, async (tx) => {
        const found = await bySlug(tx, slug)
        const digest = found.way === 'open' ? digestOfPass(digestKey, found.id, pass) : null
        return { row: found, used: (await passOf(tx, found.id, digest))?.used === true }
      })
      const state = stateOf(row, today()) as 'waiting' | 'open' | 'closed'
      if (row.way === 'open' && state === 'open' && digestOfPass(digestKey, row.id, pass) === null)
        reply.setCookie(cookieName(slug), newPass(digestKey, row.id), {
          httpOnly: true,
          secure,
          sameSite: 'lax',
          path: `/api/public/questionnaires/${slug}`,
          maxAge: 400 * DAY,
        })
      const { title, purpose, way, opensOn, closesOn, hideBelow, questions } = draftOf(row)
      return {
        body: config.bodyName,
        title,
        purpose,
        way,
        state,
        opensOn,
        closesOn,
        hideBelow,
        answered: used,
        questions: state === 'open' ? questions : [],
      }
    },

    async checkTicket({ params: { slug }, body: { ticket }, request }) {
      request.caller = null
      return inSystem(services, async (tx) => {
        const { id } = await bySlug(tx, slug)
        const pass = await passOf(tx, id, digestOfTicket(digestKey, id, ticket))
        if (!pass) throw refuse('questionnaire.ticket')
        return { used: pass.used }
      })
    },

    async answerQuestionnaire({ params: { slug }, body: { answers, ticket }, request }) {
      // Who is signed in on the same browser is of no interest here, and the log of requests shall not know it either.
      request.caller = null
      const day = today()
      await inSystem(services, async (tx) => {
        const row = await bySlug(tx, slug, true)
        if (stateOf(row, day) !== 'open') throw refuse('questionnaire.not-open')
        const judged = judgeSheet(row.questions, answers)
        if (!judged.ok)
          throw refuse('questionnaire.wrong-answers', undefined, { errors: judged.faults.map(({ path, zh, en }) => ({ path, zh, en })) })
        await useUp(tx, row, ticket, request.cookies[cookieName(slug)])
        await tx
          .insertInto('questionnaire_answer')
          .values({ tenant_id: tenantId, questionnaire_id: row.id, id: randomUUID(), day, answers: JSON.stringify(judged.answers) })
          .execute()
      })
    },
  }
}
