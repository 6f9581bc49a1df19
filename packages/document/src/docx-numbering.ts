/** Automatic numbering of Word (ECMA-376 part 1, 17.9): definitions from numbering.xml and the running counters while a body is read. */
import { numberWord } from './number-words.ts'
import { child, children, wordValue, type XmlElement } from './xml.ts'

interface Level {
  readonly start: number
  readonly format: string
  readonly text: string
  readonly suffix: string
  readonly restart: number | undefined
  readonly legal: boolean
  /** Paragraph style that stands on this level. */
  readonly style: string | undefined
}

interface Instance {
  readonly abstract: string
  readonly starts: ReadonlyMap<number, number>
  readonly levels: ReadonlyMap<number, Level>
}

export interface Numbering {
  /** Counts one paragraph and gives its printed number, ready to stand before the text: `（一）`, `1. `, or '' for bullets. */
  next(numId: string, level: number): string
  /** Level that a paragraph style stands on, when the definition says so. */
  levelOf(numId: string, style: string | undefined): number | undefined
}

const integer = (text: string | undefined, otherwise: number) => {
  const n = Number.parseInt(text ?? '', 10)
  return Number.isFinite(n) ? n : otherwise
}

function readLevel(element: XmlElement): Level {
  const restart = wordValue(element, 'w:lvlRestart')
  // Word 2010 formats outside the schema stand in an alternate with the plain format beside it.
  const alternate = child(child(child(element, 'mc:AlternateContent'), 'mc:Choice'), 'w:numFmt')
  return {
    start: integer(wordValue(element, 'w:start'), 0),
    format: alternate?.attrs['w:format'] === '01, 02, 03, ...' ? 'decimalZero' : (wordValue(element, 'w:numFmt') ?? 'decimal'),
    text: wordValue(element, 'w:lvlText') ?? '',
    suffix: wordValue(element, 'w:suff') ?? 'tab',
    restart: restart === undefined ? undefined : integer(restart, 0),
    legal: child(element, 'w:isLgl') !== undefined && wordValue(element, 'w:isLgl') !== '0',
    style: wordValue(element, 'w:pStyle'),
  }
}

const CHINESE_END = /[\u3000-\u303F\uFF00-\uFFEF\u4E00-\u9FFF\u2460-\u24FF\u3220-\u32FF]$/

/**
 * @param root numbering.xml, or undefined when the document has none.
 * @param styleNumbering numId that a numbering style points to, for definitions made through a style.
 */
export function readNumbering(root: XmlElement | undefined, styleNumbering: (style: string) => string | undefined): Numbering {
  const abstracts = new Map<string, { levels: Map<number, Level>; styleLink: string | undefined }>()
  const instances = new Map<string, Instance>()
  for (const element of children(root, 'w:abstractNum')) {
    const levels = new Map(children(element, 'w:lvl').map((l) => [integer(l.attrs['w:ilvl'], 0), readLevel(l)]))
    abstracts.set(element.attrs['w:abstractNumId'] ?? '', { levels, styleLink: wordValue(element, 'w:numStyleLink') })
  }
  for (const element of children(root, 'w:num')) {
    const starts = new Map<number, number>()
    const levels = new Map<number, Level>()
    for (const override of children(element, 'w:lvlOverride')) {
      const level = integer(override.attrs['w:ilvl'], 0)
      const start = wordValue(override, 'w:startOverride')
      if (start !== undefined) starts.set(level, integer(start, 1))
      const replaced = child(override, 'w:lvl')
      if (replaced !== undefined) levels.set(level, readLevel(replaced))
    }
    instances.set(element.attrs['w:numId'] ?? '', { abstract: wordValue(element, 'w:abstractNumId') ?? '', starts, levels })
  }

  /** Counters are shared by all instances of one definition; an instance that overrides its start begins anew once. */
  const counters = new Map<string, (number | undefined)[]>()
  const begun = new Set<string>()

  const resolve = (numId: string, hops = 0): { instance: Instance; abstract: string; levels: ReadonlyMap<number, Level> } | undefined => {
    const instance = instances.get(numId)
    const abstract = instance && abstracts.get(instance.abstract)
    if (instance === undefined || abstract === undefined) return undefined
    if (abstract.levels.size === 0 && abstract.styleLink !== undefined && hops < 4) {
      const linked = styleNumbering(abstract.styleLink)
      return linked === undefined ? undefined : resolve(linked, hops + 1)
    }
    return { instance, abstract: instance.abstract, levels: abstract.levels }
  }

  return {
    levelOf(numId, style) {
      if (style === undefined) return undefined
      for (const [level, { style: own }] of resolve(numId)?.levels ?? []) if (own === style) return level
      return undefined
    },
    next(numId, level) {
      const found = resolve(numId)
      if (found === undefined) return ''
      const levelAt = (l: number) => found.instance.levels.get(l) ?? found.levels.get(l)
      const own = levelAt(level)
      if (own === undefined) return ''
      let running = counters.get(found.abstract)
      if (running === undefined) {
        running = []
        counters.set(found.abstract, running)
      }
      for (const [l, start] of found.instance.starts) {
        const key = `${numId}/${l}`
        if (l <= level && !begun.has(key)) {
          begun.add(key)
          running[l] = start - 1
          for (let deeper = l + 1; deeper < 9; deeper++) running[deeper] = undefined
        }
      }
      const startOf = (l: number) => found.instance.starts.get(l) ?? levelAt(l)?.start ?? 1
      for (let above = 0; above < level; above++) running[above] ??= startOf(above)
      running[level] = (running[level] ?? startOf(level) - 1) + 1
      for (let deeper = level + 1; deeper < 9; deeper++) {
        const restart = levelAt(deeper)?.restart
        // lvlRestart: 0 never restarts; n restarts only after level n (counted from 1).
        if (restart === undefined || (restart > 0 && level <= restart - 1)) running[deeper] = undefined
      }
      if (own.format === 'bullet') return ''
      const label = own.text.replace(/%([1-9])/g, (_, digit: string) => {
        const l = Number(digit) - 1
        const format = own.legal && l !== level ? 'decimal' : (levelAt(l)?.format ?? 'decimal')
        return numberWord(running[l] ?? startOf(l), own.legal ? 'decimal' : format)
      })
      if (label.trim() === '') return ''
      return own.suffix === 'nothing' || CHINESE_END.test(label) || label.endsWith(' ') ? label : `${label} `
    },
  }
}
