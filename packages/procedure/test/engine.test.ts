import {
  type Action,
  conditions as c,
  clockDue,
  compile,
  type Definition,
  type Draft,
  define,
  effects as e,
  entries,
  fold,
  get,
  initial,
  judge,
  migrate,
  migration,
  owed,
  possible,
  type Setting,
  type State,
  submit,
  validate,
  viewAt,
} from '@yingshang/procedure'
import { addDays, CHINA_2026, days, instantInChina, months } from '@yingshang/time'
import { describe, expect, it } from 'vitest'
import { LIBRARY } from './library.ts'

const text = (zh: string, en = zh) => ({ zh, en })
const setting: Setting = { definitions: [LIBRARY], calendars: [CHINA_2026] }
const ASKED = { reader: 'anna', book: '观潮集', purpose: 'study' }

/** Plays drafts on one matter; `do` expects acceptance, `try` gives the result. */
function aMatter(definition: Definition = LIBRARY, using: Setting = { ...setting, definitions: [definition] }) {
  let state = initial(definition, 'm1')
  const actions: Action[] = []
  const play = {
    get state(): State {
      return state
    },
    actions,
    try: (action: string, on: string, more: Partial<Draft> = {}) => {
      const by = definition.actions.find((a) => a.id === action)?.by[0] ?? 'reader'
      return submit(using, state, {
        id: `a${actions.length + 1}`,
        action,
        actor: { id: by, roles: [by] },
        at: instantInChina(on, '10:00'),
        ...more,
      })
    },
    do: (action: string, on: string, more: Partial<Draft> = {}) => {
      const result = play.try(action, on, more)
      if (!result.ok) throw new Error(`${action} on ${on}: ${result.refusals.map((r) => r.code).join(', ')}`)
      state = result.state
      actions.push(result.action)
      return result
    },
    due: (clock: string, key?: string) => clockDue(compile(definition), state, CHINA_2026, clock, key),
  }
  return play
}

describe('an action', () => {
  it('leaves facts with their origin, effects for the shell, and a stamped record', () => {
    const matter = aMatter()
    const asked = matter.do('ask', '2022-03-01', { values: ASKED })
    expect(asked.action).toMatchObject({
      seq: 1,
      matter: 'm1',
      on: '2022-03-01',
      procedure: { id: 'loan', version: '1' },
      calendar: { id: 'cn', version: '2026.1' },
    })
    expect(matter.state.facts.book).toEqual({ value: '观潮集', from: 'a1', action: 'ask', on: '2022-03-01' })
    expect(asked.effects).toContainEqual({
      kind: 'notice',
      to: ['librarian'],
      text: { zh: '有人申请借阅《观潮集》', en: '观潮集 is asked for' },
    })
    const lent = matter.do('lend', '2022-03-02')
    expect(lent.effects).toEqual(
      expect.arrayContaining([
        { kind: 'stage', track: 'loan', from: 'asked', to: 'lent' },
        { kind: 'document', document: 'slip', to: ['reader'] },
        { kind: 'discharged', obligation: 'decide' },
        { kind: 'entry', register: 'copies', key: '观潮集', before: null, after: { status: 'lent', since: '2022-03-02' } },
        { kind: 'call', connector: 'gate', operation: 'allow', with: { book: '观潮集' } },
        {
          kind: 'obligation',
          obligation: 'bring-back',
          title: { zh: '归还《观潮集》', en: 'bring 观潮集 back' },
          who: ['reader'],
          due: '2022-04-01',
          clock: 'loan-period',
        },
        {
          kind: 'clock',
          clock: 'loan-period',
          key: null,
          change: 'opened',
          due: '2022-04-01',
          dueAt: '2022-04-01T16:00:00Z',
          warn: ['2022-03-29'],
          onDue: 'remind',
          late: false,
          warnings: [],
        },
      ]),
    )
    expect(get(matter.state.registers.copies!, '观潮集')).toEqual({ status: 'lent', since: '2022-03-02' })
    expect(matter.do('hold', '2022-03-12').effects).toMatchObject([{ kind: 'clock', change: 'paused', due: null, onDue: null }])
    expect(matter.do('release', '2022-03-22').effects).toMatchObject([{ kind: 'clock', change: 'moved', due: '2022-04-11' }])
    expect(matter.do('return', '2022-04-12', { values: { returnedOn: '2022-04-11' } }).effects).toContainEqual(
      expect.objectContaining({ kind: 'clock', change: 'closed', late: false }),
    )
  })

  it('is refused with all reasons at once, each with figures and rule', () => {
    const matter = aMatter()
    matter.do('ask', '2022-03-01', { values: ASKED })
    matter.do('lend', '2022-03-02')
    matter.do('renew', '2022-03-10', { actor: { id: 'anna', roles: ['reader'] } })
    matter.do('renew', '2022-03-11', { actor: { id: 'anna', roles: ['reader'] } })
    // 30 + 15 + 15 days end on a holiday and move to 05-05.
    const refused = matter.try('renew', '2022-05-06', { actor: { id: 'berta', roles: ['reader'] } })
    if (refused.ok) throw new Error('accepted')
    expect(refused.refusals).toMatchObject([
      { code: 'own-loan', zh: '只能办理本人的借阅' },
      { code: 'may-renew', zh: '已续借2次，不能再续借', en: 'renewed 2 times already', numbers: { renewals: 2 }, rule: 'LIB-3' },
      { code: 'clock', rule: 'LIB-2', numbers: { 'loan-period.due': '2022-05-05', on: '2022-05-06' } },
    ])
    // Personal data (the reader) does not come out in a reason.
    expect(JSON.stringify(refused.refusals)).not.toContain('anna')
    const stranger = matter.try('lend', '2022-03-12', { actor: { id: 'x', roles: ['stranger'] } })
    if (stranger.ok) throw new Error('accepted')
    expect(stranger.refusals.map((r) => r.code)).toEqual(['role.not-allowed', 'stage'])
  })

  it('is judged on its own day: a return recorded late counts from the day it happened', () => {
    const matter = aMatter()
    matter.do('ask', '2022-03-01', { values: ASKED })
    matter.do('lend', '2022-03-02')
    matter.do('return', '2022-04-20', { values: { returnedOn: '2022-03-31' } })
    expect(matter.due('loan-period')).toMatchObject({ status: 'ended', late: false })
    expect(matter.try('return', '2022-04-21', { values: { returnedOn: '2022-04-22' } })).toMatchObject({
      ok: false,
      refusals: [{ code: 'time.in-future' }, { code: 'stage' }, { code: 'form.not-after' }],
    })
  })

  it('cannot come before the last one', () => {
    const matter = aMatter()
    matter.do('ask', '2022-03-02', { values: ASKED })
    expect(matter.try('lend', '2022-03-01')).toMatchObject({ ok: false, refusals: [{ code: 'time.before-last' }] })
    expect(matter.try('lend', '2022-03-02')).toMatchObject({ ok: true })
    expect(matter.try('lend', '2022-03-02', { at: 'yesterday' })).toMatchObject({ ok: false, refusals: [{ code: 'time.bad-moment' }] })
    expect(matter.try('dance', '2022-03-02')).toMatchObject({ ok: false, refusals: [{ code: 'action.unknown' }] })
    expect(matter.try('@migrate', '2022-03-02')).toMatchObject({ ok: false, refusals: [{ code: 'action.unknown' }] })
  })
})

describe('what is possible', () => {
  it('lists every action of people with reasons, and those of machines to machines', () => {
    const matter = aMatter()
    matter.do('ask', '2022-03-01', { values: ASKED })
    const at = '2022-03-02T02:00:00Z'
    const seen = possible(setting, matter.state, { id: 'li', roles: ['librarian'] }, at)
    expect(seen.map((p) => p.action)).not.toContain('remind')
    expect(seen.filter((p) => p.allowed).map((p) => p.action)).toEqual(['lend', 'refuse', 'remark', 'correct-return'])
    expect(seen.find((p) => p.action === 'close')?.reasons).toMatchObject([
      { code: 'stage', zh: '“借阅”须处于“在馆”阶段，现为“已申请”', en: 'loan must be at returned; it is at asked for' },
    ])
    expect(possible(setting, matter.state, { id: 'c', roles: ['clock'] }, at).map((p) => p.action)).toContain('remind')
  })

  it('leaves open what hangs on the form', () => {
    const matter = aMatter()
    matter.do('ask', '2022-03-01', { values: ASKED })
    matter.do('lend', '2022-03-02')
    matter.do('report-loss', '2022-03-03')
    const pay = possible(setting, matter.state, { id: 'anna', roles: ['reader'] }, '2022-03-04T02:00:00Z').find((p) => p.action === 'pay')
    expect(pay).toEqual({ action: 'pay', allowed: true, reasons: [], dependsOnForm: true })
  })

  it('explains a condition part by part', () => {
    const matter = aMatter()
    matter.do('ask', '2022-03-01', { values: ASKED })
    const view = viewAt(setting, matter.state, { id: 'berta', roles: ['reader'] }, '2022-03-02T02:00:00Z')
    const judged = judge(c.or(c.stage('loan', 'lent'), c.and(c.named('may-renew'), c.not(c.flag('overdue')))), view)
    expect(judged.holds).toBe(true)
    expect(judged.parts.map((p) => p.holds)).toEqual([false, true])
    expect(judged.parts[1]?.parts.map((p) => p.code)).toEqual(['may-renew', 'not.flag'])
  })
})

describe('clocks that run out', () => {
  const overdue = () => {
    const matter = aMatter()
    matter.do('ask', '2022-03-01', { values: ASKED })
    matter.do('lend', '2022-03-02')
    return matter
  }
  const remind = { cause: { clock: 'loan-period', due: '2022-04-01' } }

  it('owe their consequence from the first moment after the end, until it is taken', () => {
    const matter = overdue()
    expect(owed(setting, matter.state, '2022-04-01T15:59:59Z')).toEqual([])
    expect(owed(setting, matter.state, '2022-04-01T16:00:00Z')).toEqual([{ action: 'remind', ...remind }])
    matter.do('remind', '2022-04-05', remind)
    expect(owed(setting, matter.state, '2022-04-05T16:00:00Z')).toEqual([])
    // The fine has its own clock, counted from the day of the reminder.
    expect(owed(setting, matter.state, '2022-05-01T16:00:00Z')).toMatchObject([{ action: 'block' }])
  })

  it('act once, however often they are asked', () => {
    const matter = overdue()
    expect(matter.try('remind', '2022-04-01', remind)).toMatchObject({ ok: false, refusals: [{ code: 'clock.not-due' }] })
    matter.do('remind', '2022-04-02', remind)
    expect(matter.try('remind', '2022-04-02', remind)).toMatchObject({
      ok: false,
      refusals: [{ code: 'clock.already-fired', numbers: { due: '2022-04-01' } }],
    })
  })

  it('do not act when the end has moved meanwhile, or without a cause, or for another clock', () => {
    const matter = overdue()
    matter.do('renew', '2022-03-30', { actor: { id: 'anna', roles: ['reader'] } })
    expect(matter.try('remind', '2022-04-02', remind)).toMatchObject({
      ok: false,
      refusals: [{ code: 'clock.not-due', numbers: { due: '2022-04-18' } }],
    })
    expect(matter.try('remind', '2022-05-02')).toMatchObject({ ok: false, refusals: [{ code: 'clock.no-cause' }] })
    expect(matter.try('remind', '2022-05-02', { cause: { clock: 'search', due: '2022-05-01' } })).toMatchObject({
      ok: false,
      refusals: [{ code: 'clock.wrong-cause' }],
    })
  })
})

describe('a correction', () => {
  it('moves the day of an event and the fact it left, and is itself an action', () => {
    const matter = aMatter()
    matter.do('ask', '2022-03-01', { values: ASKED })
    matter.do('lend', '2022-03-02')
    matter.do('return', '2022-04-20', { values: { returnedOn: '2022-04-20' } })
    expect(matter.due('loan-period').late).toBe(true)
    const corrected = matter.do('correct-return', '2022-04-21', {
      corrects: { id: 'a3', action: 'return' },
      values: { returnedOn: '2022-03-31' },
    })
    expect(matter.due('loan-period').late).toBe(false)
    expect(matter.state.facts.returnedOn).toMatchObject({ value: '2022-03-31', from: 'a3' })
    expect(corrected.effects).toContainEqual({ kind: 'fact', fact: 'returnedOn', before: '2022-04-20', after: '2022-03-31' })
    expect(fold(setting, 'm1', matter.actions)).toEqual(matter.state)
  })

  it('needs a target of the right kind', () => {
    const matter = aMatter()
    matter.do('ask', '2022-03-01', { values: ASKED })
    expect(matter.try('correct-return', '2022-03-01', { values: { returnedOn: '2022-03-01' } })).toMatchObject({
      ok: false,
      refusals: [{ code: 'correction.no-target' }],
    })
    expect(
      matter.try('correct-return', '2022-03-01', { values: { returnedOn: '2022-03-01' }, corrects: { id: 'a1', action: 'ask' } }),
    ).toMatchObject({ ok: false, refusals: [{ code: 'correction.wrong-kind' }] })
    expect(matter.try('lend', '2022-03-01', { corrects: { id: 'a1', action: 'ask' } })).toMatchObject({
      ok: false,
      refusals: [{ code: 'correction.not-one' }],
    })
  })
})

describe('what an action asks in vain', () => {
  const strict: Definition = define({
    ...LIBRARY,
    id: 'strict',
    fields: [
      ...LIBRARY.fields,
      { id: 'days', type: 'integer', label: text('天数', 'days'), required: true, sensitivity: 'public' },
      { id: 'big', type: 'integer', label: text('数', 'number'), required: true, sensitivity: 'public' },
    ],
    clocks: [
      ...LIBRARY.clocks,
      {
        id: 'reading',
        title: text('阅览期', 'reading time'),
        starts: 'lend',
        sets: 'reading-set',
        length: { min: days(3), max: days(9) },
        extensions: [{ on: 'more', title: text('延长', 'more time'), length: days(2) }],
        onDue: 'block',
        ends: ['return'],
        source: LIBRARY.sources,
      },
    ],
    actions: [
      ...LIBRARY.actions,
      {
        id: 'set-reading',
        label: text('定期', 'set the time'),
        by: ['librarian'],
        form: ['days'],
        effects: [e.signal('reading-set', { length: { unit: 'days', n: c.field('days') } })],
      },
      { id: 'more', label: text('延长', 'more time'), by: ['librarian'], effects: [] },
      { id: 'pile', label: text('累加', 'pile up'), by: ['librarian'], form: ['big'], effects: [e.add('fine', c.field('big'))] },
    ],
  })
  const lent = () => {
    const matter = aMatter(strict)
    matter.do('ask', '2022-03-01', { values: ASKED })
    matter.do('lend', '2022-03-02')
    return matter
  }

  it('refuses the action as a whole: lengths out of bounds, extensions used up or too late', () => {
    const matter = lent()
    expect(matter.try('set-reading', '2022-03-02', { values: { days: 2 } })).toMatchObject({
      ok: false,
      refusals: [{ code: 'clock.length-out-of-bounds' }],
    })
    expect(matter.try('set-reading', '2022-03-02', { values: { days: 10 } })).toMatchObject({ ok: false })
    matter.do('set-reading', '2022-03-02', { values: { days: 9 } })
    expect(matter.due('reading').due).toBe('2022-03-11')
    expect(matter.try('more', '2022-03-12')).toMatchObject({ ok: false, refusals: [{ code: 'clock.extension-too-late' }] })
    matter.do('more', '2022-03-11')
    expect(matter.try('more', '2022-03-11')).toMatchObject({ ok: false, refusals: [{ code: 'clock.extension-used' }] })
    expect(matter.due('reading').due).toBe('2022-03-14')
  })

  it('lets a correction move the days and lengths that came from its fields, with a reason of its own', () => {
    const fixing: Definition = define({
      ...strict,
      actions: [
        ...strict.actions,
        {
          id: 'fix-reading',
          label: text('更正天数', 'correct the time'),
          by: ['librarian'],
          corrects: ['set-reading'],
          form: ['days', 'reason'],
          effects: [],
        },
      ],
    })
    const matter = aMatter(fixing)
    matter.do('ask', '2022-03-01', { values: ASKED })
    matter.do('lend', '2022-03-02')
    matter.do('set-reading', '2022-03-02', { values: { days: 5 } })
    expect(matter.due('reading').due).toBe('2022-03-07')
    const corrects = { id: 'a3', action: 'set-reading' }
    expect(matter.try('fix-reading', '2022-03-03', { corrects, values: { days: 30, reason: '笔误' } })).toMatchObject({
      ok: false,
      refusals: [{ code: 'clock.length-out-of-bounds' }],
    })
    matter.do('fix-reading', '2022-03-03', { corrects, values: { days: 8, reason: '笔误' } })
    expect(matter.due('reading').due).toBe('2022-03-10')
    expect(matter.state.facts.reason).toMatchObject({ value: '笔误', action: 'fix-reading' })
    expect(fold({ ...setting, definitions: [fixing] }, 'm1', matter.actions)).toEqual(matter.state)
  })

  it('refuses sums that cannot be exact', () => {
    const matter = lent()
    matter.do('pile', '2022-03-03', { values: { big: Number.MAX_SAFE_INTEGER } })
    expect(matter.try('pile', '2022-03-03', { values: { big: 1 } })).toMatchObject({ ok: false, refusals: [{ code: 'number.too-large' }] })
  })

  it('refuses a correction of what is not there any more', () => {
    const matter = aMatter()
    matter.do('ask', '2022-03-01', { values: ASKED })
    for (const day of ['2022-03-02', '2022-03-04']) {
      matter.do('lend', day)
      matter.do('return', day, { id: `r${day}`, values: { returnedOn: day } })
    }
    const correct = (id: string) =>
      matter.try('correct-return', '2022-03-05', { corrects: { id, action: 'return' }, values: { returnedOn: '2022-03-03' } })
    expect(correct('r2022-03-02')).toMatchObject({
      ok: false,
      refusals: [{ code: 'correction.not-there', numbers: { field: 'returnedOn' } }],
    })
    expect(correct('another')).toMatchObject({ ok: false })
    expect(correct('r2022-03-04')).toMatchObject({ ok: true })
  })

  it('takes a year without holiday notice with a warning for the shell', () => {
    const matter = aMatter()
    matter.do('ask', '2026-12-20', { values: ASKED })
    expect(matter.do('lend', '2026-12-20').effects).toContainEqual(
      expect.objectContaining({ kind: 'clock', due: '2027-01-19', warnings: [expect.objectContaining({ code: 'calendar.unpublished' })] }),
    )
  })
})

describe('decisions', () => {
  const deciding: Definition = define({
    ...LIBRARY,
    actions: LIBRARY.actions.map((a) =>
      a.id === 'lend'
        ? {
            ...a,
            when: c.and(a.when!, c.equals(c.decision('lending', { purpose: c.fact('purpose') }, 'verdict'), 'yes')),
            effects: [...a.effects, e.set('renewals', c.decision('lending', { purpose: c.fact('purpose') }, 'used'))],
          }
        : a,
    ),
  })

  it('are asked once, kept in the action, and not asked again on replay', () => {
    const questions: string[] = []
    const asking: Setting = {
      ...setting,
      definitions: [deciding],
      decide: (id, inputs, on) => {
        questions.push(`${id} ${JSON.stringify(inputs)} ${on}`)
        return { verdict: inputs.purpose === 'study' ? 'yes' : 'no', used: 1 }
      },
    }
    const matter = aMatter(deciding, asking)
    matter.do('ask', '2022-03-01', { values: ASKED })
    const lent = matter.do('lend', '2022-03-02')
    expect(questions).toEqual(['lending {"purpose":"study"} 2022-03-02'])
    expect(lent.action.decisions).toEqual({ 'lending {"purpose":"study"}': { verdict: 'yes', used: 1 } })
    expect(matter.state.facts.renewals?.value).toBe(1)
    const changedMind: Setting = { ...asking, decide: () => ({ verdict: 'no', used: 9 }) }
    expect(fold(changedMind, 'm1', matter.actions)).toEqual(matter.state)
    const other = aMatter(deciding, asking)
    other.do('ask', '2022-03-01', { values: { ...ASKED, purpose: 'other', purposeText: '展览' } })
    expect(other.try('lend', '2022-03-02')).toMatchObject({ ok: false, refusals: [{ code: 'compare' }] })
  })
})

describe('clocks for every key', () => {
  const parcels: Definition = define({
    ...LIBRARY,
    id: 'parcels',
    fields: [
      ...LIBRARY.fields,
      { id: 'box', type: 'text', label: text('箱号', 'box'), required: true, sensitivity: 'public', keep: false },
    ],
    clocks: [
      ...LIBRARY.clocks,
      {
        id: 'box-period',
        title: text('开箱期限', 'time to open'),
        starts: 'send',
        ends: ['open'],
        per: c.field('box'),
        length: days(5),
        onDue: 'lapse',
        source: LIBRARY.sources,
      },
      {
        id: 'after-box',
        title: text('清点期限', 'time to count'),
        starts: { after: 'box-period' },
        cancels: ['open'],
        per: c.field('box'),
        length: days(3),
        onDue: 'count',
        source: LIBRARY.sources,
      },
    ],
    actions: [
      ...LIBRARY.actions,
      {
        id: 'send',
        label: text('寄出', 'send'),
        by: ['librarian'],
        form: ['box'],
        effects: [e.enter('boxes', c.field('box'), { state: 'sent' })],
      },
      {
        id: 'open',
        label: text('开箱', 'open'),
        by: ['librarian'],
        form: ['box'],
        when: c.and(c.known(c.entry('boxes', c.field('box'))), c.clockOf('box-period', c.field('box'), 'in-time')),
        effects: [e.enter('boxes', c.field('box'), { state: 'open' })],
      },
      { id: 'lapse', label: text('逾期', 'lapse'), by: ['clock'], effects: [e.enter('boxes', c.key(), { state: 'lapsed' })] },
      { id: 'count', label: text('清点', 'count'), by: ['clock'], effects: [e.strike('boxes', c.key())] },
    ],
    registers: [
      ...(LIBRARY.registers ?? []),
      { id: 'boxes', title: text('箱', 'boxes'), properties: [{ id: 'state', title: text('状态', 'state') }] },
    ],
  })

  it('run apart, act for their own row and start their followers', () => {
    expect(validate(parcels).filter((f) => f.severity === 'error')).toEqual([])
    const matter = aMatter(parcels)
    matter.do('ask', '2022-03-01', { values: ASKED })
    for (let i = 0; i < 40; i++) matter.do('send', addDays('2022-03-01', Math.floor(i / 10)), { id: `s${i}`, values: { box: `B${i}` } })
    matter.do('open', '2022-03-05', { values: { box: 'B7' } })
    expect(matter.try('open', '2022-03-08', { values: { box: 'B8' } })).toMatchObject({ ok: false, refusals: [{ code: 'clock' }] })
    expect(matter.try('open', '2022-03-05', { values: { box: 'nowhere' } })).toMatchObject({
      ok: false,
      refusals: [{ code: 'known' }, { code: 'clock' }],
    })
    // 2022-03-01 + 5 days is a Sunday: due on Monday the 7th, as are those of the 2nd.
    const lapsed = owed({ ...setting, definitions: [parcels] }, matter.state, '2022-03-08T02:00:00Z')
    expect(lapsed).toHaveLength(19)
    for (const { action, cause } of lapsed) matter.do(action, '2022-03-08', { id: `l${cause.key}`, cause })
    expect([...entries(matter.state.registers.boxes!)].filter(([, row]) => row.state === 'lapsed')).toHaveLength(19)
    expect(matter.due('box-period', 'B7').status).toBe('ended')
    expect(matter.due('after-box', 'B8').due).toBe('2022-03-10')
    expect(fold({ ...setting, definitions: [parcels] }, 'm1', matter.actions)).toEqual(matter.state)
  })
})

describe('versions', () => {
  const second: Definition = define({
    ...LIBRARY,
    version: '2',
    effectiveFrom: '2022-06-01',
    tracks: LIBRARY.tracks.map((t) =>
      t.id === 'loan' ? { ...t, stages: t.stages.map((s) => (s.id === 'lent' ? { ...s, id: 'out' } : s)) } : t,
    ),
    clocks: LIBRARY.clocks.map((x) => (x.id === 'loan-period' ? { ...x, length: months(2) } : x)),
    conditions: LIBRARY.conditions,
    actions: [
      { id: 'praise', label: text('表扬', 'praise'), by: ['librarian'], effects: [e.set('fine', 0)], when: c.stage('loan', 'out') },
    ],
    migrations: [{ from: '1', stages: { loan: { lent: 'out' } } }],
  })
  const both: Setting = { definitions: [LIBRARY, second], calendars: [CHINA_2026] }
  const by = { id: 'a3', actor: { id: 'li', roles: ['librarian'] }, at: '2022-06-02T02:00:00Z', reason: '新规则' }
  const lent = () => {
    const matter = aMatter(LIBRARY, both)
    matter.do('ask', '2022-05-20', { values: ASKED })
    matter.do('lend', '2022-05-21')
    return matter
  }

  it('stay with the matter until it is moved on purpose, with a preview', () => {
    const matter = lent()
    expect(possible(both, matter.state, by.actor, by.at).map((p) => p.action)).not.toContain('praise')
    const preview = migrate(both, matter.state, second, by.at)
    expect(preview).toMatchObject({
      from: '1',
      to: '2',
      stages: [{ track: 'loan', from: 'lent', to: 'out' }],
      clocks: [{ clock: 'loan-period', before: '2022-06-20', after: '2022-07-21' }],
      actionsGained: ['praise'],
      refusals: [],
    })
    expect(preview.actionsLost).toContain('renew')
    const moved = migration(both, matter.state, second, by)
    if (!moved.ok) throw new Error('refused')
    expect(moved.action).toMatchObject({ action: '@migrate', seq: 3, values: { to: '2', reason: '新规则' }, procedure: { version: '1' } })
    expect(moved.effects).toMatchObject([
      { kind: 'stage', to: 'out' },
      { kind: 'clock', due: '2022-07-21' },
    ])
    const praised = submit(both, moved.state, { id: 'a4', action: 'praise', actor: by.actor, at: by.at })
    if (!praised.ok) throw new Error('refused')
    expect(praised.action.procedure.version).toBe('2')
    expect(fold(both, 'm1', [...matter.actions, moved.action, praised.action])).toEqual(praised.state)
  })

  it('refuse a move that leads nowhere', () => {
    const matter = lent()
    const rough: Setting = { ...both, definitions: [LIBRARY, { ...second, migrations: [{ from: '1' }] }] }
    expect(migration(rough, matter.state, rough.definitions[1]!, by)).toMatchObject({
      ok: false,
      refusals: [{ code: 'migration.no-stage', numbers: { stage: 'lent' } }],
    })
    expect(migration(both, matter.state, LIBRARY, by)).toMatchObject({ ok: false, refusals: [{ code: 'migration.same-version' }] })
    expect(
      migrate({ ...both, definitions: [LIBRARY, { ...second, migrations: [] }] }, matter.state, { ...second, migrations: [] }, by.at)
        .refusals,
    ).toMatchObject([{ code: 'migration.no-way' }, { code: 'migration.no-stage' }])
  })
})
