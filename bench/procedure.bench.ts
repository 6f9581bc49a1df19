/**
 * The engine of procedures: what one more action costs in a short and in a long matter (it should not matter how long), the fold of a
 * matter of 10,000 actions, and actions per second with all conditions judged. The yardstick is the copy of a state by
 * structuredClone, which any engine that keeps old states by copying would pay. `npm run bench -- procedure`
 */
import {
  type Action,
  apply,
  conditions as c,
  type Definition,
  type Draft,
  effects as e,
  fold,
  initial,
  possible,
  type Setting,
  type State,
  submit,
} from '@yingshang/procedure'
import { addDays, CHINA_2026, instantInChina } from '@yingshang/time'
import { LIBRARY } from '../packages/procedure/test/library.ts'
import { fixed, inTurn } from './measure.ts'

const text = (zh: string, en: string) => ({ zh, en })
/** The library with a register that grows by a row for every shelving. */
const definition: Definition = {
  ...LIBRARY,
  actions: [
    ...LIBRARY.actions,
    {
      id: 'shelve',
      label: text('上架', 'shelve'),
      by: ['librarian'],
      when: c.stage('loan', 'lent'),
      effects: [e.enter('shelf', c.actionId(), { on: c.onDay(), book: c.fact('book') })],
    },
  ],
  registers: [...(LIBRARY.registers ?? []), { id: 'shelf', title: text('上架登记', 'shelvings'), properties: [] }],
}
const setting: Setting = { definitions: [definition], calendars: [CHINA_2026] }
const librarian = { id: 'li', roles: ['librarian'] }

/** A year of one book: lent, held, released, renewed, shelved, remarked on, returned, lent again. */
const round = ['lend', 'hold', 'release', 'renew', 'shelve', 'remark', 'shelve', 'shelve', 'return'] as const
function draft(i: number): Draft {
  const day = addDays('2022-01-01', Math.floor(i / 8))
  const at = instantInChina(day, '10:00')
  const base = { id: `b${i}`, actor: librarian, at }
  if (i === 0) return { ...base, action: 'ask', values: { reader: 'anna', book: '观潮集', purpose: 'study' } }
  const action = round[(i - 1) % round.length]!
  const values = action === 'remark' ? { note: '检查' } : action === 'return' ? { returnedOn: day } : undefined
  return { ...base, action, ...(values ? { values } : {}) }
}

const actions: Action[] = []
const states: State[] = [initial(definition, 'bench')]
for (let i = 0; i < 10_000; i++) {
  const result = submit(setting, states[i]!, draft(i))
  if (!result.ok) throw new Error(`${i}: ${JSON.stringify(result.refusals)}`)
  actions.push(result.action)
  states.push(result.state)
}

const window = 500
const step = (from: number) => () => {
  let last: unknown
  for (let i = from; i < from + window; i++) last = apply(setting, states[i]!, actions[i]!)
  return last
}
const judged = (from: number) => () => {
  let last: unknown
  for (let i = from; i < from + window; i++) last = submit(setting, states[i]!, draft(i))
  return last
}
const places = [10, 1000, 5000, 9490]
const times = inTurn(
  {
    ...Object.fromEntries(
      places.flatMap((at) => [
        [`apply ${at}`, step(at)],
        [`submit ${at}`, judged(at)],
      ]),
    ),
    fold: () => fold(setting, 'bench', actions),
    look: () => Array.from({ length: window }, (_, i) => possible(setting, states[9000 + i]!, librarian, '2027-01-01T02:00:00Z')),
    clone: () => structuredClone(states[9999]),
  } as Record<string, () => unknown>,
  9,
)
const each = (name: string) => (times[name]! / window) * 1000
console.log(`one more action, in µs (median of 9 × ${window})`)
console.log('  after actions       apply   judge and apply')
for (const at of places)
  console.log(`  ${fixed(at, 0).padStart(13)} ${fixed(each(`apply ${at}`)).padStart(11)} ${fixed(each(`submit ${at}`)).padStart(17)}`)
console.log(
  `  the last step costs ${fixed(each('apply 9490') / each('apply 10'), 2)} × the first (apply), ${fixed(each('submit 9490') / each('submit 10'), 2)} × (judge and apply)`,
)
console.log(
  `fold of ${fixed(actions.length, 0)} actions: ${fixed(times.fold!)} ms, ${fixed((actions.length / times.fold!) * 1000, 0)} actions/s`,
)
console.log(`judged, applied and stamped: ${fixed((window / times['submit 9490']!) * 1000, 0)} actions/s`)
console.log(`everything possible for one actor, with reasons: ${fixed((times.look! / window) * 1000)} µs`)
console.log(
  `yardstick: one structuredClone of the last state (${fixed(JSON.stringify(states[9999]).length / 1024, 0)} KiB): ${fixed(times.clone! * 1000)} µs`,
)
