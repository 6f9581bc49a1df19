/**
 * The words of a procedure. A definition is one frozen value of plain data: no functions, so that it can be stored, compared,
 * printed and checked. `conditions.ts` and `effects.ts` hold the small builders with which definitions are written;
 * docs/procedures.md tells how.
 *
 * A matter is one running instance. It changes only by actions. Its state is the fold of its actions.
 */
import type { Clock, Instant, Period, PlainDate, Refusal, Source, Text } from '@yingshang/time'

export type { Instant, Outcome, PlainDate, Refusal, Source, Text } from '@yingshang/time'

/** Plain JSON. Money is an integer of fen, dates are `YYYY-MM-DD`. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }
export type Values = { readonly [field: string]: Value }

// ── What a definition says ────────────────────────────────────────────────────────────────────────────────────────────────

export interface Definition {
  readonly id: string
  readonly version: string
  /** Matters opened from this day on follow this version. */
  readonly effectiveFrom: PlainDate
  readonly title: Text
  readonly sources: readonly Source[]
  readonly roles: readonly Role[]
  readonly tracks: readonly Track[]
  readonly flags: readonly Named[]
  /** Facts that effects set. The fields of forms are facts too and need no entry here. */
  readonly facts?: readonly Fact[]
  readonly clocks: readonly ProcedureClock[]
  readonly conditions: readonly NamedCondition[]
  readonly fields: readonly Field[]
  readonly actions: readonly ActionDefinition[]
  readonly registers?: readonly Register[]
  readonly documents?: readonly DocumentDefinition[]
  /** Sentences with `{fact}` in them; `matter` names a matter in lists. */
  readonly titles: { readonly matter: Text; readonly [name: string]: Text }
  readonly examples: readonly Example[]
  /** How matters of earlier versions may come over to this one. */
  readonly migrations?: readonly Migration[]
}

export interface Named {
  readonly id: string
  readonly title: Text
}

export interface Role extends Named {
  /** The role of the clock and of other machines. */
  readonly system?: boolean
}

export interface Track extends Named {
  /** Where the track stands when a matter opens; a track without it is dormant until an action moves into it. */
  readonly initial?: string
  readonly stages: readonly Stage[]
}

export interface Stage extends Named {
  /** Nothing need follow. A matter whose tracks are all terminal or dormant has ended. */
  readonly terminal?: boolean
}

export interface Fact extends Named {
  readonly initial?: Value
  readonly sensitivity?: Sensitivity
}

export interface Register extends Named {
  /** What its entries hold, for pages and tables. */
  readonly properties: readonly Named[]
}

export interface DocumentDefinition extends Named {
  /** Name of the template, found by the shell. */
  readonly template: string
  readonly source?: readonly Source[]
}

/**
 * A clock of a procedure. Its event names are ids of actions and names of signals. `per` makes one clock for every key:
 * the key is read from the action that brings the event.
 */
export interface ProcedureClock extends Clock {
  readonly per?: Operand
}

export type Sensitivity = 'public' | 'internal' | 'personal'

export type FieldType =
  | 'text'
  | 'longText'
  | 'integer'
  | 'money'
  | 'date'
  | 'moment'
  | 'yesNo'
  | 'choice'
  | 'choices'
  | 'party'
  | 'attachments'
  | 'creditCode'
  | 'idNumber'
  | 'caseNumber'
  | 'group'

/** A file handed in; the shell has stored and hashed it. */
export interface Attachment {
  readonly [key: string]: Value
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
  readonly sha256: string
}

export interface Field {
  readonly id: string
  readonly type: FieldType
  readonly label: Text
  readonly help?: Text
  readonly required?: boolean
  /** Shown, and allowed to have a value, only when this holds. Reads fields of the same form (of the same group first) and facts. */
  readonly when?: Condition
  /** Integers and fen. */
  readonly min?: number
  readonly max?: number
  /** Dates: not before, not after (`today()`, `fact(…)`, `field(…)`). */
  readonly notBefore?: Operand
  readonly notAfter?: Operand
  /** Characters; 200 for text and 20,000 for long text when absent. */
  readonly maxLength?: number
  readonly minLength?: number
  /** A regular expression for the whole text, with the message that says what is wanted. */
  readonly pattern?: { readonly matches: string; readonly message: Text }
  readonly options?: readonly { readonly value: string; readonly label: Text }[]
  /** Fields of one group, for type `group`; the value is a list of objects. */
  readonly fields?: readonly Field[]
  /** Groups, attachments and choices; at most 1,000 when absent. */
  readonly minItems?: number
  readonly maxItems?: number
  /** Checks that need more than one value. */
  readonly rules?: readonly { readonly holds: Condition; readonly message: Text; readonly code?: string }[]
  readonly sensitivity: Sensitivity
  /** False when the value must not become a fact of the matter (large lists, rows of a register). True when absent. */
  readonly keep?: boolean
  /** Where the page takes a first value from; it shows the origin beside it. */
  readonly prefill?: Operand
  /** A made-up value for examples, exploring and documentation. Each type has its own when absent. */
  readonly sample?: Value
  /** Text: the value is the id of a body of the house's organisation, whose name goes into another field. Pages offer a list; the shell checks the id. */
  readonly names?: { readonly what: 'body'; readonly into: string }
}

export interface ActionDefinition {
  readonly id: string
  readonly label: Text
  /** Any one of these roles. */
  readonly by: readonly string[]
  readonly when?: Condition
  /** Ids of fields; `!` behind an id makes it required here, `?` makes it optional here. */
  readonly form?: readonly string[]
  readonly effects: readonly Effect[]
  /** The day on which it took effect, when that is not the day of recording: `field('servedOn')`. Never later than today. */
  readonly on?: Operand
  /** Opens a matter: possible as the first action and only then. */
  readonly opens?: boolean
  /** Possible also when the matter has ended. */
  readonly afterEnd?: boolean
  /**
   * A correction of an earlier action of one of these kinds. Fields which that action had replace the facts it left (refused when
   * a later action has overwritten them), and the events it gave to clocks follow: days and lengths taken from such fields change with
   * them. Other fields (a reason) are the correction's own. Stages and facts set by effects do not change by a correction.
   */
  readonly corrects?: readonly string[]
  readonly source?: readonly Source[]
}

// ── Conditions and operands ───────────────────────────────────────────────────────────────────────────────────────────────

export type Comparison = '=' | '≠' | '<' | '≤' | '>' | '≥' | 'in'

export type ClockIs = 'waiting' | 'unset' | 'running' | 'paused' | 'ended' | 'cancelled' | 'in-time' | 'over'

export type Condition =
  | { readonly is: 'always' }
  | { readonly is: 'and'; readonly of: readonly Condition[] }
  | { readonly is: 'or'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'named'; readonly id: string }
  | { readonly is: 'stage'; readonly track: string; readonly in: readonly string[] }
  | { readonly is: 'flag'; readonly flag: string }
  | { readonly is: 'done'; readonly action: string; readonly times: number }
  | { readonly is: 'role'; readonly role: string }
  | { readonly is: 'clock'; readonly clock: string; readonly status: readonly ClockIs[]; readonly key?: Operand }
  | { readonly is: 'known'; readonly what: Operand }
  | { readonly is: 'compare'; readonly left: Operand; readonly op: Comparison; readonly right: Operand }

/** A condition with a name, the sentence that refuses by it (`{fact}` is filled in) and its source. */
export interface NamedCondition extends Named {
  readonly when: Condition
  readonly refusal: Text
  readonly source?: readonly Source[]
}

export type Operand =
  | { readonly of: 'value'; readonly value: Value }
  | { readonly of: 'fact'; readonly fact: string }
  | { readonly of: 'field'; readonly field: string }
  | { readonly of: 'today' }
  | { readonly of: 'on' }
  | { readonly of: 'actor' }
  | { readonly of: 'matter' }
  | { readonly of: 'action' }
  | { readonly of: 'key' }
  | { readonly of: 'due'; readonly clock: string; readonly key?: Operand }
  | { readonly of: 'entry'; readonly register: string; readonly key: Operand; readonly property?: string }
  | { readonly of: 'entries'; readonly register: string }
  | { readonly of: 'sum'; readonly terms: readonly Operand[] }
  | { readonly of: 'difference'; readonly from: Operand; readonly minus: Operand }
  | { readonly of: 'product'; readonly terms: readonly Operand[] }
  | { readonly of: 'later'; readonly date: Operand; readonly by: Period }
  | { readonly of: 'days'; readonly from: Operand; readonly to: Operand }
  | { readonly of: 'first'; readonly terms: readonly Operand[] }
  | { readonly of: 'decision'; readonly decision: string; readonly inputs: { readonly [name: string]: Operand }; readonly output?: string }

// ── Effects ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Conditional {
  /** The effect takes place only when this holds, read before the action changes anything. */
  readonly when?: Condition
}

export type Effect = Conditional &
  (
    | { readonly do: 'move'; readonly track: string; readonly to: string }
    | { readonly do: 'raise'; readonly flag: string }
    | { readonly do: 'lower'; readonly flag: string }
    | { readonly do: 'set'; readonly fact: string; readonly to: Operand }
    | { readonly do: 'add'; readonly fact: string; readonly amount: Operand }
    | ({ readonly do: 'signal'; readonly event: string } & SignalDetails)
    | { readonly do: 'document'; readonly document: string; readonly to?: readonly string[] }
    | {
        readonly do: 'oblige'
        readonly obligation: string
        readonly title: Text
        readonly who: readonly string[]
        readonly clock?: string
        readonly due?: Operand
      }
    | { readonly do: 'discharge'; readonly obligation: string }
    | { readonly do: 'enter'; readonly register: string; readonly key: Operand; readonly entry: { readonly [property: string]: Operand } }
    | { readonly do: 'strike'; readonly register: string; readonly key: Operand }
    | { readonly do: 'notify'; readonly to: readonly string[]; readonly text: Text }
    | { readonly do: 'call'; readonly connector: string; readonly operation: string; readonly with: { readonly [name: string]: Operand } }
  )

/** What an event tells the clocks that listen to it. Without `on` it is the day of the action. */
export interface SignalDetails {
  readonly on?: Operand
  readonly length?: { readonly unit: Period['unit']; readonly n: Operand }
  readonly from?: Operand
  readonly to?: Operand
  readonly applied?: Operand
  readonly reason?: Operand
}

// ── Examples and migrations ───────────────────────────────────────────────────────────────────────────────────────────────

/** A worked example: what happens, and what must then be so. It runs as a test. */
export interface Example {
  readonly title: Text
  readonly actions: readonly ExampleAction[]
  readonly expect: {
    readonly stages?: { readonly [track: string]: string }
    readonly flags?: readonly string[]
    readonly facts?: Values
    /** Due date of a clock, or its status when it is not running. */
    readonly clocks?: { readonly [clock: string]: PlainDate | ClockIs }
    /** What a role can do then (checked for those named). */
    readonly possible?: { readonly [role: string]: readonly string[] }
    readonly ended?: boolean
  }
}

export interface ExampleAction {
  readonly action: string
  /** Role of the actor; the first of the action when absent. */
  readonly as?: string
  /** Moment, or a day (10:00 in China). */
  readonly at: Instant | PlainDate
  readonly values?: Values
  /** Codes with which it must be refused; it then changes nothing. */
  readonly refused?: readonly string[]
  /** Id of the actor, when who it is matters. */
  readonly actor?: string
  /** Position (from 0) of the action that this one corrects. */
  readonly corrects?: number
  readonly cause?: Cause
}

export interface Migration {
  readonly from: string
  /** Old stage → new stage by track, for those that changed names. */
  readonly stages?: { readonly [track: string]: { readonly [stage: string]: string } }
  readonly facts?: { readonly [old: string]: string }
  readonly flags?: { readonly [old: string]: string }
  readonly clocks?: { readonly [old: string]: string }
}

// ── What happens ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Actor {
  readonly id: string
  readonly roles: readonly string[]
  readonly onBehalfOf?: string
}

/** The clock that brought the system to act. */
export interface Cause {
  readonly clock: string
  readonly key?: string
  readonly due: PlainDate
}

/** What somebody wants to do. */
export interface Draft {
  /** Unique id, given by the shell. */
  readonly id: string
  readonly action: string
  readonly actor: Actor
  readonly at: Instant
  readonly values?: Values
  /** Id and kind of the action to be corrected, as the journal has them: the shell reads the kind there and does not take it from the page. */
  readonly corrects?: { readonly id: string; readonly action: string }
  readonly cause?: Cause
}

/** What was done, as the journal keeps it. It names all that a later replay needs. */
export interface Action extends Draft {
  readonly matter: string
  readonly seq: number
  readonly on: PlainDate
  readonly procedure: { readonly id: string; readonly version: string }
  readonly calendar: { readonly id: string; readonly version: string }
  /** Answers of decision tables that were used, by question. */
  readonly decisions?: Values
}

/** The action by which a matter moves to another version of its procedure. */
export const MIGRATE = '@migrate'

/** Reasons of a form carry the path of the value: `items[2].amount`. */
export interface FormError extends Refusal {
  readonly path: string
}
