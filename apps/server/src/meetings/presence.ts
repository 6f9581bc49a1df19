import { actsFor, type MeetingState } from '@yingshang/meeting'
import type { Presence } from './view.ts'

/** Who is there, by the sign-ins that are recorded. */

interface Counted {
  readonly key: string
  readonly presence: Omit<Presence, 'online'>
}
const counted = new WeakMap<MeetingState, Counted>()

/** Voters for whom somebody signed in, and their amount. Counted anew only when somebody came or the rights changed. */
export function presenceOf(state: MeetingState): Omit<Presence, 'online'> {
  const key = `${state.sessions.size}/${state.eligibility?.version}/${state.rights.size}/${state.proxies.length}`
  const before = counted.get(state)
  if (before?.key === key) return before.presence
  const here = presentVoters(state)
  const sum = (label: string) => (state.rights.get(label)?.claims ?? []).reduce((total, c) => total + c.amount, 0)
  let amount = 0
  let total = 0
  for (const label of state.listed.keys()) {
    const own = sum(label)
    total += own
    if (here.has(label)) amount += own
  }
  const presence = { signedIn: here.size, voters: state.listed.size, amount, total }
  counted.set(state, { key, presence })
  return presence
}

/** Labels of the voters for whom somebody signed in. */
export function presentVoters(state: MeetingState): ReadonlySet<string> {
  const here = new Set<string>()
  for (const person of new Set([...state.sessions.values()].map((s) => s.statement.person)))
    for (const voter of actsFor(state, person)) here.add(voter)
  return here
}
