import { readFileSync } from 'node:fs'
import { type DecisionModel, decide, inspect, readDmn } from '@yingshang/decision'
import { describe, expect, it } from 'vitest'
import { TABLES } from '../src/index.ts'

function load(id: string): DecisionModel {
  const read = readDmn(readFileSync(TABLES.find((t) => t.id === id)!.file, 'utf8'))
  if (!read.ok) throw new Error(read.refusal.en)
  return read.model
}

describe.each(TABLES.map((t) => t.id))('table %s', (id) => {
  it('has nothing that keeps it from being published', () => {
    expect(inspect(load(id)).filter((f) => f.severity === 'error')).toEqual([])
  })
})

describe('simple cases', () => {
  const clear = {
    债权债务关系明确: true,
    财产状况清楚: true,
    存在未结复杂诉讼: false,
    财产难以变现: false,
    上市公司或者金融机构: false,
    关联企业合并破产: false,
    跨境破产: false,
  }
  const track = (change: object) => decide(load('simple-case'), '繁简分流', { ...clear, ...change }).value

  it.each([
    [{}, '快速审理'],
    [{ 跨境破产: true }, '普通程序'],
    [{ 上市公司或者金融机构: true }, '普通程序'],
    [{ 关联企业合并破产: true }, '普通程序'],
    [{ 存在未结复杂诉讼: true }, '普通程序'],
    [{ 财产难以变现: true }, '普通程序'],
    [{ 债权债务关系明确: false }, '普通程序'],
    [{ 财产状况清楚: false }, '普通程序'],
  ])('%j goes to %s', (change, expected) => {
    expect(track(change)).toMatchObject({ 程序: expected })
  })

  it('gives no answer while something is unknown', () => {
    expect(track({ 财产状况清楚: null })).toBeNull()
  })

  it('tells the reason and the provision', () => {
    const outcome = decide(load('simple-case'), '繁简分流', { ...clear, 跨境破产: true })
    expect(outcome.value).toMatchObject({ 理由: '涉及跨境破产' })
    expect(outcome.tables[0]!.fired[0]!.annotations[0]).toContain('法发〔2020〕14号')
  })
})

describe('cram-down (第八十七条第二款)', () => {
  const fair = {
    担保债权全额受偿且担保权未受实质损害: true,
    担保债权组通过: false,
    职工和税款债权全额受偿: true,
    职工和税款债权组通过: true,
    普通债权清偿率不低于清算清偿率: true,
    普通债权组通过: false,
    出资人权益调整公平公正: true,
    出资人组通过或者不调整出资人权益: false,
    同组公平对待且不违反清偿顺序: true,
    经营方案可行: true,
  }
  const conclusion = (change: object) =>
    (decide(load('cram-down'), '强制批准审查', { ...fair, ...change }).value as { 结论?: string } | null)?.结论 ?? null

  it('needs all six conditions', () => {
    expect(conclusion({})).toBe('可以批准')
    for (const condition of [
      '担保债权全额受偿且担保权未受实质损害',
      '普通债权清偿率不低于清算清偿率',
      '出资人权益调整公平公正',
      '同组公平对待且不违反清偿顺序',
      '经营方案可行',
    ])
      expect([condition, conclusion({ [condition]: false })]).toEqual([condition, '不批准'])
  })

  it('lets the consent of a class stand in for its condition', () => {
    expect(conclusion({ 普通债权清偿率不低于清算清偿率: false, 普通债权组通过: true })).toBe('可以批准')
  })

  it('gives no answer while a condition is unknown', () => {
    expect(conclusion({ 经营方案可行: null })).toBeNull()
    expect(conclusion({ 普通债权清偿率不低于清算清偿率: null })).toBeNull()
    expect(conclusion({ 普通债权清偿率不低于清算清偿率: null, 普通债权组通过: true })).toBe('可以批准')
  })
})
