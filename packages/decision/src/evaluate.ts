/**
 * Decisions that depend on decisions: the requirements graph of a model (DMN 1.5, chapter 6) walked from the decision asked for, each node once.
 */
import { FeelFunction } from 'feelin'
import { type FeelResult, feel, intoFeel, type Scope } from './feel.ts'
import { coerce, isRecord, type TypeLookup } from './item-type.ts'
import type { Decision, DecisionModel, DecisionService, Expression, FunctionDefinition, ItemType, Knowledge, Reference } from './model.ts'
import { evaluateTable, type TableTrace } from './table.ts'

/** The answer of a decision: its value, the tables that were asked on the way (in order), and what was doubtful. */
export interface Outcome {
  readonly value: unknown
  readonly tables: readonly TableTrace[]
  readonly problems: readonly { readonly code: string; readonly zh: string; readonly en: string }[]
  readonly warnings: FeelResult['warnings']
}

/** Models by namespace, for imports. */
export type Library = readonly DecisionModel[]

interface Run {
  readonly library: Library
  readonly given: Readonly<Record<string, unknown>>
  readonly tables: TableTrace[]
  readonly warnings: FeelResult['warnings'][number][]
  readonly problems: { code: string; zh: string; en: string }[]
  readonly known: Map<string, unknown>
  readonly open: Set<string>
}

const key = (model: DecisionModel, id: string) => `${model.namespace}#${id}`

function typesOf(run: Run, model: DecisionModel): TypeLookup {
  const find = (name: string, home: DecisionModel, depth: number): ItemType | undefined => {
    const own = home.types.find((t) => t.name === name)
    if (own || depth > 4) return own
    for (const i of home.imports) {
      const other = name.startsWith(`${i.name}.`) ? run.library.find((m) => m.namespace === i.namespace) : undefined
      if (other) return qualify(find(name.slice(i.name.length + 1), other, depth + 1), i.name)
    }
    return undefined
  }
  return (name) => find(name, model, 0)
}

/** An imported type refers to its own model's types: prefix them so that the importing model finds them. */
function qualify(type: ItemType | undefined, prefix: string): ItemType | undefined {
  if (!type) return undefined
  const basic =
    /^(feel:)?(number|string|boolean|date|time|date and time|dateTime|Any|days and time duration|years and months duration|context|list)$/i
  return {
    ...type,
    typeRef: type.typeRef === null || basic.test(type.typeRef) ? type.typeRef : `${prefix}.${type.typeRef}`,
    components: type.components.map((c) => qualify(c, prefix)!),
  }
}

function find(run: Run, model: DecisionModel, ref: Reference) {
  const home = ref.namespace === '' || ref.namespace === model.namespace ? model : run.library.find((m) => m.namespace === ref.namespace)
  if (!home) return null
  const by = <T extends { id: string }>(list: readonly T[]) => list.find((x) => x.id === ref.id)
  const prefix = home === model ? null : (model.imports.find((i) => i.namespace === home.namespace)?.name ?? null)
  return { home, prefix, decision: by(home.decisions), knowledge: by(home.knowledge), input: by(home.inputs), service: by(home.services) }
}

/** Value of an input: by its name, by `prefix.name` of an import, or by `{ prefix: { name } }`. */
function inputValue(run: Run, name: string): unknown {
  return name in run.given ? run.given[name] : null
}

function requirementScope(run: Run, model: DecisionModel, requires: readonly Reference[], overrides: Scope): Record<string, unknown> {
  const scope: Record<string, unknown> = {}
  const put = (prefix: string | null, name: string, value: unknown) => {
    if (prefix === null || prefix === '') scope[name] = value
    else {
      const inside = isRecord(scope[prefix]) ? (scope[prefix] as Record<string, unknown>) : {}
      scope[prefix] = { ...inside, [name]: value }
    }
  }
  for (const ref of requires) {
    const found = find(run, model, ref)
    if (!found) continue
    const { home, prefix } = found
    if (found.input) {
      const name = found.input.name
      const raw = name in overrides ? overrides[name] : inputValue(run, name)
      put(prefix, name, typed(run, home, raw, found.input.typeRef, name))
    } else if (found.decision) {
      const name = found.decision.name
      put(prefix, name, name in overrides ? overrides[name] : decisionValue(run, home, found.decision, overrides))
    } else if (found.knowledge) put(prefix, found.knowledge.name, knowledgeFunction(run, home, found.knowledge))
    else if (found.service) put(prefix, found.service.name, serviceFunction(run, home, found.service))
  }
  return scope
}

function typed(run: Run, model: DecisionModel, value: unknown, typeRef: string | null, where: string): unknown {
  const result = coerce(value, typeRef, typesOf(run, model))
  if (!result.conforms)
    run.problems.push({
      code: 'decision.type',
      zh: `“${where}”的值不符合类型 ${typeRef}，按空值处理。`,
      en: `The value of “${where}” does not conform to ${typeRef} and counts as null.`,
    })
  return result.value
}

function decisionValue(run: Run, model: DecisionModel, decision: Decision, overrides: Scope): unknown {
  const id = key(model, decision.id)
  const pure = Object.keys(overrides).length === 0
  if (pure && run.known.has(id)) return run.known.get(id)
  if (run.open.has(id)) {
    run.problems.push({
      code: 'decision.circular',
      zh: `决策“${decision.name}”依赖于它自己。`,
      en: `Decision “${decision.name}” depends on itself.`,
    })
    return null
  }
  run.open.add(id)
  const scope = requirementScope(run, model, decision.requires, overrides)
  const raw = decision.expression === null ? null : value(run, model, decision.expression, scope, decision.name)
  const result = typed(run, model, raw, decision.typeRef, decision.name)
  run.open.delete(id)
  if (pure) run.known.set(id, result)
  return result
}

function knowledgeFunction(run: Run, model: DecisionModel, knowledge: Knowledge): unknown {
  if (!knowledge.logic) return null
  const scope = requirementScope(run, model, knowledge.requires, {})
  const self = functionValue(run, model, knowledge.logic, scope, knowledge.name, knowledge.typeRef)
  return self
}

/** A FEEL function from a boxed function: wrong counts or types of arguments give null. */
function functionValue(
  run: Run,
  model: DecisionModel,
  fn: FunctionDefinition,
  scope: Scope,
  where: string,
  typeRef: string | null = null,
): unknown {
  if (fn.language !== 'FEEL') {
    run.problems.push({
      code: 'decision.external-function',
      zh: `“${where}”是 ${fn.language} 函数，不予执行。`,
      en: `“${where}” is a ${fn.language} function and is not run.`,
    })
    return null
  }
  const names = fn.parameters.map((p) => p.name)
  return new FeelFunction((...args: unknown[]) => {
    if (args.length !== names.length) return null
    const inner: Record<string, unknown> = { ...scope }
    for (const [i, parameter] of fn.parameters.entries()) {
      const argument = coerce(args[i] ?? null, parameter.typeRef, typesOf(run, model))
      if (!argument.conforms) return null
      inner[parameter.name] = argument.value
    }
    const result = fn.body === null ? null : value(run, model, fn.body, inner, where)
    return typed(run, model, result, fn.typeRef ?? signature(run, model, typeRef), where)
  }, names)
}

/** The result type of a variable's type: a function type says nothing that can be checked here. */
function signature(run: Run, model: DecisionModel, typeRef: string | null): string | null {
  if (typeRef === null) return null
  return typesOf(run, model)(typeRef)?.isFunction ? null : typeRef
}

function serviceFunction(run: Run, model: DecisionModel, service: DecisionService): unknown {
  const names = [...service.inputDecisions, ...service.inputData].map((ref) => {
    const found = find(run, model, ref)
    const target = found?.decision ?? found?.input
    return { name: target?.name ?? '', typeRef: target?.typeRef ?? null }
  })
  return new FeelFunction(
    (...args: unknown[]) => {
      if (args.length !== names.length) return null
      const overrides: Record<string, unknown> = {}
      for (const [i, { name, typeRef }] of names.entries()) {
        const argument = coerce(args[i] ?? null, typeRef, typesOf(run, model))
        if (!argument.conforms) return null
        overrides[name] = argument.value
      }
      return serviceValue(run, model, service, overrides)
    },
    names.map((n) => n.name),
  )
}

function serviceValue(run: Run, model: DecisionModel, service: DecisionService, overrides: Scope): unknown {
  // Inside a service nothing that was computed outside counts: the parameters may differ.
  const inner: Run = { ...run, given: { ...run.given, ...overrides }, known: new Map(), open: new Set() }
  const results = service.outputs.map((ref) => {
    const found = find(run, model, ref)
    return found?.decision
      ? { name: found.decision.name, value: decisionValue(inner, found.home, found.decision, overrides) }
      : { name: '', value: null }
  })
  const result = results.length === 1 ? results[0]!.value : Object.fromEntries(results.map((r) => [r.name, r.value]))
  return typed(run, model, result, signature(run, model, service.typeRef), service.name)
}

function value(run: Run, model: DecisionModel, expression: Expression, scope: Scope, where: string): unknown {
  const compute = (text: string, inner: Scope = scope) => {
    const result = feel(text, inner)
    run.warnings.push(...result.warnings)
    return result.value
  }
  switch (expression.kind) {
    case 'literal':
      return compute(expression.text)
    case 'table': {
      const trace = evaluateTable(expression, scope, where, (input, typeRef) => typed(run, model, input, typeRef, where))
      run.tables.push(trace)
      run.warnings.push(...trace.warnings)
      run.problems.push(...trace.problems)
      return trace.value
    }
    case 'context': {
      const inner: Record<string, unknown> = { ...scope }
      const made: Record<string, unknown> = {}
      for (const entry of expression.entries) {
        const raw = entry.expression === null ? null : value(run, model, entry.expression, inner, entry.name ?? where)
        if (entry.name === null) return raw
        const result = typed(run, model, raw, entry.typeRef, entry.name)
        made[entry.name] = result
        inner[entry.name] = result
      }
      return made
    }
    case 'invocation': {
      const callee = value(run, model, expression.callee, scope, where)
      const named = Object.fromEntries(
        expression.bindings.map((b) => [b.name, b.expression === null ? null : value(run, model, b.expression, scope, b.name)]),
      )
      if (callee instanceof FeelFunction) {
        if (callee.parameterNames.length > 0 && !Object.keys(named).every((n) => callee.parameterNames.includes(n))) return null
        const result = callee.invoke(callee.parameterNames.map((n: string) => named[n] ?? null))
        return result === undefined ? null : result
      }
      // A builtin function: let FEEL call it with its parameters by name.
      if (expression.callee.kind !== 'literal') return null
      const parameters = expression.bindings.map((b, i) => [b.name, `argument${i}`] as const)
      return compute(`${expression.callee.text}(${parameters.map(([name, as]) => `${name}: ${as}`).join(', ')})`, {
        ...scope,
        ...Object.fromEntries(parameters.map(([name, as]) => [as, named[name]])),
      })
    }
    case 'list':
      return expression.items.map((item) => value(run, model, item, scope, where))
    case 'relation':
      return expression.rows.map((row) =>
        Object.fromEntries(expression.columns.map((c, i) => [c, row[i] ? value(run, model, row[i], scope, c) : null])),
      )
    case 'function':
      return functionValue(run, model, expression, scope, where)
    case 'conditional':
      return value(run, model, expression.test, scope, where) === true
        ? value(run, model, expression.yes, scope, where)
        : value(run, model, expression.no, scope, where)
    case 'filter': {
      const source = value(run, model, expression.source, scope, where)
      if (source === null) return null
      const items = Array.isArray(source) ? source : [source]
      const kept: unknown[] = []
      for (const item of items) {
        const test = value(run, model, expression.match, { ...scope, ...(isRecord(item) ? item : {}), item }, where)
        if (typeof test !== 'boolean') {
          if (typeof test === 'number') return items.at(test > 0 ? test - 1 : test) ?? null
          return null
        }
        if (test) kept.push(item)
      }
      return kept
    }
    case 'iterate': {
      const source = value(run, model, expression.source, scope, where)
      if (source === null) return null
      // Ranges iterate as FEEL says; let FEEL unfold them.
      const items = Array.isArray(source) ? source : feel('for i in source return i', { source }).value
      if (!Array.isArray(items)) return null
      const results: unknown[] = []
      for (const item of items) {
        const inner: Record<string, unknown> = { ...scope, [expression.variable]: item }
        if (expression.mode === 'for') inner.partial = results
        results.push(value(run, model, expression.body, inner, where))
      }
      if (expression.mode === 'for') return results
      if (results.some((r) => typeof r !== 'boolean')) {
        const decided = expression.mode === 'some'
        return results.includes(decided) ? decided : null
      }
      return expression.mode === 'some' ? results.includes(true) : !results.includes(false)
    }
  }
}

const start = (library: Library, inputs: Readonly<Record<string, unknown>>): Run => ({
  library,
  given: Object.fromEntries(Object.entries(inputs).map(([name, v]) => [name, intoFeel(v)])),
  tables: [],
  warnings: [],
  problems: [],
  known: new Map(),
  open: new Set(),
})

const unknown = (kind: 'decision' | 'service', name: string): Outcome => ({
  value: null,
  tables: [],
  problems: [
    {
      code: `decision.unknown-${kind}`,
      zh: `没有名为“${name}”的${kind === 'decision' ? '决策' : '决策服务'}。`,
      en: `There is no ${kind} called “${name}”.`,
    },
  ],
  warnings: [],
})

const finish = (run: Run, result: unknown): Outcome => ({
  value: result,
  tables: run.tables,
  problems: run.problems,
  warnings: run.warnings,
})

/**
 * Decides: the value of a decision (by name or id) for plain inputs by the names of the input data. Numbers are FEEL numbers; money is integer fen.
 * Never throws on any input: what cannot be computed is null, with problems and warnings.
 */
export function decide(model: DecisionModel, decision: string, inputs: Readonly<Record<string, unknown>>, library: Library = []): Outcome {
  const found = model.decisions.find((d) => d.name === decision || d.id === decision)
  if (!found) return unknown('decision', decision)
  const run = start(library, inputs)
  return finish(run, decisionValue(run, model, found, {}))
}

/** Calls a decision service by name with its parameters by name. */
export function callService(
  model: DecisionModel,
  service: string,
  inputs: Readonly<Record<string, unknown>>,
  library: Library = [],
): Outcome {
  const found = model.services.find((s) => s.name === service || s.id === service)
  if (!found) return unknown('service', service)
  const run = start(library, inputs)
  return finish(run, serviceValue(run, model, found, run.given))
}
