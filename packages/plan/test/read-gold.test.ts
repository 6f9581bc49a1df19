import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { read } from '../src/index.ts'

/**
 * The reader against hand-made labels, with the scorer that comes with them. The same goals must hold when the documents are disturbed as
 * real ones are: other punctuation, broken or missing lines, page numbers, other places.
 */

const shared = process.env.YINGSHANG_SHARED ?? fileURLToPath(new URL('../../../../shared/', import.meta.url))
const scorer = join(shared, 'tools', 'score-plan.mjs')
const present = existsSync(scorer) && existsSync(join(shared, 'seeds')) && existsSync(join(shared, 'gold'))
if (!present) console.warn(`read-gold: skipped, no labelled plans at ${shared}`)

interface Score {
  f1: number
  gold: number
}
type Report = Record<'measures' | 'titles' | 'lead' | 'responsible' | 'persons' | 'milestones' | 'targets' | 'subjects', Score> & {
  spans: { right: number; wrong: number; absent: number }
}

const folder = mkdtempSync(join(tmpdir(), 'read-gold-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function score(change: (text: string) => string, changeLabels: (json: string) => string = (j) => j): Report {
  const args: string[] = []
  for (const name of readdirSync(join(shared, 'seeds')).filter((n) => n.endsWith('.txt'))) {
    const label = name.replace(/\.txt$/, '.json')
    const plan = read(change(readFileSync(join(shared, 'seeds', name), 'utf8')))
    writeFileSync(join(folder, label), JSON.stringify(plan))
    writeFileSync(join(folder, `gold-${label}`), changeLabels(readFileSync(join(shared, 'gold', label), 'utf8')))
    args.push(join(folder, `gold-${label}`), join(folder, label))
  }
  return JSON.parse(execFileSync(process.execPath, [scorer, ...args, '--json'], { encoding: 'utf8', maxBuffer: 1e8 })) as Report
}

const GOALS = {
  measures: 0.99,
  titles: 0.97,
  lead: 0.98,
  responsible: 0.97,
  persons: 0.98,
  milestones: 0.96,
  targets: 0.88,
  subjects: 0.85,
} as const

function holds(report: Report, labelled = true): void {
  for (const [field, goal] of Object.entries(GOALS)) {
    const s = report[field as keyof typeof GOALS]
    expect(s.f1, field).toBeGreaterThanOrEqual(goal)
    if (labelled) expect(s.gold, `${field} labelled`).toBeGreaterThan(0)
  }
  expect(report.spans.wrong).toBe(0)
  expect(report.spans.absent).toBe(0)
}

const half = (t: string) => t.replace(/，/g, ',').replace(/；/g, ';').replace(/：/g, ':').replace(/（/g, '(').replace(/）/g, ')')
const full = (t: string) =>
  t
    .replace(/,/g, '，')
    .replace(/;/g, '；')
    .replace(/:/g, '：')
    .replace(/\(/g, '（')
    .replace(/\)/g, '）')
    .replace(/[0-9]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
const wrap = (t: string, width: number) =>
  t
    .split('\n')
    .map((line) => line.replace(new RegExp(`(.{${width}})`, 'g'), '$1\n').replace(/\n$/, ''))
    .join('\n')
/** Other names for the places: no rule may know one. */
const PLACES = /枣庄|济南|卫滨|山东|钢城|薛城|滕州|青岛/g
const elsewhere: Record<string, string> = {
  枣庄: '云溪',
  济南: '临江',
  卫滨: '河西',
  山东: '云川',
  钢城: '铁岭',
  薛城: '文昌',
  滕州: '安平',
  青岛: '海阳',
}
const rename = (t: string) => t.replace(PLACES, (m) => elsewhere[m] ?? m)

describe.skipIf(!present)('标注过的方案 Labelled plans', () => {
  it('达到目标值 reaches the goals', () => holds(score((t) => t)))

  const changes: Record<string, (t: string) => string> = {
    半角标点: half,
    全角标点和数字: full,
    'Windows 换行': (t) => t.replace(/\n/g, '\r\n'),
    '每行 28 字': (t) => wrap(t, 28),
    '每行 40 字': (t) => wrap(t, 40),
    段落之间空行: (t) => t.replace(/\n/g, '\n\n'),
    段首空两格: (t) => t.replace(/^/gm, '　　'),
    '没有换行, 以空格相接': (t) => t.replace(/\s*\n\s*/g, ' '),
    '没有换行, 直接相接': (t) => t.replace(/\s*\n\s*/g, ''),
    顿号编号: (t) => t.replace(/^(\s*\d{1,3})[.．]\s*/gm, '$1、'),
    龟甲括号: (t) => t.replace(/[（(]((?:牵头|责任)(?:部门|单位)[：:][^（）()]*)[）)]/g, '〔$1〕'),
    单位另起一行: (t) => t.replace(/([。；])\s*[（(]((?:牵头|责任)(?:部门|单位)[：:])/g, '$1\n（$2'),
    加粗的编号: (t) => t.replace(/^(\s*)(\d{1,3}[.．、])/gm, '$1**$2**'),
    井号标题: (t) => t.replace(/^(\s*)([一二三四五六七八九十]+、)/gm, '## $2'),
  }
  for (const [name, change] of Object.entries(changes)) it(`${name} 不影响结果`, () => holds(score(change)))

  it('换了地名也一样 other places, same figures', () => holds(score(rename, rename)))

  it('行间的页码不影响条目 page numbers between lines', () => {
    let n = 0
    let page = 0
    const report = score((t) =>
      wrap(t, 32)
        .split('\n')
        .map((line) => (++n % 28 === 0 ? `${line}\n— ${++page} —` : line))
        .join('\n'),
    )
    // a name that a page number breaks is given as printed
    holds(report)
  })
})
