import { type WorkbookColumn, type WorkbookRow, writeWorkbook } from '@yingshang/document'
import { AREA_KINDS, BODY_KINDS, POSTS } from '../contract/organisation-shapes.ts'
import type { InTenant } from '../database/store.ts'
import { chinaDay, FILE_TYPES } from '../exports/ledger-file.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import { listAliases, listAreas, listBodies, listDepartments, listMemberships, listTaskForces } from './directory.ts'

/** The organisation as a workbook. The export, the empty form and what an import reads have the same sheets and columns. */

const words = (table: Readonly<Record<string, { readonly zh: string }>>) => Object.values(table).map((w) => w.zh)
const ID: WorkbookColumn = { key: 'id', title: '编号', type: 'text', width: 38 }
const FROM: WorkbookColumn = { key: 'from', title: '开始日期', type: 'date' }
const UNTIL: WorkbookColumn = { key: 'until', title: '结束日期', type: 'date' }
const POSITION: WorkbookColumn = { key: 'position', title: '排序', type: 'integer' }

/** Sheets in the order in which they are read: a sheet refers to those before it by name. */
export const SHEETS = {
  areas: {
    name: '区域',
    columns: [
      ID,
      { key: 'name', title: '区域名称', type: 'text', required: true, width: 24 },
      { key: 'kind', title: '层级', type: 'text', required: true, choices: words(AREA_KINDS) },
      { key: 'parent', title: '上级区域', type: 'text', width: 24 },
      POSITION,
    ],
  },
  bodies: {
    name: '单位',
    columns: [
      ID,
      { key: 'name', title: '单位全称', type: 'text', required: true, width: 34, aliases: ['单位名称'] },
      { key: 'shortName', title: '简称', type: 'text', width: 20 },
      { key: 'kind', title: '类别', type: 'text', required: true, choices: words(BODY_KINDS), width: 16 },
      { key: 'area', title: '所属区域', type: 'text', required: true, width: 24 },
      { key: 'parent', title: '上级单位', type: 'text', width: 34 },
      { ...FROM, title: '设立日期' },
      { ...UNTIL, title: '撤销日期' },
      { key: 'successor', title: '承接单位', type: 'text', width: 34 },
      POSITION,
    ],
  },
  departments: {
    name: '科室',
    columns: [
      ID,
      { key: 'body', title: '单位全称', type: 'text', required: true, width: 34, aliases: ['单位名称'] },
      { key: 'name', title: '科室名称', type: 'text', required: true, width: 24 },
      { ...UNTIL, title: '撤销日期' },
      POSITION,
    ],
  },
  forces: {
    name: '专班',
    columns: [
      ID,
      { key: 'name', title: '专班名称', type: 'text', required: true, width: 30 },
      { key: 'domains', title: '负责领域', type: 'text', width: 40 },
      { key: 'bodies', title: '成员单位', type: 'text', width: 60 },
      { key: 'note', title: '说明', type: 'text', width: 30 },
      { ...FROM, title: '成立日期' },
      { ...UNTIL, title: '撤销日期' },
    ],
  },
  people: {
    name: '任职',
    columns: [
      ID,
      { key: 'login', title: '账号', type: 'text', required: true, width: 18 },
      { key: 'displayName', title: '姓名', type: 'text', required: true, width: 12 },
      { key: 'email', title: '电子邮箱', type: 'text', width: 26 },
      { key: 'post', title: '任职类别', type: 'text', required: true, choices: words(POSTS), width: 14 },
      { key: 'title', title: '职务', type: 'text', width: 16 },
      { key: 'body', title: '单位全称', type: 'text', width: 34, aliases: ['单位名称'] },
      { key: 'department', title: '科室名称', type: 'text', width: 24 },
      { key: 'force', title: '专班名称', type: 'text', width: 30 },
      { key: 'domain', title: '领域', type: 'text', width: 20 },
      FROM,
      UNTIL,
    ],
  },
  aliases: {
    name: '单位别名',
    columns: [
      { key: 'text', title: '方案中的名称', type: 'text', required: true, width: 34 },
      { key: 'bodies', title: '指代单位', type: 'text', width: 60 },
    ],
  },
} as const satisfies Record<string, { readonly name: string; readonly columns: readonly WorkbookColumn[] }>
export type SheetKey = keyof typeof SHEETS

const REMARKS = [
  '编号由系统给出：新增的留空；已有编号的行按编号更新，名称可以修改。不在表中的内容保持不变，导入不删除任何内容。',
  '没有编号而名称与已有的相同时，视为同一项并更新。',
  '各表之间用名称互相引用：先区域，后单位，再科室、专班、任职。多个领域、多个单位用顿号“、”隔开。',
  `任职类别从下列各项中选择：${words(POSTS).join('、')}。总指挥、副总指挥填写领域或者专班，不填单位；科室负责人须填科室。`,
  '任职中没有的账号将新建，不设密码；可通过统一身份认证或者邮件验证码登录，也可以在导入时一并生成一次性密码。',
  '单位别名：方案中的名称指代一个单位的，填该单位全称；指代多个单位的，用顿号隔开；不属于本组织的，指代单位留空。',
  '导入先试算：有一处错误，整份表格都不写入；错误按工作表和单元格指明。',
  'Leave the id of new rows empty. Rows refer to one another by name. Several domains or bodies are parted by “、”. Nothing is deleted. One error, and nothing is written.',
]
const remarks = {
  name: '说明',
  columns: [{ key: 'remark', title: '说明', type: 'text', width: 110 }] as const,
  rows: REMARKS.map((remark) => ({ remark })),
}

const file = (name: string, content: Uint8Array): FileAnswer => ({ name, type: FILE_TYPES.xlsx, content, bytes: content.length })

/** The empty form. */
export async function organisationForm(now: Date): Promise<FileAnswer> {
  const sheets = Object.values(SHEETS).map((sheet) => ({ ...sheet, rows: [], spareRows: 1000 }))
  return file('组织机构导入表样.xlsx', await writeWorkbook({ sheets: [...sheets, remarks], createdAt: now.toISOString() }))
}

/** Everything that the organisation is, by sheet. */
export async function organisationRows(tx: InTenant, tenantId: string, day: string): Promise<Record<SheetKey, WorkbookRow[]>> {
  const areas = await listAreas(tx, tenantId)
  const bodies = await listBodies(tx, tenantId, day)
  const departments = await listDepartments(tx, tenantId)
  const forces = await listTaskForces(tx, tenantId, day)
  const members = await listMemberships(tx, tenantId, day)
  const emails = await tx.selectFrom('app_user').select(['id', 'email']).where('tenant_id', '=', tenantId).execute()
  const groups = await tx
    .selectFrom('body_group_member as g')
    .innerJoin('body as b', (join) => join.onRef('b.tenant_id', '=', 'g.tenant_id').onRef('b.id', '=', 'g.body_id'))
    .select(['g.group_id', 'b.name'])
    .where('g.tenant_id', '=', tenantId)
    .orderBy('b.position')
    .orderBy('b.id')
    .execute()
  const areaName = new Map(areas.map((a) => [a.id, a.name]))
  const bodyName = new Map(bodies.map((b) => [b.id, b.name]))
  const email = new Map(emails.map((e) => [e.id, e.email]))
  return {
    areas: areas
      .filter((a) => a.closedOn === null)
      .map((a) => ({ id: a.id, name: a.name, kind: AREA_KINDS[a.kind].zh, parent: areaName.get(a.parentId ?? ''), position: a.position })),
    bodies: bodies.map((b) => ({
      id: b.id,
      name: b.name,
      shortName: b.shortName,
      kind: BODY_KINDS[b.kind].zh,
      area: areaName.get(b.areaId),
      parent: bodyName.get(b.parentId ?? ''),
      from: b.validFrom,
      until: b.validUntil,
      successor: bodyName.get(b.successorId ?? ''),
      position: b.position,
    })),
    departments: departments.map((d) => ({
      id: d.id,
      body: bodyName.get(d.bodyId),
      name: d.name,
      until: d.closedOn,
      position: d.position,
    })),
    forces: forces.map((f) => ({
      id: f.id,
      name: f.name,
      domains: f.domains.join('、'),
      bodies: f.bodies.map((b) => b.name).join('、'),
      note: f.note,
      from: f.from,
      until: f.until,
    })),
    people: members.map((m) => ({
      id: m.id,
      login: m.person.login,
      displayName: m.person.displayName,
      email: email.get(m.person.id),
      post: POSTS[m.post].zh,
      title: m.title,
      body: m.body?.name,
      department: m.department?.name,
      force: m.taskForce?.name,
      domain: m.domain,
      from: m.from,
      until: m.until,
    })),
    aliases: (await listAliases(tx, tenantId)).map((a) => ({
      text: a.text,
      bodies:
        a.body?.name ??
        groups
          .filter((g) => g.group_id === a.group?.id)
          .map((g) => g.name)
          .join('、'),
    })),
  }
}

/** The organisation in the form that an import reads. */
export async function organisationWorkbook(rows: Record<SheetKey, WorkbookRow[]>, now: Date): Promise<FileAnswer> {
  const sheets = Object.entries(SHEETS).map(([key, sheet]) => ({ ...sheet, rows: rows[key as SheetKey] }))
  const content = await writeWorkbook({ sheets: [...sheets, remarks], createdAt: now.toISOString() })
  return file(`组织机构-${chinaDay(now).replaceAll('-', '')}.xlsx`, content)
}
