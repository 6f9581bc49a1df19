import { describe, expect, it } from 'vitest'
import { type OfficialDocument, writeOfficialDocument, writeOfficialSeries } from '../src/index.ts'

const RECEIPT: OfficialDocument = {
  title: '债权申报回执',
  body: [{ kind: 'paragraph', text: '已收到债权申报材料。' }],
  signature: { units: ['青山市人民法院'], date: '2024-05-07' },
  createdAt: '2024-05-07T01:02:03Z',
}

describe('a series of documents', () => {
  it('equals one by one, byte for byte, whatever the numbers hold', async () => {
    const numbers = ['（2024）鲁04破1号之一', '（2024）鲁04破1号之250', 'A & <B> "C"', ' 一 ', '', '1\t2', '1\n2', '之\uE0F0\uE0F1\uE0F2']
    const series = await writeOfficialSeries(RECEIPT, numbers)
    for (const [i, number] of numbers.entries())
      expect(Buffer.from(series[i]!).equals(Buffer.from(await writeOfficialDocument({ ...RECEIPT, number }))), number).toBe(true)
  })

  it('equals one by one under a red head, where the number stands beside the mark', async () => {
    const model: OfficialDocument = { ...RECEIPT, redHead: { mark: '青山市人民法院文件', signer: '张三' } }
    const [first] = await writeOfficialSeries(model, ['青法〔2024〕6号', '青法〔2024〕7号'])
    expect(Buffer.from(first!).equals(Buffer.from(await writeOfficialDocument({ ...model, number: '青法〔2024〕6号' })))).toBe(true)
  })
})
