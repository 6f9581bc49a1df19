import { readFile, rm } from 'node:fs/promises'
import { type FormColumn, type FormRows, said, type TableForm } from '@yingshang/document'
import type { Caller } from '../accounts/sessions.ts'
import type { ImportFinding } from '../contract/forms.ts'
import { VoterAccount } from '../contract/meetings.ts'
import type { VOTER_FORM_ENDPOINTS, VoterImport } from '../contract/voter-forms.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { filledForm, readFormFile } from '../forms/files.ts'
import { refusedForm } from '../forms/refused.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { Refused } from '../http/problem.ts'
import { receive } from '../plans/receive.ts'
import { demandPreparing, enter, type Standing } from './access.ts'
import type { Hall } from './hall.ts'
import type { Rooms } from './rooms.ts'
import { type MeetingRow, refuseStep, usersById, type VoterRow, votersOf } from './store.ts'
import { accountFor, identityDigest, writeAccount } from './voter-accounts.ts'

/** The voters of a meeting as a workbook: the list goes out, accounts and identities come in. */

const COLUMNS: readonly FormColumn[] = [
  { key: 'id', title: '编号', en: 'id', type: 'text', required: true, width: 38, help: { zh: '导出时给出，请勿改动', en: 'as exported' } },
  { key: 'place', title: '序号', en: 'place', type: 'integer', origin: 'shown' },
  { key: 'name', title: '债权人', en: 'voter', type: 'text', width: 30, origin: 'shown' },
  { key: 'amount', title: '表决债权额（元）', en: 'voting amount', type: 'money', origin: 'shown' },
  { key: 'known', title: '身份已登记', en: 'identity known', type: 'text', choices: ['是', '否'], origin: 'shown' },
  {
    key: 'login',
    title: '账号',
    en: 'account',
    type: 'text',
    width: 20,
    example: 'jianhe',
    help: { zh: '留空的不改动', en: 'an empty cell changes nothing' },
  },
  {
    key: 'identity',
    title: '证件号码或者后六位',
    en: 'identity number, or its last six characters',
    type: 'text',
    width: 24,
    example: '12345X',
    help: {
      zh: '统一社会信用代码或者身份证号码，可只填后六位；系统只保存后六位的加密摘要，不会导出',
      en: 'only a keyed digest of the last six is kept; never exported',
    },
  },
]

export const VOTERS_FORM: TableForm = {
  id: 'voters',
  title: { zh: '表决名单', en: 'Voters of a meeting' },
  file: '表决名单表样',
  sheets: [{ key: 'voters', name: '表决名单', en: 'voters', columns: COLUMNS }],
  remarks: [
    {
      zh: '从会议的表决名单导出，填写账号、证件号码后再导入；留空的不改动。名单和表决权取自债权表，在此不能增减；更正表决权另行作出决定。',
      en: 'Exported from the list of voters, filled with accounts and identities, imported again. Who votes with how much follows from the claims table and is corrected by a decision, not here.',
    },
    {
      zh: '一个账号在一次会议中只代表一名债权人；代理其他债权人的，以授权委托办理。',
      en: 'An account stands for one voter of a meeting; others are represented by a power of attorney.',
    },
    {
      zh: '导入先试算：有一处错误，整份表格都不写入；错误按单元格指明。同一份表格导入两次，第二次没有变化。',
      en: 'An import is tried first: one error, and nothing is written; errors name their cell. The same file a second time changes nothing.',
    },
  ],
}

const MOST_SHOWN = 500

interface Linked {
  readonly voter: VoterRow
  readonly userId: string | null
  readonly identity: string | undefined
}

/** What the rows say of the voters that is not so yet, with what is wrong at its cell. */
async function assess(tx: InTenant, digestKey: string, meeting: MeetingRow, hall: Hall, table: FormRows) {
  const errors: ImportFinding[] = [...table.faults]
  const voters = await votersOf(tx, meeting.tenant_id, meeting.id)
  const byId = new Map(voters.map((v) => [v.id, v]))
  const people = await usersById(
    tx,
    meeting.tenant_id,
    voters.map((v) => v.user_id),
  )
  const links: Linked[] = []
  const seen = new Map<string, number>()
  const taken = new Map<string, number>()
  let unchanged = 0
  for (const row of table.rows) {
    const wrong = (key: string, code: string, zh: string, en: string) => errors.push(table.at(row.row, key, code, zh, en))
    const id = said(row, 'id')?.toLowerCase() ?? ''
    const voter = byId.get(id)
    const earlier = seen.get(id)
    if (!voter) {
      wrong('id', 'meeting.voter-not-found', '本次会议的表决名单中没有这一编号', 'no voter of the meeting has this id')
      continue
    }
    if (earlier !== undefined) {
      wrong('id', 'row.twice', `与第${earlier}行重复`, `the same as row ${earlier}`)
      continue
    }
    seen.set(id, row.row)
    const login = said(row, 'login') ?? undefined
    const identity = said(row, 'identity') ?? undefined
    const fits = VoterAccount.safeParse({ login, identity })
    if (!fits.success) {
      for (const issue of fits.error.issues)
        if (issue.path[0] === 'identity')
          wrong('identity', 'voter.identity', '应为证件号码，或者其后六位字母数字', 'an identity number, or its last six characters')
        else wrong('login', 'voter.login', '不是账号', 'is no account')
      continue
    }
    const before = errors.length
    const present = voter.user_id === null ? null : (people.get(voter.user_id)?.login ?? null)
    const same = login === undefined || login.toLowerCase() === present?.toLowerCase()
    let userId = voter.user_id
    if (!same)
      try {
        userId = await accountFor(tx, meeting, hall, voter, login)
        const other = userId === null ? undefined : taken.get(userId)
        if (other !== undefined) wrong('login', 'row.twice', `与第${other}行的账号相同`, `the account is that of row ${other}`)
        else if (userId !== null) taken.set(userId, row.row)
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        const { code, detail, detailEn } = error.problem
        wrong('login', code, detail, detailEn)
      }
    const known = identity === undefined || (voter.identity !== null && identityDigest(digestKey, identity).equals(voter.identity))
    if (errors.length > before) continue
    if (same && known) unchanged++
    else links.push({ voter, userId, identity: known ? undefined : identity })
  }
  return { links, unchanged, errors }
}

function demandOpen(meeting: MeetingRow, standing: Standing): void {
  demandPreparing(standing)
  if (meeting.status === 'closed' || meeting.status === 'cancelled') throw refuseStep('会议已经结束', 'The meeting is over')
}

export function voterTableHandlers(rooms: Rooms): Pick<Handlers, keyof typeof VOTER_FORM_ENDPOINTS> {
  const { store, now, digestKey, config, uploads } = rooms.services
  const recorded = (
    tx: InTenant,
    caller: Caller,
    id: string,
    requestId: string,
    kind: 'meeting.voters-exported' | 'meeting.voters-imported',
    detail: Record<string, unknown>,
  ) =>
    record(tx, { tenantId: caller.tenant.id, userId: caller.user.id, at: now(), kind, subject: { type: 'meeting', id }, detail, requestId })

  return {
    async exportVoters({ caller, params, requestId }) {
      const tenantId = caller.tenant.id
      const rows = await store.inTenant(tenantId, async (tx) => {
        const { meeting, standing } = await enter(tx, caller, params.id, now())
        demandPreparing(standing)
        const voters = await votersOf(tx, tenantId, meeting.id)
        const people = await usersById(
          tx,
          tenantId,
          voters.map((v) => v.user_id),
        )
        await recorded(tx, caller, params.id, requestId, 'meeting.voters-exported', { voters: voters.length })
        return voters.map((v) => ({
          id: v.id,
          place: v.place,
          name: v.name,
          amount: v.claims.reduce((sum, c) => sum + c.amount, 0),
          known: v.identity === null ? '否' : '是',
          login: v.user_id === null ? null : (people.get(v.user_id)?.login ?? null),
          identity: null,
        }))
      })
      return filledForm(VOTERS_FORM, VOTERS_FORM.title.zh, { rows: { voters: rows } }, now())
    },

    async importVoters({ caller, params, query, request, requestId }) {
      const tenantId = caller.tenant.id
      const received = await receive(request, uploads, config.uploadLimitMb)
      try {
        const limits = { maxRows: 20_000, maxCells: 200_000 }
        const table = (await readFormFile(await readFile(received.path), VOTERS_FORM, limits)).sheets.voters!
        const dryRun = query.dryRun === 'true'
        const answered = ({ links, unchanged, errors }: Awaited<ReturnType<typeof assess>>): VoterImport => ({
          dryRun,
          rows: table.count,
          changed: links.length,
          unchanged,
          errors: errors.slice(0, MOST_SHOWN),
          errorCount: errors.length,
        })
        const hall = await rooms.desk.hall(params.id)
        if (dryRun)
          return await store.inTenant(tenantId, async (tx) => {
            const { meeting, standing } = await enter(tx, caller, params.id, now())
            demandOpen(meeting, standing)
            return answered(await assess(tx, digestKey, meeting, hall, table))
          })
        return await once(
          rooms.services,
          caller,
          'importVoters',
          idempotencyKey(request),
          hashOf(params, query, received.sha256),
          async (keep) => {
            let answer: VoterImport | undefined
            await rooms.change(caller, params.id, async (tx, room, standing) => {
              demandOpen(room.meeting, standing)
              const found = await assess(tx, digestKey, room.meeting, room.hall, table)
              answer = answered(found)
              if (answer.errorCount > 0) throw refusedForm(answer)
              for (const { voter, userId, identity } of found.links)
                await writeAccount(tx, digestKey, voter, identity === undefined ? {} : { identity }, userId)
              await recorded(tx, caller, params.id, requestId, 'meeting.voters-imported', {
                file: received.name,
                sha256: received.sha256,
                changed: found.links.length,
              })
              await keep(tx, 200, answer)
            })
            return new Status(200, answer!)
          },
        )
      } finally {
        await rm(received.path, { force: true })
      }
    },
  }
}
