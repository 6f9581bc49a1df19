import { amountWords } from '@yingshang/plan'
import { dateInChina, type PlainDate, type Text } from '@yingshang/time'
import type { EntryFact, EntryState } from './model.ts'

/** What a report is prefilled with: what happened to an entry since the last one, in words, so that nobody types what the ledger knows. */

export interface ReportedChange {
  readonly kind: EntryFact['kind']
  /** Day of the change; for what was done on another day, that day. */
  readonly on: PlainDate
  readonly text: Text
}

/**
 * The changes that facts brought, oldest first. `body` null or the lead: all of them; another body: its own steps, what proves them, and its
 * own readings. Facts must be those of the entry; what was taken back since is left out.
 */
export function whatChanged(state: EntryState, facts: readonly EntryFact[], body: string | null): readonly ReportedChange[] {
  const whole = body === null || body === state.assignment.lead
  const own = new Set(state.steps.filter((s) => whole || s.body === body).map((s) => s.id))
  const step = (id: string) => state.steps.find((s) => s.id === id)
  return facts.flatMap((fact): ReportedChange[] => {
    const on = dateInChina(fact.at)
    const say = (zh: string, en: string, day = on): ReportedChange[] => [{ kind: fact.kind, on: day, text: { zh, en } }]
    switch (fact.kind) {
      case 'step-added': {
        const title = own.has(fact.step) ? step(fact.step)?.title : undefined
        return title === undefined ? [] : say(`新增举措“${title}”`, `step added: ${title}`)
      }
      case 'step-done': {
        const done = own.has(fact.step) ? step(fact.step) : undefined
        if (!done || done.doneOn === null) return []
        return say(`完成举措“${done.title}”${note(fact.note)}`, `step done: ${done.title}`, done.doneOn)
      }
      case 'milestone-done': {
        const milestone = whole ? state.milestones.find((m) => m.id === fact.milestone) : undefined
        if (!milestone || milestone.doneOn === null) return []
        return say(`完成节点“${milestone.text}”${note(fact.note)}`, `milestone done: ${milestone.text}`, milestone.doneOn)
      }
      case 'target-reading': {
        const target = state.targets.find((t) => t.id === fact.target)
        if (!target || fact.value === null || !(whole || fact.body === body)) return []
        return say(
          `${target.subject}达到${fact.value}${target.unit}（${fact.asOf}，目标${amountWords(target)}）`,
          `${target.subject}: ${fact.value}${target.unit} on ${fact.asOf}, of ${amountWords(target)}`,
        )
      }
      case 'evidence-added': {
        const kept = state.evidence.some((e) => e.attachment === fact.attachment)
        if (!kept || !(whole || (fact.about !== null && own.has(fact.about)))) return []
        return say(`上传佐证“${fact.name}”`, `evidence: ${fact.name}`)
      }
      case 'submitted':
        return whole ? say('申请销号', 'submitted for close-out') : []
      case 'returned':
        return whole ? say(`销号申请退回：${fact.reason}`, `close-out returned: ${fact.reason}`) : []
      case 'deferred':
        return whole && state.deferredUntil !== null ? say(`经批准缓办至${fact.until}`, `deferred until ${fact.until}`) : []
      default:
        return []
    }
  })
}

const note = (words: string | null): string => (words === null || words.trim() === '' ? '' : `（${words.trim()}）`)

/** The changes as one sentence for a report, with what the body adds; each change once. */
export function reportWords(changes: readonly ReportedChange[], added: string): string {
  const known = [...new Set(changes.map((c) => c.text.zh))].join('；')
  const words = added.trim()
  if (known === '') return words === '' ? '本期无新增进展' : words
  return words === '' ? `${known}。` : `${known}。${words}`
}
