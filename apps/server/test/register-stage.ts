import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verifyDraw } from '@yingshang/draw'
import { checkDrand } from '@yingshang/draw/drand'
import { parseTrust } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { aServer, type Person, type TestServer } from './running-server.ts'

/** A server with a register, people who choose from it, a clock moved by hand and a network of drand: what the tests of registers share. */

/** The clock stands before round 1000 of drand's quicknet (2023-08-23T15:59:24Z), whose signature the network published. */
export const BEGINNING = Date.parse('2023-08-23T12:00:00Z')
export const ROUND_1000 = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'
const started = Date.now()
let ahead = 0
export const now = () => new Date(BEGINNING + (Date.now() - started) + ahead)
export const advance = (minutes: number) => {
  ahead += minutes * 60_000
}
/** Moves the clock to an instant. */
export const advanceTo = (instant: string) => {
  ahead += Date.parse(instant) - now().getTime()
}
export const inMinutes = (minutes: number) => new Date(now().getTime() + minutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z')
export const TODAY = '2023-08-23'

export let server: TestServer
export let judge: Person
export let clerk: Person
export let firm: Person
export let creditor: Person
/** What the network of drand answers, and what it was asked. */
export const drand = {
  answer: (_path: string): { status: number; body: string } => ({ status: 503, body: '' }),
  asked: [] as string[],
}
const network = createServer((request, response) => {
  drand.asked.push(request.url ?? '')
  const { status, body } = drand.answer(request.url ?? '')
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
})

export async function openStage(): Promise<void> {
  await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve))
  server = await aServer({
    pages: false,
    now,
    env: { SESSION_IDLE_MINUTES: '1440', SESSION_HOURS: '168', DRAND_URL: `http://127.0.0.1:${(network.address() as AddressInfo).port}` },
  })
  judge = await server.user('judge', 'judge')
  clerk = await server.user('clerk', 'clerk')
  firm = await server.user('firm', 'party')
  creditor = await server.user('creditor', 'party')
  for (let i = 0; i < 3; i++) await entry()
}
export async function closeStage(): Promise<void> {
  await server?.end()
  await new Promise((resolve) => network.close(resolve))
}

let entries = 0
export const entry = (more: object = {}) =>
  entryOf('administrators', {
    code: `3199009${String(++entries).padStart(4, '0')}`,
    name: `栖川第${entries}清算事务所`,
    subject: 'institution',
    grade: 'second',
    on: '2020-06-01',
    reason: '编入管理人名册',
    ...more,
  })
/** An entry of any register. */
export const entryOf = (kind: string, values: object) => clerk.json('POST', `/api/registers/${kind}/entries`, values)
export const lottery = (at: string) => ({
  kind: 'lottery',
  name: '示例彩票第2023101期',
  at,
  groups: [{ count: 3, min: 1, max: 33, ordered: false }],
})
export const NUMBERS = { numbers: [[4, 17, 29]] }
export const need = (more: object = {}) => ({ kind: 'administrators', turnsOn: TODAY, subject: 'institution', ...more })
export const publish = (more: object = {}, who = clerk) =>
  who.ask('POST', '/api/draws', {
    ...need(),
    title: '栖川永泰建材有限公司破产清算案管理人',
    entropy: [lottery(inMinutes(30))],
    revealBy: inMinutes(600),
    ...more,
  })
export const record = async (id: string): Promise<string> => (await server.visitor().get(`/api/public/draws/${id}/record`)).text
export const trust = async () => {
  const parsed = parseTrust(nodeCrypto, (await server.visitor().get('/log/trust')).text)
  if (!parsed.ok) throw new Error(parsed.refusal.en)
  return parsed.value
}
export const verified = async (id: string, more: object = {}) =>
  verifyDraw(nodeCrypto, await record(id), { trust: await trust(), drand: checkDrand, now: inMinutes(0), ...more })
/** A draw with its first result. */
export async function drawn(more: object = {}) {
  const { id } = (await publish(more)).json
  advance(31)
  await clerk.json('POST', `/api/draws/${id}/entropy`, { source: 0, value: NUMBERS, reference: '彩票公告 2023-08-23' })
  await judge.json('POST', `/api/draws/${id}/entropy`, { source: 0, value: NUMBERS, reference: '彩票网站' })
  return clerk.json('POST', `/api/draws/${id}/reveal`, {})
}
export const answer = (draw: { id: string }, label: string, accepts: boolean, who = clerk, more: object = {}) =>
  who.ask('POST', `/api/draws/${draw.id}/responses`, {
    label,
    accepts,
    reason: accepts ? '' : '人手不足',
    ...(accepts ? { interests: { has: false } } : {}),
    ...more,
  })
