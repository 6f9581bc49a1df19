import type { Definition, Effect, Field, FieldType, Operand } from '@yingshang/procedure'

/** What a page looks up in a definition: fields by id, and the kind of value in each column of a register. */

/** How a value is to be shown: its type, and its options when it was chosen among some. */
export interface Kind {
  readonly type: FieldType | 'unknown' | 'person'
  readonly options?: Field['options']
}

const UNKNOWN: Kind = { type: 'unknown' }
const kindOf = (field: Field): Kind => ({ type: field.type, ...(field.options ? { options: field.options } : {}) })

export interface Book {
  readonly field: (id: string) => Field | undefined
  readonly kind: (id: string) => Kind
  /** By the Chinese label, for texts of the record that carry labels alone. */
  readonly kindByLabel: (zh: string) => Kind
  readonly column: (register: string, property: string) => Kind
  /** Fields of an action that name a row of a register: field id → register id. */
  readonly rowFields: (action: string) => ReadonlyMap<string, string>
}

const books = new WeakMap<Definition, Book>()

/** The book of a definition, made once. */
export function bookOf(definition: Definition): Book {
  let book = books.get(definition)
  if (!book) {
    book = makeBook(definition)
    books.set(definition, book)
  }
  return book
}

type Entering = Extract<Effect, { do: 'enter' }>

function makeBook(definition: Definition): Book {
  const all = definition.fields.flatMap((field) => [field, ...(field.fields ?? [])])
  const byId = new Map(all.map((field) => [field.id, field]))
  const byLabel = new Map(all.map((field) => [field.label.zh, field]))
  const entering = (id: string): readonly Entering[] =>
    definition.actions.flatMap((action) => action.effects.filter((e): e is Entering => e.do === 'enter' && e.register === id))
  const columns = new Map<string, Kind>()

  const operandKind = (operand: Operand, depth: number): Kind => {
    switch (operand.of) {
      case 'field':
      case 'fact': {
        const field = byId.get(operand.of === 'field' ? operand.field : operand.fact)
        return field ? kindOf(field) : UNKNOWN
      }
      case 'today':
      case 'on':
      case 'later':
      case 'due':
        return { type: 'date' }
      case 'actor':
        return { type: 'person' }
      case 'value':
        return typeof operand.value === 'boolean' ? { type: 'yesNo' } : UNKNOWN
      case 'sum':
      case 'first':
        return firstKnown(operand.terms.map((term) => operandKind(term, depth)))
      case 'difference':
        return operandKind(operand.from, depth)
      case 'entry':
        return operand.property !== undefined && depth < 3 ? columnKind(operand.register, operand.property, depth + 1) : UNKNOWN
      default:
        return UNKNOWN
    }
  }
  const columnKind = (register: string, property: string, depth: number): Kind => {
    const operands = entering(register).flatMap((effect) => effect.entry[property] ?? [])
    return firstKnown(operands.map((operand) => operandKind(operand, depth)))
  }
  return {
    field: (id) => byId.get(id),
    kind: (id) => (byId.has(id) ? kindOf(byId.get(id)!) : UNKNOWN),
    kindByLabel: (zh) => (byLabel.has(zh) ? kindOf(byLabel.get(zh)!) : UNKNOWN),
    column: (register, property) => {
      const key = `${register} ${property}`
      let kind = columns.get(key)
      if (!kind) {
        kind = columnKind(register, property, 0)
        columns.set(key, kind)
      }
      return kind
    },
    rowFields: (action) =>
      new Map(
        (definition.actions.find((a) => a.id === action)?.effects ?? []).flatMap((e): [string, string][] =>
          (e.do === 'enter' || e.do === 'strike') && e.key.of === 'field' ? [[e.key.field, e.register]] : [],
        ),
      ),
  }
}

const firstKnown = (kinds: readonly Kind[]): Kind => kinds.find((kind) => kind.type !== 'unknown') ?? UNKNOWN
