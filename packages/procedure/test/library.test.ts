import { runExample, type Setting } from '@yingshang/procedure'
import { CHINA_2026 } from '@yingshang/time'
import { describe, expect, it } from 'vitest'
import { LIBRARY } from './library.ts'

const setting: Setting = { definitions: [LIBRARY], calendars: [CHINA_2026] }

describe('worked examples of a definition', () => {
  it.each(LIBRARY.examples)('$title.en', (example) => {
    expect(runExample(setting, LIBRARY, example).differences).toEqual([])
  })

  it('say what came out otherwise', () => {
    const wrong = { ...LIBRARY.examples[0]!, expect: { stages: { loan: 'lent' }, ended: false } }
    expect(runExample(setting, LIBRARY, wrong).differences).toEqual([
      'stage of loan: "closed", expected "lent"',
      'ended: true, expected false',
    ])
  })
})
