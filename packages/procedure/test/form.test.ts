import {
  conditions as c,
  type Field,
  initial,
  prefill,
  type Setting,
  stripHidden,
  submit,
  type Value,
  type Values,
  validateForm,
  viewAt,
} from '@yingshang/procedure'
import { CHINA_2026 } from '@yingshang/time'
import { describe, expect, it } from 'vitest'
import { LIBRARY } from './library.ts'

const setting: Setting = { definitions: [LIBRARY], calendars: [CHINA_2026] }
const state = initial(LIBRARY, 'm1')
const view = viewAt(setting, state, null, '2022-03-01T02:00:00Z')
const text = (s: string) => ({ zh: s, en: s })
const field = (type: Field['type'], more: Partial<Field> = {}): Field => ({
  id: 'x',
  type,
  label: text('x'),
  sensitivity: 'public',
  ...more,
})
const errors = (fields: readonly Field[], values: Values) => validateForm(fields, values, view).map((e) => `${e.path} ${e.code}`)
const one = (f: Field, value: Value) => errors([f], { x: value })

const loan = LIBRARY.fields.filter((f) => ['reader', 'book', 'purpose', 'purposeText', 'companions'].includes(f.id))
const good = { reader: 'anna', book: '观潮集', purpose: 'study' }

describe('a form', () => {
  it('takes what is right', () => {
    expect(errors(loan, good)).toEqual([])
    expect(
      errors(loan, {
        ...good,
        purpose: 'other',
        purposeText: '展览',
        companions: [
          { name: '甲', member: true, card: 'L0001' },
          { name: '乙', member: false },
        ],
      }),
    ).toEqual([])
  })

  it('names every error with its path', () => {
    expect(
      errors(loan, {
        book: ' ',
        purpose: 'sale',
        colour: 'red',
        companions: [{ name: '甲', member: true, card: 'X1' }, { member: false, card: 'L0002' }, 'no row' as never],
      }),
    ).toEqual([
      'colour form.unknown',
      'reader form.required',
      'book form.required',
      'purpose form.choice',
      'companions[0].card form.pattern',
      'companions[1].name form.required',
      'companions[1].card form.hidden',
      'companions[2] form.type',
    ])
    expect(errors(loan, { ...good, companions: Array.from({ length: 4 }, () => ({ name: '甲', member: false })) })).toEqual([
      'companions form.items',
    ])
  })

  it('refuses hidden values until they are stripped on purpose', () => {
    const values = { ...good, purposeText: '展览', colour: 'red', companions: [{ name: '甲', member: false, card: 'L0002' }] }
    expect(errors(loan, values)).toEqual(['colour form.unknown', 'purposeText form.hidden', 'companions[0].card form.hidden'])
    const stripped = stripHidden(loan, values, view)
    expect(stripped.removed).toEqual(['purposeText', 'colour', 'companions[0].card'])
    expect(stripped.values).toEqual({ ...good, companions: [{ name: '甲', member: false }] })
    expect(errors(loan, stripped.values)).toEqual([])
    expect(stripHidden(loan, stripped.values, view)).toEqual({ values: stripped.values, removed: [] })
  })

  it('hides what hangs on something hidden', () => {
    const chain = [
      field('yesNo', { id: 'a' }),
      field('yesNo', { id: 'b', when: c.equals(c.field('a'), true) }),
      field('text', { id: 'd', when: c.equals(c.field('b'), true) }),
    ]
    expect(stripHidden(chain, { a: false, b: true, d: 'x' }, view).removed).toEqual(['b', 'd'])
  })

  it.each<[string, Field, Value, string[]]>([
    ['money is whole fen', field('money'), 10.5, ['x form.type']],
    ['money is not negative by itself', field('money'), -1, ['x form.min']],
    ['money is no text', field('money'), '100', ['x form.type']],
    ['money is safe', field('money'), 2 ** 53, ['x form.type']],
    ['an integer has limits, both included', field('integer', { min: 1, max: 3 }), 3, []],
    ['an integer over its limit', field('integer', { min: 1, max: 3 }), 4, ['x form.max']],
    ['a date exists', field('date'), '2022-02-30', ['x form.type']],
    ['a date not after today', field('date', { notAfter: c.today() }), '2022-03-02', ['x form.not-after']],
    ['a date on the limit', field('date', { notAfter: c.today(), notBefore: c.today() }), '2022-03-01', []],
    ['a date before its limit', field('date', { notBefore: c.today() }), '2022-02-28', ['x form.not-before']],
    ['a moment in UTC', field('moment'), '2022-03-01T10:00:00+08:00', ['x form.type']],
    ['yes or no', field('yesNo'), 'yes', ['x form.type']],
    ['choices once each', field('choices', { options: [{ value: 'a', label: text('a') }] }), ['a', 'a'], ['x form.choice']],
    ['text counts characters, not halves of them', field('text', { maxLength: 2 }), '𠮷𠮷', []],
    ['text too long', field('text', { maxLength: 2 }), '一二三', ['x form.long']],
    ['text too short', field('text', { minLength: 2 }), '一', ['x form.short']],
    ['a credit code', field('creditCode'), '91350100M000100Y44', ['x credit-code.check']],
    ['an identity number', field('idNumber'), '11010519491231002X', []],
    ['a case number', field('caseNumber'), '（2022）鲁04破01号', ['x case-number.form']],
    ['an attachment', field('attachments'), [{ id: 'f', name: 'a.pdf', type: 'application/pdf', size: 3, sha256: '0'.repeat(64) }], []],
    [
      'an attachment without a digest',
      field('attachments'),
      [{ id: 'f', name: 'a.pdf', type: 'application/pdf', size: 3, sha256: '' }],
      ['x form.type'],
    ],
    ['half a character', field('text'), '\ud83d', ['x form.characters']],
    ['a NUL', field('longText'), 'a\0b', ['x form.characters']],
    ['minus zero', field('integer'), -0, ['x form.type']],
    [
      'a stowaway in an attachment',
      field('attachments'),
      [{ id: 'f', name: 'a.pdf', type: 'application/pdf', size: 3, sha256: '0'.repeat(64), note: 'x' }],
      ['x form.type'],
    ],
    [
      'more rows than anybody wants',
      field('group', { fields: [field('text')] }),
      Array.from({ length: 1001 }, () => ({})),
      ['x form.items'],
    ],
    ['a required list that is empty', field('attachments', { required: true }), [], ['x form.required']],
  ])('%s', (_what, f, value, expected) => {
    expect(one(f, value)).toEqual(expected)
  })

  it('checks values against each other', () => {
    const range = [
      field('date', { id: 'from' }),
      field('date', {
        id: 'to',
        rules: [{ holds: c.compare(c.field('to'), '≥', c.field('from')), message: text('终止日不得早于起始日 {from}'), code: 'order' }],
      }),
    ]
    const found = validateForm(range, { from: '2022-03-05', to: '2022-03-04' }, view)
    expect(found).toMatchObject([{ path: 'to', code: 'form.order' }])
    expect(errors(range, { from: '2022-03-05', to: '2022-03-05' })).toEqual([])
  })

  it('fills in what the matter knows and says from where', () => {
    const opened = submit(setting, state, {
      id: 'a1',
      action: 'ask',
      actor: { id: 'anna', roles: ['reader'] },
      at: '2022-03-01T02:00:00Z',
      values: good,
    })
    if (!opened.ok) throw new Error('refused')
    const later = viewAt(setting, opened.state, null, '2022-03-02T02:00:00Z')
    expect(prefill([field('text', { prefill: c.fact('book') }), field('text', { prefill: c.fact('fine') })], later)).toEqual([
      { field: 'x', value: '观潮集', from: { action: 'ask', id: 'a1', on: '2022-03-01' } },
      { field: 'x', value: 0 },
    ])
  })
})
