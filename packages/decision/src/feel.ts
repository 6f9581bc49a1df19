/**
 * FEEL, with parsing done once. feelin parses its text on every call; a text turned into a FEEL function of the names in scope is parsed once and
 * then only called. Names that cannot be parameters of a FEEL function (`Approved/Declined`) fall back to a plain call.
 */
import { type EvalContext, evaluate, FeelFunction, toFeel, unaryTest, type Warning } from 'feelin'

/** Names and values in scope. */
export type Scope = Readonly<Record<string, unknown>>

export interface FeelResult {
  readonly value: unknown
  /** feelin's warnings (`Variable 'x' not found`), or the parser's complaint with code SYNTAX. */
  readonly warnings: readonly { readonly type: string; readonly message: string }[]
}

type Compiled = { readonly call: FeelFunction; readonly warnings: Warning[] } | null

/** Upper bound of remembered texts, so that a page where officers try values cannot grow the memory without end. */
const REMEMBERED = 20_000
const compiled = new Map<string, Compiled>()

/** A parameter that no author would write. */
const CELL = 'cellunderinspection'

function compile(body: string, names: readonly string[]): Compiled {
  const key = `${names.join('\u0001')}\u0000${body}`
  const known = compiled.get(key)
  if (known !== undefined) return known
  let made: Compiled = null
  try {
    const result = evaluate(`function(${names.join(', ')}) ${body}`)
    const call = result.value
    // A name with odd characters may still parse, but as something else: the parameters must be exactly the names asked for.
    if (call instanceof FeelFunction && call.parameterNames.length === names.length && call.parameterNames.every((n, i) => n === names[i]))
      made = { call, warnings: result.warnings }
  } catch {
    made = null
  }
  if (compiled.size >= REMEMBERED) compiled.clear()
  compiled.set(key, made)
  return made
}

function call(program: NonNullable<Compiled>, values: readonly unknown[]): FeelResult {
  program.warnings.length = 0
  const value = program.call.invoke([...values])
  return { value: value === undefined ? null : value, warnings: [...program.warnings] }
}

const syntax = (error: unknown): FeelResult => ({
  value: null,
  warnings: [{ type: 'SYNTAX', message: error instanceof Error ? error.message : String(error) }],
})

/** Value of a FEEL expression. Never throws: what does not parse or compute is null with a warning. */
export function feel(text: string, scope: Scope): FeelResult {
  const names = Object.keys(scope)
  const program = compile(text, names)
  try {
    if (program) return call(program, Object.values(scope))
    const { value, warnings } = evaluate(text, scope as EvalContext)
    return { value: value === undefined ? null : value, warnings }
  } catch (error) {
    return syntax(error)
  }
}

/** Text with the `?` of unary tests replaced by a name, strings left alone. */
const withCell = (text: string) => text.replace(/"(?:[^"\\]|\\.)*"|\?/g, (part) => (part === '?' ? ` ${CELL} ` : part))

/** The inside of `not( … )` when that is the whole text. */
function negated(text: string): string | null {
  const inner = /^not\s*\(([\s\S]*)\)$/.exec(text)?.[1]
  if (inner === undefined) return null
  let depth = 0
  for (const part of inner.replace(/"(?:[^"\\]|\\.)*"/g, '""')) {
    if (part === '(') depth++
    else if (part === ')' && --depth < 0) return null
  }
  return depth === 0 ? inner : null
}

/** Whether a value passes the unary tests of a table cell (DMN 1.5, 7.3.13). `-` passes everything. */
export function passes(
  tests: string,
  value: unknown,
  scope: Scope,
): { readonly passed: boolean; readonly warnings: FeelResult['warnings'] } {
  if (tests === '-') return { passed: true, warnings: [] }
  const plain = () => {
    try {
      const result = unaryTest(tests, { ...scope, '?': value } as EvalContext)
      return { passed: result.value === true, warnings: result.warnings }
    } catch (error) {
      return { passed: false, warnings: syntax(error).warnings }
    }
  }
  // `null` among the tests accepts a missing value, which FEEL's own `in` does not.
  if (/\bnull\b/.test(tests)) return plain()
  const inner = negated(tests)
  const asks = withCell(tests) !== tests
  const body = asks ? withCell(tests) : inner !== null ? `not(${CELL} in (${inner}))` : `${CELL} in (${tests})`
  const program = compile(body, [CELL, ...Object.keys(scope)])
  if (!program) return plain()
  try {
    const result = call(program, [value, ...Object.values(scope)])
    return typeof result.value === 'boolean' || (result.value === null && !asks)
      ? { passed: result.value === true, warnings: result.warnings }
      : plain()
  } catch {
    return plain()
  }
}

/** Turns plain values (and lists and records of them) into FEEL values; temporal values pass as they are. */
export function intoFeel(value: unknown): unknown {
  if (value === undefined) return null
  if (Array.isArray(value)) return value.map(intoFeel)
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, intoFeel(entry)]))
  return toFeel(value)
}
