import type { FormColumn, FormSheet, TableForm, WorkbookRow } from '@yingshang/document'
import { AREA_KINDS, BODY_KINDS, POSTS } from '../contract/organisation-shapes.ts'
import type { InTenant } from '../database/store.ts'
import { listAliases, listAreas, listBodies, listDepartments, listMemberships, listTaskForces } from './directory.ts'

/** The organisation as a workbook. The export, the empty form and what an import reads have the same sheets and columns. */

const words = (table: Readonly<Record<string, { readonly zh: string }>>) => Object.values(table).map((w) => w.zh)
const ID: FormColumn = { key: 'id', title: '编号', en: 'id', type: 'text', width: 38, origin: 'identity' }
const FROM: FormColumn = { key: 'from', title: '开始日期', en: 'from', type: 'date', example: '2026-01-01' }
const UNTIL: FormColumn = { key: 'until', title: '结束日期', en: 'until', type: 'date' }
const POSITION: FormColumn = { key: 'position', title: '排序', en: 'position', type: 'integer', example: 1 }
const BODY_NAMES = ['单位名称']

/** Sheets in the order in which they are read: a sheet refers to those before it by name. */
export const SHEETS = {
  areas: {
    name: '区域',
    en: 'areas',
    columns: [
      ID,
      { key: 'name', title: '区域名称', en: 'name', type: 'text', required: true, width: 24, example: '栖川区' },
      { key: 'kind', title: '层级', en: 'level', type: 'text', required: true, choices: words(AREA_KINDS) },
      { key: 'parent', title: '上级区域', en: 'area above', type: 'text', width: 24, example: '澄江市' },
      POSITION,
    ],
  },
  bodies: {
    name: '单位',
    en: 'bodies',
    columns: [
      ID,
      {
        key: 'name',
        title: '单位全称',
        en: 'full name',
        type: 'text',
        required: true,
        width: 34,
        aliases: BODY_NAMES,
        example: '澄江市数据局',
      },
      { key: 'shortName', title: '简称', en: 'short name', type: 'text', width: 20, example: '市数据局' },
      { key: 'kind', title: '类别', en: 'kind', type: 'text', required: true, choices: words(BODY_KINDS), width: 16 },
      { key: 'area', title: '所属区域', en: 'area', type: 'text', required: true, width: 24, example: '澄江市' },
      { key: 'parent', title: '上级单位', en: 'body above', type: 'text', width: 34 },
      { ...FROM, title: '设立日期', en: 'set up on' },
      { ...UNTIL, title: '撤销日期', en: 'closed on' },
      { key: 'successor', title: '承接单位', en: 'successor', type: 'text', width: 34 },
      POSITION,
    ],
  },
  departments: {
    name: '科室',
    en: 'departments',
    columns: [
      ID,
      { key: 'body', title: '单位全称', en: 'body', type: 'text', required: true, width: 34, aliases: BODY_NAMES, example: '澄江市数据局' },
      { key: 'name', title: '科室名称', en: 'name', type: 'text', required: true, width: 24, example: '营商环境科' },
      { ...UNTIL, title: '撤销日期', en: 'closed on' },
      POSITION,
    ],
  },
  forces: {
    name: '专班',
    en: 'task forces',
    columns: [
      ID,
      { key: 'name', title: '专班名称', en: 'name', type: 'text', required: true, width: 30, example: '市场准入专班' },
      { key: 'domains', title: '负责领域', en: 'domains', type: 'text', width: 40, example: '市场准入、获得信贷' },
      { key: 'bodies', title: '成员单位', en: 'bodies', type: 'text', width: 60 },
      { key: 'note', title: '说明', en: 'note', type: 'text', width: 30 },
      { ...FROM, title: '成立日期', en: 'set up on' },
      { ...UNTIL, title: '撤销日期', en: 'closed on' },
    ],
  },
  people: {
    name: '任职',
    en: 'posts of people',
    columns: [
      ID,
      { key: 'login', title: '账号', en: 'account', type: 'text', required: true, width: 18, example: 'wangxm' },
      { key: 'displayName', title: '姓名', en: 'name', type: 'text', required: true, width: 12, example: '王小明' },
      { key: 'email', title: '电子邮箱', en: 'e-mail', type: 'text', width: 26 },
      { key: 'post', title: '任职类别', en: 'post', type: 'text', required: true, choices: words(POSTS), width: 14 },
      { key: 'title', title: '职务', en: 'title', type: 'text', width: 16 },
      { key: 'body', title: '单位全称', en: 'body', type: 'text', width: 34, aliases: BODY_NAMES, example: '澄江市数据局' },
      { key: 'department', title: '科室名称', en: 'department', type: 'text', width: 24 },
      { key: 'force', title: '专班名称', en: 'task force', type: 'text', width: 30 },
      { key: 'domain', title: '领域', en: 'domain', type: 'text', width: 20 },
      FROM,
      UNTIL,
    ],
  },
  aliases: {
    name: '单位别名',
    en: 'other names of bodies',
    columns: [
      { key: 'text', title: '方案中的名称', en: 'name in plans', type: 'text', required: true, width: 34, example: '数据部门' },
      { key: 'bodies', title: '指代单位', en: 'bodies that are meant', type: 'text', width: 60, example: '澄江市数据局' },
    ],
  },
} as const satisfies Record<string, Omit<FormSheet, 'key'>>
export type SheetKey = keyof typeof SHEETS

export const ORGANISATION_FORM: TableForm = {
  id: 'organisation',
  title: { zh: '组织机构', en: 'Organisation' },
  file: '组织机构导入表样',
  sheets: Object.entries(SHEETS).map(([key, sheet]) => ({ key, ...sheet, optional: true, spareRows: 1000 })),
  remarks: [
    {
      zh: '编号由系统给出：新增的留空；已有编号的行按编号更新，名称可以修改。不在表中的内容保持不变，导入不删除任何内容。',
      en: 'Ids are given by the system: leave them empty in new rows; a row with an id changes what has it, its name too. Nothing is deleted.',
    },
    { zh: '没有编号而名称与已有的相同时，视为同一项并更新。', en: 'A row without an id that has the name of something is taken for it.' },
    {
      zh: '各表之间用名称互相引用：先区域，后单位，再科室、专班、任职。多个领域、多个单位用顿号“、”隔开。',
      en: 'Rows refer to one another by name: areas, then bodies, then departments, task forces and posts. Several names are parted by “、”.',
    },
    {
      zh: `任职类别从下列各项中选择：${words(POSTS).join('、')}。总指挥、副总指挥填写领域或者专班，不填单位；科室负责人须填科室。`,
      en: 'Commanders and their deputies have a domain or a task force and no body; heads of departments have a department.',
    },
    {
      zh: '任职中没有的账号将新建，不设密码；可通过统一身份认证或者邮件验证码登录，也可以在导入时一并生成一次性密码。',
      en: 'Accounts that do not exist are made, without a password unless one-time passwords are asked for at the import.',
    },
    {
      zh: '单位别名：方案中的名称指代一个单位的，填该单位全称；指代多个单位的，用顿号隔开；不属于本组织的，指代单位留空。',
      en: 'Other names: one body, several parted by “、”, or none when the name is of nobody in the organisation.',
    },
    {
      zh: '导入先试算：有一处错误，整份表格都不写入；错误按工作表和单元格指明。',
      en: 'An import is tried first: one error, and nothing is written; errors name their sheet and cell.',
    },
  ],
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
