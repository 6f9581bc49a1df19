/**
 * What is wrong with a definition, all of it at once. An error means that matters would go astray or stand still; a warning is
 * something nobody seems to need. With a setting the worked examples are played as well.
 */
import { isDate, type Text } from '@yingshang/time'
import { runExample } from './examples.ts'
import type { Definition } from './model.ts'
import type { Setting } from './setting.ts'
import { checkClocks } from './validate-clocks.ts'
import { checkFields } from './validate-fields.ts'
import { checkFlow } from './validate-flow.ts'
import { checkReferences } from './validate-references.ts'

export interface Finding {
  readonly code: string
  readonly severity: 'error' | 'warning'
  /** Where in the definition: `actions.renew.when`. */
  readonly path: string
  readonly zh: string
  readonly en: string
}

export type Report = (severity: Finding['severity'], code: string, path: string, zh: string, en: string) => void

/** All findings about a definition; none means that it may be used. */
export function validate(definition: Definition, setting?: Setting): readonly Finding[] {
  const findings: Finding[] = []
  const report: Report = (severity, code, path, zh, en) => findings.push({ severity, code, path, zh, en })
  checkHead(definition, report)
  checkReferences(definition, report)
  checkFields(definition, report)
  checkClocks(definition, report)
  // The flow can only be followed when names mean something.
  if (!findings.some((f) => f.code.startsWith('unknown.') || f.code === 'duplicate')) {
    checkFlow(definition, report)
    // Broken patterns and circles cannot be played.
    if (setting && !findings.some((f) => f.code.endsWith('.circle') || f.code === 'field.pattern'))
      definition.examples.forEach((example, i) => {
        for (const difference of runExample({ ...setting, definitions: [definition, ...setting.definitions] }, definition, example)
          .differences)
          report(
            'error',
            'example.fails',
            `examples[${i}]`,
            `示例“${example.title.zh}”：${difference}`,
            `example ${example.title.en}: ${difference}`,
          )
      })
  }
  return findings
}

function checkHead(definition: Definition, report: Report): void {
  if (definition.version === '') report('error', 'head.version', 'version', '缺少版本号', 'There is no version')
  if (!isDate(definition.effectiveFrom))
    report('error', 'head.effective-from', 'effectiveFrom', '启用日期不是有效日期', 'effectiveFrom is not a date')
  if (definition.sources.length === 0) report('error', 'source.missing', 'sources', '程序未注明依据', 'The procedure names no source')
  if (definition.examples.length === 0)
    report('error', 'example.missing', 'examples', '程序没有示例', 'The procedure has no worked example')
  if (!definition.actions.some((action) => action.opens))
    report('error', 'action.none-opens', 'actions', '没有立案动作', 'No action opens a matter')
  definition.conditions.forEach((c) => {
    if (c.source !== undefined && c.source.length === 0)
      report('warning', 'source.missing', `conditions.${c.id}`, '条件的依据为空', 'The list of sources is empty')
  })
  for (const [path, text] of texts(definition))
    if (text.zh.trim() === '' || text.en.trim() === '')
      report('error', 'text.empty', path, '缺少中文或英文文字', 'A text is missing in one language')
  const lists: Record<string, readonly { readonly id: string }[]> = {
    roles: definition.roles,
    tracks: definition.tracks,
    flags: definition.flags,
    facts: [...(definition.facts ?? []), ...definition.fields],
    clocks: definition.clocks,
    conditions: definition.conditions,
    actions: definition.actions,
    registers: definition.registers ?? [],
    documents: definition.documents ?? [],
    ...Object.fromEntries(definition.tracks.map((track) => [`tracks.${track.id}.stages`, track.stages])),
  }
  for (const [name, list] of Object.entries(lists)) {
    const seen = new Set<string>()
    for (const { id } of list) {
      if (seen.has(id)) report('error', 'duplicate', `${name}.${id}`, `“${id}”重复`, `${id} stands twice`)
      if (!/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(id))
        report(
          'error',
          'id.form',
          `${name}.${id}`,
          `标识“${id}”只能用文字、数字、连字符`,
          `The id ${id} may have letters, digits and hyphens only`,
        )
      seen.add(id)
    }
  }
}

/** Every text of a definition that people read, with its path. */
export function* texts(definition: Definition): Generator<readonly [path: string, text: Text]> {
  yield ['title', definition.title]
  for (const [name, text] of Object.entries(definition.titles)) yield [`titles.${name}`, text]
  for (const list of ['roles', 'tracks', 'flags', 'clocks', 'conditions', 'facts', 'registers', 'documents'] as const)
    for (const item of definition[list] ?? []) yield [`${list}.${item.id}`, item.title]
  for (const track of definition.tracks) for (const stage of track.stages) yield [`tracks.${track.id}.${stage.id}`, stage.title]
  for (const field of definition.fields) yield [`fields.${field.id}`, field.label]
  for (const condition of definition.conditions) yield [`conditions.${condition.id}.refusal`, condition.refusal]
  for (const action of definition.actions) {
    yield [`actions.${action.id}`, action.label]
    for (const [i, effect] of action.effects.entries()) {
      if (effect.do === 'notify') yield [`actions.${action.id}.effects[${i}]`, effect.text]
      if (effect.do === 'oblige') yield [`actions.${action.id}.effects[${i}]`, effect.title]
    }
  }
}
