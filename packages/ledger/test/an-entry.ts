import { CHINA_2026, instantInChina } from '@yingshang/time'
import {
  type EntryContent,
  type EntryFact,
  type EntryState,
  type EntryStatus,
  type FactBody,
  type Judged,
  next,
  type RiskRules,
  standingOf,
  stateOn,
  USUAL_RISKS,
} from '../src/index.ts'

/** An entry in the words of the office, for tests. */

export const content = (more: Partial<EntryContent> = {}): EntryContent => ({
  number: '1',
  title: '压减开办时间',
  text: '压减企业开办时间。',
  domain: '开办企业',
  path: ['一、重点任务', '（一）开办企业'],
  anchor: null,
  startsOn: null,
  dueOn: null,
  weight: 1,
  milestones: [],
  targets: [],
  ...more,
})

export class AnEntry {
  readonly facts: EntryFact[] = []
  state: EntryState
  risks: RiskRules = USUAL_RISKS

  constructor(more: Partial<EntryContent> = {}, on = '2026-01-05', bodies: readonly string[] = ['market', 'tax']) {
    this.state = undefined as never
    this.add(on, 'office', {
      kind: 'adopted',
      content: content(more),
      assignment: { lead: bodies[0] ?? null, responsible: bodies.slice(1) },
    })
  }

  /** Adds a fact at ten in the morning of a day; throws with the codes when it is refused. */
  add(on: string, by: string | null, body: FactBody): this {
    const refused = this.refused(on, by, body)
    if (refused.length > 0) throw new Error(refused.join(', '))
    const fact = this.made(on, by, body)
    const after = next(this.state ?? null, fact)
    if (after.ok) this.state = after.value
    this.facts.push(fact)
    return this
  }

  /** Codes of the reasons against a fact. */
  refused(on: string, by: string | null, body: FactBody): string[] {
    const after = next(this.state ?? null, this.made(on, by, body))
    return after.ok ? [] : after.refusals.map((r) => r.code)
  }

  private made(on: string, by: string | null, body: FactBody): EntryFact {
    return { ...body, seq: this.facts.length + 1, at: instantInChina(on, '10:00'), by }
  }

  judged(): Judged {
    return standingOf(this.state, this.risks, CHINA_2026)
  }

  on(day: string): EntryStatus {
    return stateOn(this.judged().standing, day)
  }
}

export const step = (title: string, more: object = {}) => ({
  body: 'market',
  title,
  department: '注册科',
  departmentId: null,
  leader: null,
  owner: null,
  startsOn: null,
  dueOn: null,
  outcome: null,
  ...more,
})

export const report = (done: string, more: object = {}): FactBody => ({
  kind: 'reported',
  body: 'market',
  cycle: null,
  done,
  next: null,
  progress: null,
  blocked: null,
  ...more,
})

export const evidence: FactBody = { kind: 'evidence-added', attachment: 'file-1', name: '通知.pdf', about: null, note: null }
