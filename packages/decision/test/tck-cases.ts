/** Reads the cases of the DMN Technology Compatibility Kit and runs them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { date, dateAndTime, duration, FeelDuration, time } from 'feelin'
import { callService, type DecisionModel, decide, readDmn } from '../src/index.ts'
import { child, children, parseXml, type XmlNode } from '../src/xml.ts'

export const kit = join(process.env.CONFORMANCE_DIR ?? join(import.meta.dirname, '../../../../shared/conformance'), 'dmn-tck/TestCases')
export const present = existsSync(kit)

/** Folders of the kit whose cases turn on decision tables (102 cases). */
const TABLE_FOLDERS =
  /^(0004-simpletable-U|0005-|0006-simple|0007-simple|0010-multi-output|01(08|09|1\d)-.*(hitpolicy)|0004-lending|0008-listGen|0017|0020|0035|0036|0037|0038|0039|0040|0041|0086|0087|0088)/

export interface CaseResult {
  readonly id: string
  readonly table: boolean
  readonly passed: boolean
  readonly got: unknown
  readonly wanted: unknown
}

const nil = (node: XmlNode) => Object.entries(node.attributes).some(([k, v]) => k.endsWith('nil') && v === 'true')

function readValue(node: XmlNode): unknown {
  if (nil(node)) return null
  const list = child(node, 'list')
  if (list) return nil(list) ? null : children(list, 'item').map(readValue)
  const components = children(node, 'component')
  if (components.length > 0) return Object.fromEntries(components.map((c) => [c.attributes.name, readValue(c)]))
  const v = child(node, 'value')
  if (!v || nil(v)) return null
  const type =
    Object.entries(v.attributes)
      .find(([k]) => k.endsWith('type'))?.[1]
      .replace(/^.*:/, '') ?? 'string'
  const text = v.text
  const temporal = (read: (t: string) => unknown) => {
    try {
      return read(text.trim())
    } catch {
      return `unreadable ${text}`
    }
  }
  switch (type) {
    case 'decimal':
    case 'double':
    case 'integer':
      return text.trim() === 'INF' ? Number.POSITIVE_INFINITY : Number(text)
    case 'boolean':
      return text.trim() === 'true'
    case 'date':
      return temporal(date)
    case 'time':
      return temporal(time)
    case 'dateTime':
      return temporal(dateAndTime)
    case 'duration':
      return temporal(duration)
    default:
      return text
  }
}

function alike(got: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'number')
    return typeof got === 'number' && (Object.is(got, wanted) || Math.abs(got - wanted) <= 1e-8 * Math.max(1, Math.abs(wanted)))
  if (Array.isArray(wanted)) return Array.isArray(got) && got.length === wanted.length && wanted.every((w, i) => alike(got[i], w))
  if (wanted instanceof FeelDuration) return got instanceof FeelDuration && got.toString() === wanted.toString()
  if (wanted !== null && typeof wanted === 'object' && Object.getPrototypeOf(wanted) === Object.prototype) {
    if (got === null || typeof got !== 'object') return false
    const w = wanted as Record<string, unknown>
    const g = got as Record<string, unknown>
    return Object.keys(w).length === Object.keys(g).length && Object.keys(w).every((k) => k in g && alike(g[k], w[k]))
  }
  if (wanted !== null && typeof wanted === 'object')
    return got !== null && typeof got === 'object' && got.constructor === wanted.constructor && String(got) === String(wanted)
  return (got ?? null) === wanted
}

/** Runs every case of the kit, in the order of the folders. */
export function runKit(): CaseResult[] {
  const results: CaseResult[] = []
  for (const level of ['compliance-level-2', 'compliance-level-3'])
    for (const folder of readdirSync(join(kit, level)).sort()) {
      const path = join(kit, level, folder)
      const files = readdirSync(path).sort()
      const models = new Map<string, DecisionModel>()
      for (const f of files.filter((n) => n.endsWith('.dmn'))) {
        const read = readDmn(readFileSync(join(path, f), 'utf8'))
        if (read.ok) models.set(f, read.model)
      }
      for (const f of files.filter((n) => n.endsWith('.xml'))) {
        const parsed = parseXml(readFileSync(join(path, f), 'utf8'))
        if (!parsed.ok) throw new Error(`${f}: ${parsed.message}`)
        const model = models.get(child(parsed.root, 'modelName')?.text.trim() ?? '') ?? [...models.values()][0]
        for (const test of children(parsed.root, 'testCase')) {
          const inputs = Object.fromEntries(children(test, 'inputNode').map((n) => [n.attributes.name!, readValue(n)]))
          for (const node of children(test, 'resultNode')) {
            const expected = child(node, 'expected')
            const wanted = node.attributes.errorResult === 'true' || !expected ? null : readValue(expected)
            let got: unknown
            try {
              if (!model) throw new Error('model refused')
              const service = test.attributes.type === 'decisionService' ? test.attributes.invocableName : undefined
              const outcome = service
                ? callService(model, service, inputs, [...models.values()])
                : decide(model, node.attributes.name!, inputs, [...models.values()])
              got = outcome.value
              if (service && got !== null && typeof got === 'object' && node.attributes.name! in (got as object))
                got = (got as Record<string, unknown>)[node.attributes.name!]
            } catch (error) {
              got = `threw ${String(error)}`
            }
            results.push({
              id: `${level.at(-1)}/${folder}/${f.replace(/\.xml$/, '')}#${test.attributes.id}/${node.attributes.name}`,
              table: TABLE_FOLDERS.test(folder),
              passed: alike(got, wanted),
              got,
              wanted,
            })
          }
        }
      }
    }
  return results
}
