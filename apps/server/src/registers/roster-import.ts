import { type Decision, judgeDecision, type RegisterKind, type SubjectType } from '@yingshang/register'
import type { ImportFinding } from '../contract/forms.ts'
import { readFormFile } from '../forms/files.ts'
import { type Draft, type EntryRow, standingOf } from './roster.ts'
import { rosterForm, SUBJECTS } from './roster-sheet.ts'

/** From the rows of a workbook to new entries, with everything that is wrong at its cell. */

const MOST_ROWS = 2000
export const MOST_FINDINGS = 500

export interface RosterReading {
  readonly rows: number
  readonly unchanged: number
  readonly errors: readonly ImportFinding[]
  readonly entries: readonly { readonly draft: Extract<Draft, { type: 'enter' }>; readonly contact: string }[]
}

/** Reads the first visible sheet that has the columns and compares it with the register. A workbook that cannot be read is refused. */
export async function readRoster(
  kind: RegisterKind,
  bytes: Uint8Array,
  present: readonly EntryRow[],
  today: string,
): Promise<RosterReading> {
  const { sheets } = await readFormFile(bytes, rosterForm(kind), { maxRows: MOST_ROWS + 100, maxCells: 100_000 })
  const table = sheets.entries!
  const errors: ImportFinding[] = [...table.faults]
  const entries: (RosterReading['entries'][number] & { readonly row: number })[] = []
  const known = new Map(present.map((row) => [row.code.toUpperCase(), row]))
  const seen = new Map<string, number>()
  let unchanged = 0
  for (const { row, values } of table.rows) {
    const words = (key: string) => (typeof values[key] === 'string' ? values[key].trim() : '')
    const wrong = (key: string, code: string, zh: string, en: string) => errors.push(table.at(row, key, code, zh, en))
    const areas = words('areas')
      .split(/[、,，;；\s]+/)
      .filter(Boolean)
    const unknown = areas.filter((a) => !kind.areas.some((k) => k.label.zh === a))
    if (unknown.length > 0) wrong('areas', 'roster.area', `没有领域“${unknown.join('、')}”`, `unknown area: ${unknown.join(', ')}`)
    const draft: Extract<Draft, { type: 'enter' }> = {
      type: 'enter',
      code: words('code'),
      name: words('name'),
      subject: (Object.entries(SUBJECTS).find(([, zh]) => zh === words('subject'))?.[0] ?? 'institution') as SubjectType,
      grade: kind.grades.find((g) => g.label.zh === words('grade'))?.id ?? '',
      areas: kind.areas.filter((k) => areas.includes(k.label.zh)).map((k) => k.id),
      on: words('on'),
      reason: words('reason'),
    }
    const key = draft.code.toUpperCase()
    const twice = seen.get(key)
    if (twice !== undefined) {
      wrong('code', 'roster.twice', `与第${twice}行的编号相同`, `the code is that of row ${twice}`)
      continue
    }
    seen.set(key, row)
    const had = known.get(key)
    if (had) {
      const now = standingOf(kind, had.decisions, today)
      const differs =
        now.name !== draft.name
          ? 'name'
          : now.subject !== draft.subject
            ? 'subject'
            : now.grade !== draft.grade
              ? 'grade'
              : [...now.areas].sort().join() !== [...draft.areas].sort().join()
                ? 'areas'
                : null
      if (differs === null) unchanged++
      else
        wrong(
          differs,
          'roster.changed',
          '与名册中的内容不同。导入不修改已编入的成员，请作出名册决定',
          'differs from the register; an import changes no entry, take a decision instead',
        )
      continue
    }
    if (draft.code.length > 50) wrong('code', 'roster.length', '编号不超过 50 字', 'at most 50 characters')
    if (draft.name.length > 120) wrong('name', 'roster.length', '名称不超过 120 字', 'at most 120 characters')
    if (draft.on > today) wrong('on', 'roster.future', '编入日期不能晚于今天', 'the day must not lie in the future')
    for (const reason of judgeDecision(kind, [], { ...draft, id: 'new' } as Decision))
      if (reason.code !== 'register.unknown-area') wrong('code', reason.code, reason.zh, reason.en)
    entries.push({ row, draft, contact: words('contact') })
  }
  if (table.rows.length > MOST_ROWS)
    errors.push(table.at(null, null, 'roster.too-many', `一次最多导入 ${MOST_ROWS} 行`, `at most ${MOST_ROWS} rows`))
  const inOrder = errors.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
  const bad = new Set(errors.map((e) => e.row))
  return {
    rows: table.count,
    unchanged,
    errors: inOrder,
    entries: entries.filter((e) => !bad.has(e.row)),
  }
}
