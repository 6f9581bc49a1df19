/**
 * A DMN model after reading: decisions, the knowledge they call, their inputs and types. Frozen plain data.
 * Source: OMG DMN 1.5, chapters 6 (requirements), 7 (expressions), 8 (decision tables).
 */

/** Something that gives a value: one of the boxed expressions of DMN 1.5, chapter 10.2. */
export type Expression =
  | { readonly kind: 'literal'; readonly text: string; readonly typeRef: string | null }
  | DecisionTable
  | { readonly kind: 'context'; readonly entries: readonly ContextEntry[]; readonly typeRef: string | null }
  | {
      readonly kind: 'invocation'
      readonly callee: Expression
      readonly bindings: readonly { readonly name: string; readonly expression: Expression | null }[]
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'relation'; readonly columns: readonly string[]; readonly rows: readonly (readonly Expression[])[] }
  | FunctionDefinition
  | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'filter'; readonly source: Expression; readonly match: Expression }
  | {
      readonly kind: 'iterate'
      readonly mode: 'for' | 'some' | 'every'
      readonly variable: string
      readonly source: Expression
      readonly body: Expression
    }

export interface ContextEntry {
  /** Null for the result entry. */
  readonly name: string | null
  readonly typeRef: string | null
  readonly expression: Expression | null
}

export interface FunctionDefinition {
  readonly kind: 'function'
  readonly language: 'FEEL' | 'Java' | 'PMML'
  readonly parameters: readonly { readonly name: string; readonly typeRef: string | null }[]
  readonly body: Expression | null
  readonly typeRef: string | null
}

/** Hit policies of DMN 1.5, 8.2.8; collect is split by its aggregator. */
export type HitPolicy = 'UNIQUE' | 'ANY' | 'PRIORITY' | 'FIRST' | 'RULE ORDER' | 'OUTPUT ORDER' | 'COLLECT'
export type Aggregator = 'SUM' | 'MIN' | 'MAX' | 'COUNT'

export interface DecisionTable {
  readonly kind: 'table'
  readonly id: string
  readonly hitPolicy: HitPolicy
  readonly aggregator: Aggregator | null
  readonly inputs: readonly TableInput[]
  readonly outputs: readonly TableOutput[]
  readonly rules: readonly TableRule[]
  /** Headings of the annotation columns, e.g. 依据. */
  readonly annotations: readonly string[]
}

export interface TableInput {
  readonly label: string
  readonly text: string
  readonly typeRef: string | null
  /** Allowed values as unary tests, or null. */
  readonly allowed: string | null
}

export interface TableOutput {
  readonly name: string
  readonly label: string
  readonly typeRef: string | null
  /** Allowed values in order of priority, or null. */
  readonly allowed: string | null
  readonly fallback: string | null
}

export interface TableRule {
  readonly id: string
  readonly tests: readonly string[]
  readonly results: readonly string[]
  readonly annotations: readonly string[]
  readonly description: string | null
}

/** A reference to another element: its model's namespace ('' for the same model) and its id. */
export interface Reference {
  readonly namespace: string
  readonly id: string
}

export interface Decision {
  readonly id: string
  readonly name: string
  readonly typeRef: string | null
  readonly question: string | null
  readonly description: string | null
  readonly requires: readonly Reference[]
  readonly expression: Expression | null
}

export interface Knowledge {
  readonly id: string
  readonly name: string
  readonly typeRef: string | null
  readonly requires: readonly Reference[]
  readonly logic: FunctionDefinition | null
}

export interface InputData {
  readonly id: string
  readonly name: string
  readonly typeRef: string | null
}

export interface DecisionService {
  readonly id: string
  readonly name: string
  readonly typeRef: string | null
  readonly outputs: readonly Reference[]
  readonly encapsulated: readonly Reference[]
  readonly inputDecisions: readonly Reference[]
  readonly inputData: readonly Reference[]
}

/** An item definition: a named type with constraints, components or function signature. */
export interface ItemType {
  readonly name: string
  readonly typeRef: string | null
  readonly isCollection: boolean
  readonly allowed: string | null
  readonly components: readonly ItemType[]
  readonly isFunction: boolean
}

export interface Import {
  readonly name: string
  readonly namespace: string
}

export interface DecisionModel {
  readonly name: string
  readonly namespace: string
  readonly imports: readonly Import[]
  readonly types: readonly ItemType[]
  readonly inputs: readonly InputData[]
  readonly decisions: readonly Decision[]
  readonly knowledge: readonly Knowledge[]
  readonly services: readonly DecisionService[]
}

/** Something wrong or doubtful, with its place; `severity: 'error'` keeps a table from being published. */
export interface DecisionFinding {
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly where: string
  readonly zh: string
  readonly en: string
}
