import { type FormReading, listIn, type WorkbookColumn, type WorkbookRow } from '@yingshang/document'
import { unitKey } from '@yingshang/ledger'
import { AREA_KINDS, BODY_KINDS, type OrganisationImport, POSTS, type Post } from '../contract/organisation-shapes.ts'
import { Login } from '../contract/session.ts'
import { misfit } from './posts.ts'
import { SHEETS, type SheetKey } from './sheets.ts'

/** From the rows of a workbook to what has to be made and changed, with everything that is wrong at its cell. Writes nothing. */

export type SheetFinding = OrganisationImport['errors'][number]

/** What there is, in the words of the workbook, with the accounts beside. */
export interface Existing {
  readonly rows: Readonly<Record<SheetKey, readonly WorkbookRow[]>>
  /** By folded account name. */
  readonly accounts: ReadonlyMap<
    string,
    { readonly id: string; readonly displayName: string; readonly email: string | null; readonly disabled: boolean }
  >
  readonly loginKey: (login: string) => string
  readonly today: string
  readonly newId: () => string
}

/** One row that is made or changed. References are ids already. */
export interface Step {
  readonly sheet: SheetKey
  readonly kind: 'create' | 'change'
  readonly id: string
  readonly name: string
  readonly fields: Readonly<Record<string, unknown>>
  /** The row as it was, in words; null for a new one. */
  readonly before: WorkbookRow | null
}

export interface NewAccount {
  readonly id: string
  readonly login: string
  readonly displayName: string
  readonly email: string | null
  readonly post: Post
}

export interface ImportPlan {
  readonly steps: readonly Step[]
  readonly accounts: readonly NewAccount[]
  /** Accounts that are there and get another e-mail address. */
  readonly emails: readonly { readonly userId: string; readonly email: string }[]
  readonly errors: readonly SheetFinding[]
  readonly sheets: OrganisationImport['sheets']
}

const idOf = (table: Readonly<Record<string, { readonly zh: string }>>, zh: unknown) =>
  Object.entries(table).find(([, words]) => words.zh === zh)![0]
const split = (text: unknown) => listIn(String(text ?? ''))
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** What belongs to a name while rows are read: what there was, and what rows before have added. */
type Known = Map<string, string>

export function planImport(workbook: Extract<FormReading, { ok: true }>, existing: Existing): ImportPlan {
  const errors: SheetFinding[] = []
  const steps: Step[] = []
  const accounts = new Map<string, NewAccount>()
  /** Whose a mail address is, by folded account name. */
  const mails = new Map([...existing.accounts].flatMap(([key, { email }]) => (email === null ? [] : [[email.toLowerCase(), key] as const])))
  const emails: { userId: string; email: string }[] = []
  const sheets: OrganisationImport['sheets'] = []
  const living = (rows: readonly WorkbookRow[]) => rows.filter((row) => row.until === null || row.until === undefined)
  const byName = (rows: readonly WorkbookRow[]): Known => new Map(rows.map((row) => [String(row.name), String(row.id)]))
  // Former bodies keep their name for what refers to them, unless a living one has it.
  const known = {
    areas: byName(existing.rows.areas),
    bodies: new Map([...byName(existing.rows.bodies), ...byName(living(existing.rows.bodies))]),
    departments: new Map(living(existing.rows.departments).map((row) => [`${row.body}/${row.name}`, String(row.id)])),
    forces: byName(living(existing.rows.forces)),
  }

  for (const key of Object.keys(SHEETS) as SheetKey[]) read(key)
  return { steps, accounts: [...accounts.values()], emails, errors, sheets }

  function read(key: SheetKey): void {
    const { sheet, found: there, rows, faults, at } = workbook.sheets[key]!
    if (!there) return
    errors.push(...faults)
    const failing =
      (row: number): Fail =>
      (column, code, zh, en) =>
        errors.push(at(row, column, code, zh, en))
    const tally = { sheet: sheet.name, rows: rows.length, created: 0, changed: 0, unchanged: 0 }
    sheets.push(tally)
    const had = new Map(existing.rows[key].map((row) => [String(row.id), row]))
    const seen = new Map<string, number>()
    // Names of this sheet first: a row may refer to one further down.
    const own: { row: number; values: Readonly<Record<string, string | number | null>>; id: string; fresh: boolean }[] = []
    for (const { row, values } of rows) {
      const fail = failing(row)
      const given = String(values.id ?? '')
        .trim()
        .toLowerCase()
      const natural = naturalKey(key, values)
      let id = given
      if (given !== '' && !had.has(given)) {
        fail('id', 'row.unknown', '没有这个编号；新增的请留空', 'no such id; leave it empty for a new row')
        continue
      }
      if (given === '') id = found(key, values) ?? existing.newId()
      const earlier = seen.get(natural) ?? seen.get(id)
      if (earlier !== undefined) {
        fail(
          key === 'people' ? 'login' : key === 'aliases' ? 'text' : 'name',
          'row.twice',
          `与第${earlier}行重复`,
          `the same as row ${earlier}`,
        )
        continue
      }
      seen.set(natural, row)
      seen.set(id, row)
      own.push({ row, values, id, fresh: !had.has(id) })
      if (key === 'areas') known.areas.set(String(values.name), id)
      if (key === 'bodies') known.bodies.set(String(values.name), id)
      if (key === 'departments') known.departments.set(`${values.body}/${values.name}`, id)
      if (key === 'forces') known.forces.set(String(values.name), id)
    }
    for (const { row, values, id, fresh } of own) {
      const fail = failing(row)
      const before = errors.length
      const fields = fieldsOf(key, values, fail, id)
      if (errors.length > before || fields === null) continue
      const was = had.get(id) ?? null
      if (key !== 'aliases' && !fresh && !differs(sheet.columns, was!, values)) tally.unchanged++
      else if (key === 'aliases' && was === null && sameAlias(values)) tally.unchanged++
      else {
        tally[fresh ? 'created' : 'changed']++
        const label = String(values.name ?? values.displayName ?? values.text)
        steps.push({ sheet: key, kind: fresh ? 'create' : 'change', id, name: label, fields, before: was })
      }
    }
  }

  /** The row that is meant by a row without an id. */
  function found(key: SheetKey, values: Readonly<Record<string, string | number | null>>): string | undefined {
    if (key === 'areas') return known.areas.get(String(values.name))
    if (key === 'bodies') return living(existing.rows.bodies).find((b) => b.name === values.name)?.id as string | undefined
    if (key === 'departments') return known.departments.get(`${values.body}/${values.name}`)
    if (key === 'forces') return known.forces.get(String(values.name))
    if (key !== 'people') return undefined
    const same = existing.rows.people.find(
      (p) =>
        naturalKey('people', { ...p, from: values.from }) === naturalKey('people', values) &&
        (values.from === null || values.from === p.from),
    )
    return same?.id as string | undefined
  }

  function fieldsOf(
    key: SheetKey,
    values: Readonly<Record<string, string | number | null>>,
    fail: Fail,
    id: string,
  ): Record<string, unknown> | null {
    const refer = (column: string, where: Known, zh: string): string | null => {
      const text = values[column]
      if (text === null || text === undefined) return null
      const target = where.get(String(text))
      if (target === undefined) fail(column, 'row.reference', `没有名为“${text}”的${zh}`, `there is no such name: ${text}`)
      return target ?? null
    }
    const referAll = (column: string) =>
      split(values[column]).flatMap((text) => {
        const target = known.bodies.get(text)
        if (target === undefined) fail(column, 'row.reference', `没有名为“${text}”的单位`, `there is no body ${text}`)
        return target === undefined ? [] : [target]
      })
    const position = typeof values.position === 'number' ? values.position : 0
    const until = values.until ?? null
    if (values.from && until && until < values.from) fail('until', 'row.days', '结束早于开始', 'it ends before it begins')
    switch (key) {
      case 'areas': {
        const parentId = refer('parent', known.areas, '区域')
        if (parentId === id) fail('parent', 'row.circle', '不能隶属于自己', 'nothing belongs to itself')
        return { name: values.name, kind: idOf(AREA_KINDS, values.kind), parentId, position }
      }
      case 'bodies': {
        const parentId = refer('parent', known.bodies, '单位')
        if (parentId === id) fail('parent', 'row.circle', '不能隶属于自己', 'nothing belongs to itself')
        return {
          name: values.name,
          shortName: values.shortName,
          kind: idOf(BODY_KINDS, values.kind),
          areaId: refer('area', known.areas, '区域'),
          parentId,
          validFrom: values.from ?? existing.today,
          validUntil: until,
          successorId: refer('successor', known.bodies, '单位'),
          position,
        }
      }
      case 'departments':
        return { bodyId: refer('body', known.bodies, '单位'), name: values.name, closedOn: until, position }
      case 'forces':
        return {
          name: values.name,
          domains: split(values.domains),
          note: values.note,
          from: values.from ?? existing.today,
          until,
          bodyIds: referAll('bodies'),
        }
      case 'aliases': {
        const bodyIds = referAll('bodies')
        return { text: values.text, ...(bodyIds.length === 1 ? { bodyId: bodyIds[0] } : bodyIds.length > 1 ? { bodyIds } : {}) }
      }
      default: {
        const bodyId = refer('body', known.bodies, '单位')
        const departmentId =
          values.department === null || values.department === undefined
            ? null
            : (known.departments.get(`${values.body}/${values.department}`) ?? null)
        if (values.department && departmentId === null)
          fail('department', 'row.reference', `该单位没有名为“${values.department}”的科室`, 'the body has no such department')
        const fields = {
          post: idOf(POSTS, values.post) as Post,
          title: values.title === null ? null : String(values.title),
          bodyId,
          departmentId,
          taskForceId: refer('force', known.forces, '专班'),
          domain: values.domain === null ? null : String(values.domain),
          from: String(values.from ?? existing.rows.people.find((p) => p.id === id)?.from ?? existing.today),
          until: until === null ? null : String(until),
        }
        const wrong = misfit(fields)
        if (wrong) fail('post', 'row.post', wrong.zh, wrong.en)
        const userId = person(values, fields.post, fail)
        return userId === null ? null : { ...fields, userId }
      }
    }
  }

  /** The account of a row of people: one that is there, one that a row before makes, or a new one. */
  function person(values: Readonly<Record<string, string | number | null>>, post: Post, fail: Fail): string | null {
    const login = String(values.login)
    const key = existing.loginKey(login)
    const displayName = String(values.displayName)
    const email = values.email === null || values.email === undefined ? null : String(values.email)
    if (email !== null && !EMAIL.test(email)) fail('email', 'row.email', '不是电子邮箱地址', 'is not an e-mail address')
    const owner = email === null ? undefined : mails.get(email.toLowerCase())
    if (owner !== undefined && owner !== key)
      fail('email', 'person.email', '该邮箱已属于其他账号', 'the address belongs to another account')
    else if (email !== null) mails.set(email.toLowerCase(), key)
    const had = existing.accounts.get(key) ?? accounts.get(key)
    if (had) {
      if (had.displayName !== displayName)
        fail('displayName', 'person.name', `账号“${login}”属于“${had.displayName}”`, `the account is that of ${had.displayName}`)
      if ('disabled' in had && had.disabled) fail('login', 'person.disabled', '该账号已停用', 'the account is disabled')
      if (email !== null && had.email !== email && !accounts.has(key)) emails.push({ userId: had.id, email })
      return had.id
    }
    if (!Login.safeParse(login).success) {
      fail('login', 'person.login', '账号只能用文字、数字和 . _ @ -，2 到 64 个字符', 'letters, digits and . _ @ -, 2 to 64 of them')
      return null
    }
    const id = existing.newId()
    accounts.set(key, { id, login, displayName, email, post })
    return id
  }

  function sameAlias(values: Readonly<Record<string, string | number | null>>): boolean {
    return existing.rows.aliases.some(
      (a) => unitKey(String(a.text)) === unitKey(String(values.text)) && split(a.bodies).join('、') === split(values.bodies).join('、'),
    )
  }
}

type Fail = (column: string, code: string, zh: string, en: string) => unknown

/** What makes two rows of a sheet the same thing. */
function naturalKey(key: SheetKey, values: WorkbookRow): string {
  const of = (...columns: string[]) => columns.map((column) => String(values[column] ?? '')).join('\u0001')
  if (key === 'departments') return of('body', 'name')
  if (key === 'people') return of('login', 'post', 'body', 'department', 'force', 'domain', 'from')
  if (key === 'aliases') return unitKey(String(values.text))
  return of('name')
}

/** Whether a row says anything else than what there is; an empty day or position means as it is. */
function differs(columns: readonly WorkbookColumn[], was: WorkbookRow, values: WorkbookRow): boolean {
  return columns.some(({ key }) => {
    const [a, b] = [was[key] || null, values[key] || null]
    if (key === 'id' || key === 'email' || ((key === 'from' || key === 'position') && b === null)) return false
    return a !== b && !(typeof a === 'string' && typeof b === 'string' && a.trim() === b.trim())
  })
}
