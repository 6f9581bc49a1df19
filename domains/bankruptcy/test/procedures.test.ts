import { readFileSync } from 'node:fs'
import { decide, plain, readDmn } from '@yingshang/decision'
import { runExample, type Setting, type Value, validate } from '@yingshang/procedure'
import { CHINA_2026 } from '@yingshang/time'
import { describe, expect, it } from 'vitest'
import { BANKRUPTCY_CASE, COMPULSORY_LIQUIDATION, PETITION, TABLES } from '../src/index.ts'

const models = new Map(
  TABLES.map((table) => {
    const read = readDmn(readFileSync(table.file, 'utf8'))
    if (!read.ok) throw new Error(read.refusal.en)
    return [table.id, read.model] as const
  }),
)
const definitions = [PETITION, BANKRUPTCY_CASE, COMPULSORY_LIQUIDATION]
const setting: Setting = {
  definitions,
  calendars: [CHINA_2026],
  decide: (id, inputs) => {
    const model = models.get(id)!
    return plain(decide(model, model.decisions[0]!.name, inputs).value) as Value
  },
}

describe.each(definitions.map((d) => [d.title.zh, d] as const))('%s', (_, definition) => {
  it('is sound', () => {
    expect(validate(definition).filter((f) => f.severity === 'error')).toEqual([])
  })

  it.each(definition.examples.map((e) => [e.title.zh, e] as const))('%s', (_, example) => {
    expect(runExample(setting, definition, example).differences).toEqual([])
  })

  it('names the law of every clock', () => {
    for (const clock of definition.clocks)
      expect([clock.id, clock.source.length > 0 && clock.source.every((s) => s.rule !== '' && s.provision !== '')]).toEqual([
        clock.id,
        true,
      ])
  })
})
