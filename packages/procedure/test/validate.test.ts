import { conditions as c, type Definition, effects as e, type Finding, type Setting, validate } from '@yingshang/procedure'
import { CHINA_2026, days, hours } from '@yingshang/time'
import { describe, expect, it } from 'vitest'
import { LIBRARY } from './library.ts'

const setting: Setting = { definitions: [LIBRARY], calendars: [CHINA_2026] }
const text = (s: string) => ({ zh: s, en: s })
const codes = (findings: readonly Finding[]) => findings.filter((f) => f.severity === 'error').map((f) => `${f.code} ${f.path}`)
const changed = (change: (d: { -readonly [K in keyof Definition]: Definition[K] }) => void): Definition => {
  const copy = structuredClone(LIBRARY) as { -readonly [K in keyof Definition]: Definition[K] }
  change(copy)
  return copy
}
const withAction = (id: string, change: Partial<Definition['actions'][number]>) =>
  changed((d) => {
    d.actions = d.actions.map((a) => (a.id === id ? { ...a, ...change } : a))
  })
const withClock = (id: string, change: object) =>
  changed((d) => {
    d.clocks = d.clocks.map((x) => (x.id === id ? { ...x, ...change } : x))
  })

describe('checking a definition', () => {
  it('finds nothing wrong with the library', () => {
    expect(validate(LIBRARY, setting)).toEqual([])
  })

  it.each<[string, Definition, string]>([
    [
      'a stage nobody moves to',
      changed((d) => {
        d.tracks = [
          { ...d.tracks[0]!, stages: [...d.tracks[0]!.stages, { id: 'limbo', title: text('limbo'), terminal: true }] },
          d.tracks[1]!,
        ]
      }),
      'stage.unreachable tracks.loan.limbo',
    ],
    [
      'a stage without exit',
      changed((d) => {
        d.actions = d.actions.filter((a) => a.id !== 'find' && a.id !== 'write-off')
        d.clocks = d.clocks.filter((x) => x.id !== 'search')
        d.examples = d.examples.slice(0, 2)
      }),
      'stage.no-exit tracks.loss.reported',
    ],
    [
      'a clock whose end does nothing',
      changed((d) => {
        d.clocks = [
          ...d.clocks,
          { id: 'idle', title: text('idle'), starts: 'lend', length: days(3), ends: ['return'], source: LIBRARY.sources },
        ]
      }),
      'clock.no-consequence clocks.idle',
    ],
    ['an action nobody may take', withAction('remark', { by: [] }), 'action.nobody actions.remark.by'],
    ['a system action without a clock', withAction('remark', { by: ['clock'] }), 'action.nobody actions.remark.by'],
    ['an unknown field in a form', withAction('pay', { form: ['paid', 'coin'] }), 'unknown.field actions.pay.form'],
    ['a field that the form lacks', withAction('pay', { form: [] }), 'unknown.field actions.pay.when.and[1]'],
    ['an unknown stage', withAction('lend', { effects: [e.move('loan', 'gone')] }), 'unknown.stage actions.lend.effects[0]'],
    ['an unknown role', withAction('lend', { by: ['king'] }), 'unknown.role actions.lend.by'],
    ['an unknown condition', withAction('lend', { when: c.named('nice') }), 'unknown.condition actions.lend.when'],
    ['an unknown register', withAction('lend', { effects: [e.strike('attic', c.value('x'))] }), 'unknown.register actions.lend.effects[0]'],
    ['an undeclared fact', withAction('lend', { effects: [e.set('mood', 'good')] }), 'unknown.fact actions.lend.effects[0]'],
    [
      'a placeholder without a fact',
      changed((d) => {
        d.titles = { matter: text('{name}') }
      }),
      'unknown.placeholder titles.matter',
    ],
    [
      'no sources',
      changed((d) => {
        d.sources = []
      }),
      'source.missing sources',
    ],
    [
      'no examples',
      changed((d) => {
        d.examples = []
      }),
      'example.missing examples',
    ],
    ['a clock without source', withClock('search', { source: [] }), 'source.missing clocks.search'],
    [
      'a clock whose action is not for the system',
      withClock('search', { onDue: 'find' }),
      'clock.on-due-not-for-system clocks.search.onDue',
    ],
    ['an event nobody gives', withClock('search', { starts: 'miracle' }), 'unknown.event clocks.search'],
    ['hours with a pause', withClock('loan-period', { length: hours(24) }), 'clock.cannot-move clocks.loan-period'],
    ['limits without anybody who sets', withClock('search', { length: { min: days(1), max: days(2) } }), 'clock.nobody-sets clocks.search'],
    [
      'a single clock after clocks by key',
      changed((d) => {
        d.clocks = [
          ...d.clocks.map((x) => (x.id === 'fine-period' ? { ...x, per: c.fact('book') } : x)),
          {
            id: 'tail',
            title: text('tail'),
            starts: { after: 'fine-period' },
            length: days(1),
            onDue: 'block',
            ends: ['pay'],
            source: d.sources,
          },
        ]
      }),
      'clock.per-mismatch clocks.tail',
    ],
    ['clocks in a circle', withClock('search', { starts: { after: 'search' } }), 'clock.circle clocks.search'],
    [
      'conditions in a circle',
      changed((d) => {
        d.conditions = [...d.conditions, { id: 'a', title: text('a'), when: c.not(c.named('a')), refusal: text('a') }]
      }),
      'condition.circle conditions.a',
    ],
    [
      'a contradiction',
      withAction('remark', { when: c.and(c.stage('loan', 'lent'), c.stage('loan', 'returned')) }),
      'action.never actions.remark.when',
    ],
    ['a flag never raised', withAction('block', { effects: [] }), 'flag.never-raised flags.blocked'],
    [
      'two moves at once',
      withAction('refuse', { effects: [e.move('loan', 'refused'), e.move('loan', 'closed')] }),
      'action.two-moves actions.refuse.effects',
    ],
    [
      'a choice without options',
      changed((d) => {
        d.fields = d.fields.map((f) => (f.id === 'purpose' ? { ...f, options: [] } : f))
      }),
      'field.no-options fields.purpose',
    ],
    [
      'a broken pattern',
      changed((d) => {
        d.fields = d.fields.map((f) => (f.id === 'book' ? { ...f, pattern: { matches: '(', message: text('x') } } : f))
      }),
      'field.pattern fields.book',
    ],
    [
      'an id twice',
      changed((d) => {
        d.flags = [...d.flags, d.flags[0]!]
      }),
      'duplicate flags.overdue',
    ],
    [
      'a missing English text',
      changed((d) => {
        d.title = { zh: '借阅', en: '' }
      }),
      'text.empty title',
    ],
    ['no opening action', withAction('ask', { opens: false }), 'action.none-opens actions'],
    [
      'an example that fails',
      changed((d) => {
        d.examples = [{ ...d.examples[0]!, expect: { stages: { loan: 'lent' } } }]
      }),
      'example.fails examples[0]',
    ],
  ])('finds %s', (_what, definition, finding) => {
    expect(codes(validate(definition, setting))).toContain(finding)
  })

  it('warns of what nobody uses', () => {
    const unused = changed((d) => {
      d.documents = [...(d.documents ?? []), { id: 'poster', title: text('poster'), template: 'poster' }]
    })
    expect(validate(unused, setting)).toMatchObject([{ severity: 'warning', code: 'unused.document', path: 'documents.poster' }])
  })
})
