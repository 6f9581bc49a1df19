import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SAME_FUNCTION } from '../src/unit-words.ts'
import { coreOf, isEverybody, type Roster, type RosterBody, unitKey, unitMatcher } from '../src/units.ts'

const AREAS = [
  { id: 'p', name: '云川省', kind: 'province', parentId: null },
  { id: 'c', name: '云溪市', kind: 'city', parentId: 'p' },
  { id: 'd1', name: '东山区', kind: 'district', parentId: 'c' },
  { id: 'd2', name: '西河县', kind: 'district', parentId: 'c' },
  { id: 'z', name: '云溪高新技术产业开发区', kind: 'zone', parentId: 'c' },
] as const

const body = (id: string, name: string, areaId = 'c', more: Partial<RosterBody> = {}): RosterBody => ({
  id,
  name,
  shortName: null,
  kind: 'department',
  areaId,
  successorId: null,
  living: true,
  ...more,
})

const roster = (more: Partial<Roster> = {}): Roster => ({
  homeId: 'c',
  areas: AREAS,
  bodies: [
    body('gov', '云溪市人民政府', 'c', { kind: 'government' }),
    body('gov-office', '云溪市人民政府办公室', 'c', { kind: 'office' }),
    body('ndrc', '云溪市发展和改革委员会'),
    body('ndrc-d1', '东山区发展和改革局', 'd1'),
    body('ndrc-p', '云川省发展和改革委员会', 'p'),
    body('market', '云溪市市场监督管理局'),
    body('hr', '云溪市人力资源和社会保障局'),
    body('build', '云溪市住房和城乡建设局'),
    body('approve', '云溪市行政审批服务局'),
    body('tax', '国家税务总局云溪市税务局'),
    body('bank', '中国人民银行云溪市分行'),
    body('power', '国网云溪供电公司'),
    body('court', '云溪市中级人民法院', 'c', { kind: 'court', shortName: '市法院' }),
    body('finance', '云溪市地方金融监督管理局'),
    body('water-old', '云溪市水利局', 'c', { living: false, successorId: 'water' }),
    body('water', '云溪市城乡供排水集团局'),
    body('gov1', '东山区人民政府', 'd1', { kind: 'government' }),
    body('gov2', '西河县人民政府', 'd2', { kind: 'government' }),
    body('zone', '云溪高新技术产业开发区管理委员会', 'z', { kind: 'government' }),
  ],
  groups: [],
  confirmed: [],
  ...more,
})

const first = (unit: string, of = roster()) => {
  const { suggestions } = unitMatcher(of)(unit)
  return suggestions.map((s) => `${s.rule}:${s.bodies.join('+')}`).join(' ')
}

describe('which body a name in a plan stands for', () => {
  it.each([
    ['云溪市发展和改革委员会', 'name:ndrc'],
    ['市法院', 'short-name:court'],
    ['市发改委', 'normalised:ndrc'],
    ['发展改革委', 'normalised:ndrc'],
    ['市发展改革委', 'normalised:ndrc'],
    ['省发展改革委', 'normalised:ndrc-p'],
    ['东山区发改局', 'normalised:ndrc-d1'],
    ['市市场监管局', 'normalised:market'],
    ['市市场监管局（市知识产权局）', 'normalised:market'],
    ['市人社局', 'normalised:hr'],
    ['市住建局', 'normalised:build'],
    ['市审批服务局', 'normalised:approve'],
    ['市税务局', 'normalised:tax'],
    ['市人民银行', 'normalised:bank'],
    ['人民银行云溪市中心支行', 'normalised:bank'],
    ['云溪供电公司', 'normalised:power'],
    ['市政府办公室', 'normalised:gov-office'],
    ['市政府', 'normalised:gov'],
    ['云溪高新区管委会', 'normalised:zone'],
    ['人民银行云溪分行', 'normalised:bank'],
    ['市金融局', ''],
  ])('%s', (unit, expected) => {
    if (expected === '') expect(first(unit)).not.toMatch(/^(name|short-name|normalised)/)
    else expect(first(unit)).toBe(expected)
  })

  it('a body that is no more gives way to what took it over', () => {
    expect(first('云溪市水利局')).toBe('successor:water')
  })

  it('a name of another level is never the body of this one', () => {
    expect(first('省市场监管局')).toBe('')
    expect(first('东山区人社局')).toBe('')
  })

  it('collective words mean the governments below, or the departments here', () => {
    expect(isEverybody(unitKey('各区（县）人民政府'))).toBe(true)
    expect(first('各区（县）人民政府')).toBe('collective:gov1+gov2')
    expect(first('各区县人民政府、各功能区管委会')).toBe('collective:gov1+gov2+zone')
    expect(unitMatcher(roster())('市直各相关部门').suggestions[0]!.bodies).toContain('market')
    expect(unitMatcher(roster())('市直各相关部门').suggestions[0]!.bodies).not.toContain('ndrc-d1')
    expect(isEverybody(unitKey('市民族宗教局'))).toBe(false)
  })

  it('what was confirmed once decides, also that a name is nobody here', () => {
    const groups = [{ id: 'g', name: '各县区', bodies: ['gov1', 'gov2'] }]
    const confirmed = [
      { key: unitKey('市金融局'), bodyId: 'finance', groupId: null },
      { key: unitKey('各有关单位'), bodyId: null, groupId: 'g' },
      { key: unitKey('市场主体'), bodyId: null, groupId: null },
    ]
    const of = roster({ groups, confirmed })
    expect(first('市金融局', of)).toBe('confirmed:finance')
    expect(first('各有关单位', of)).toBe('confirmed:gov1+gov2')
    expect(unitMatcher(of)('市场主体')).toMatchObject({ confirmed: true, suggestions: [] })
    expect(first('各县区', of)).toBe('name:gov1+gov2')
  })

  it('width, blanks and brackets do not make another name', () => {
    expect(unitKey(' 市外办〈Ａ〉')).toBe(unitKey('市外办（a）'))
  })

  it.each(SAME_FUNCTION.map((row) => [row[0], row]))('%s has one core, however it is shortened', (_, [full, ...short]) => {
    for (const word of short) expect(coreOf(`${word}局`), word).toBe(coreOf(`${full}局`))
  })

  it('a name without the area, without 和 or with it, and with another end stays the same function', () => {
    const match = unitMatcher(roster())
    const ends = fc.constantFrom('委员会', '委', '局', '厅')
    const joint = fc.constantFrom('', '和')
    const level = fc.constantFrom('市', '云溪市', '')
    fc.assert(
      fc.property(level, joint, ends, (before, and, end) => {
        expect(match(`${before}发展${and}改革${end}`).suggestions[0]?.bodies).toEqual(['ndrc'])
      }),
    )
  })

  it('every body is found by its own name, whatever else there is', () => {
    const match = unitMatcher(roster())
    for (const b of roster().bodies.filter((one) => one.living)) {
      expect(match(b.name).suggestions[0]).toEqual({ rule: 'name', bodies: [b.id], groupId: null })
    }
  })
})
