import { readDmn } from '@yingshang/decision'
import { decideBy } from '@yingshang/procedure/decisions'
import { describe, expect, it } from 'vitest'

/** How long a book may be kept: by purpose, one rule for each. */
function lending(study: number) {
  const rule = (id: string, purpose: string, days: number) =>
    `<rule id="${id}"><inputEntry><text>"${purpose}"</text></inputEntry><outputEntry><text>${days}</text></outputEntry><outputEntry><text>"${purpose}"</text></outputEntry></rule>`
  const read =
    readDmn(`<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="lending" namespace="urn:test">
    <inputData id="i" name="purpose"><variable name="purpose" typeRef="string"/></inputData>
    <decision id="lending" name="lending"><variable name="lending"/><informationRequirement><requiredInput href="#i"/></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE"><input><inputExpression typeRef="string"><text>purpose</text></inputExpression></input>
    <output name="days"/><output name="why"/>${rule('r1', 'study', study)}${rule('r2', 'other', 7)}</decisionTable></decision></definitions>`)
  if (!read.ok) throw new Error(read.refusal.en)
  return read.model
}

const decide = decideBy([
  { id: 'lending', version: '1', effectiveFrom: '2022-01-01', model: lending(30), decision: 'lending' },
  { id: 'lending', version: '2', effectiveFrom: '2023-01-01', model: lending(60), decision: 'lending' },
])

describe('published tables', () => {
  it('answer by the version in force on the day, with the rules that fired', () => {
    expect(decide('lending', { purpose: 'study' }, '2022-12-31')).toEqual({
      days: 30,
      why: 'study',
      '@version': '1',
      '@rows': ['lending: r1'],
    })
    expect(decide('lending', { purpose: 'study' }, '2023-01-01')).toMatchObject({ days: 60, '@version': '2' })
    expect(decide('lending', { purpose: 'other' }, '2023-01-01')).toMatchObject({ days: 7, '@rows': ['lending: r2'] })
  })

  it('answer nothing before any version and for unknown tables', () => {
    expect(decide('lending', { purpose: 'study' }, '2021-12-31')).toBeNull()
    expect(decide('buying', {}, '2023-01-01')).toBeNull()
  })

  it('give plain JSON also when no rule fires', () => {
    const answer = decide('lending', { purpose: 'theft' }, '2023-01-01')
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
    expect(answer).toMatchObject({ '@rows': [] })
  })
})
