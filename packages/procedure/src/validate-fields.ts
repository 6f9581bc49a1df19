/** Fields that cannot be filled in, or that say too little about themselves. */
import type { Definition, Field } from './model.ts'
import type { Report } from './validate.ts'

export function checkFields(definition: Definition, report: Report): void {
  for (const field of definition.fields) checkField(field, `fields.${field.id}`, report)
  const kept = definition.fields.filter(
    (field) => field.type === 'group' && field.keep !== false && (field.maxItems === undefined || field.maxItems > 200),
  )
  for (const field of kept)
    report(
      'warning',
      'field.large-fact',
      `fields.${field.id}`,
      '可重复的栏目没有上限，不宜整体作为案件事实保存',
      'A group without a limit becomes a fact of the matter as a whole: set maxItems or keep: false',
    )
}

function checkField(field: Field, path: string, report: Report): void {
  const needsOptions = field.type === 'choice' || field.type === 'choices'
  if (needsOptions && (field.options?.length ?? 0) === 0)
    report('error', 'field.no-options', path, '选择项没有选项', 'A choice has no options')
  if (!needsOptions && field.options) report('error', 'field.options', path, '只有选择项可以有选项', 'Only choices have options')
  if (needsOptions && new Set(field.options?.map((o) => o.value)).size < (field.options?.length ?? 0))
    report('error', 'duplicate', path, '选项重复', 'An option stands twice')
  if (field.type === 'group' && (field.fields?.length ?? 0) === 0)
    report('error', 'field.empty-group', path, '栏目组没有栏目', 'A group has no fields')
  if (field.type !== 'group' && field.fields) report('error', 'field.fields', path, '只有栏目组可以有下级栏目', 'Only groups have fields')
  if (field.min !== undefined && field.max !== undefined && field.min > field.max)
    report('error', 'field.bounds', path, '最小值大于最大值', 'min is greater than max')
  if (field.minItems !== undefined && field.maxItems !== undefined && field.minItems > field.maxItems)
    report('error', 'field.bounds', path, '最少项数大于最多项数', 'minItems is greater than maxItems')
  if (field.pattern)
    try {
      new RegExp(`^(?:${field.pattern.matches})$`, 'u')
    } catch {
      report('error', 'field.pattern', path, '格式规则不是有效的正则表达式', 'The pattern is not a regular expression')
    }
  if (field.pattern && typeof field.sample !== 'string')
    report('error', 'field.no-sample', path, '有格式要求的栏目须给出样例', 'A field with a pattern needs a sample that fits it')
  if (field.type === 'idNumber' && field.sensitivity !== 'personal')
    report('error', 'field.personal', path, '公民身份号码是个人信息', 'An identity number is personal')
  const ids = new Set<string>()
  for (const sub of field.fields ?? []) {
    if (ids.has(sub.id)) report('error', 'duplicate', `${path}.${sub.id}`, `“${sub.id}”重复`, `${sub.id} stands twice`)
    ids.add(sub.id)
    checkField(sub, `${path}.${sub.id}`, report)
  }
}
