import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatTrust } from '@yingshang/journal'
import { expect, it } from 'vitest'
import { Hall, trust } from '../../../packages/meeting/test/hall.ts'
import { scratch, yingshang } from './command.ts'

/** A record made here, then tampered with, checked by a process of its own. */
async function aMeeting(disclosure: 'full' | 'public' = 'full', change: (text: string) => string = (text) => text) {
  const folder = scratch()
  const hall = await Hall.of(['V-1', 'V-2', 'V-3'])
  hall.open('r1')
  const mine = await hall.vote('V-1', 'for')
  await hall.vote('V-2', 'for')
  await hall.vote('V-3', 'against')
  hall.close('r1')
  hall.result()
  const file = join(folder, '会议.jsonl')
  const key = join(folder, 'trust.json')
  const receipt = join(folder, '回执.tlog-proof')
  writeFileSync(file, change(`${(await hall.record(disclosure)).join('\n')}\n`))
  writeFileSync(key, formatTrust(trust))
  writeFileSync(receipt, hall.receipt(mine))
  return { file, key, receipt }
}

it('meeting verify counts the votes anew and finds the receipt’s ballot', async () => {
  const { file, key, receipt } = await aMeeting()
  const { code, out } = await yingshang(['meeting', 'verify', file, '--trust', key, '--receipt', receipt])
  expect(out).toContain('通过 VERIFIED')
  expect(out).toContain('按票重算 counted）: 通过 passed')
  expect(out).toContain('人数 heads 2/3，债权额 amount 2.00/3.00 元')
  expect(out).toContain('您的票在内，并且就是计入结果的那一张。')
  expect(code).toBe(0)
})

it('meeting verify names the changed ballot and ends with 1', async () => {
  const { file, key } = await aMeeting('full', (text) => text.replace('"choice":"against"', '"choice":"for"'))
  const { code, out } = await yingshang(['meeting', 'verify', file, '--trust', key])
  expect(out).toContain('未通过 NOT VERIFIED')
  expect(out).toMatch(/\[content\.differs\]（第 \d+ 条 entry \d+，第 \d+ 行 line \d+）/)
  expect(out).toContain('[signature.false]')
  expect(code).toBe(1)
})

it('meeting verify prints JSON, reads standard input, and says what it could not check', async () => {
  const { file } = await aMeeting('public')
  const { code, out } = await yingshang(['meeting', 'verify', '-', '--json'], { input: readFileSync(file) })
  const report = JSON.parse(out)
  expect(report).toMatchObject({ ok: true, trusted: false, disclosure: 'public', stage: 'announced', counts: { ballots: 3 } })
  expect(report.notes.map((n: { code: string }) => n.code)).toEqual(expect.arrayContaining(['checkpoint.not-trusted', 'votes.withheld']))
  expect(code).toBe(0)
})

it('meeting verify tells wrong use from a failed check', async () => {
  const { file, receipt } = await aMeeting()
  expect((await yingshang(['meeting', 'verify', `${file}.no`])).code).toBe(2)
  expect((await yingshang(['meeting', 'verify', file, '--receipt', receipt])).code).toBe(2)
  expect((await yingshang(['meeting', 'verify', receipt])).code).toBe(1)
})
