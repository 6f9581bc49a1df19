import type { Answer, Person, TestServer } from './running-server.ts'

/* biome-ignore lint/suspicious/noExplicitAny: answers are checked against their schemas by the server itself in tests */
type Json = any

/** What counts in an evaluation, made as people make it: entries, reports, findings, a challenge, briefs, bulletins, complaints of every kind that there is. */

const PASSWORD = '一匹正确的马-电池-订书钉'

export interface Cast {
  readonly server: TestServer
  readonly office: Person
  readonly second: Person
  readonly market: Person
  readonly tax: Person
  /** Ids of the bodies market, tax and idle. */
  readonly ids: Readonly<Record<string, string>>
}

export interface Made {
  /** A day, so many days after the first. */
  readonly day: (ahead: number) => string
  readonly ledger: string
  readonly cycle: string
  readonly entries: readonly string[]
  readonly findings: { readonly fine: string; readonly late: string }
  readonly challenge: string
  readonly brief: string
  readonly bulletin: string
  readonly complaint: string
}

export async function act(by: Person, id: string, action: string, values: object = {}): Promise<void> {
  const detail = await by.json('GET', `/api/matters/${id}`)
  const answer = await by.ask('POST', `/api/matters/${id}/actions`, { action, expectedSeq: detail.summary.seq, values })
  if (answer.status !== 201) throw new Error(`${action}: ${answer.text}`)
}

export async function aFile(by: Person, name: string): Promise<Json> {
  const form = new FormData()
  form.append('file', new Blob([`%PDF-1.7 ${name}`]), `${name}.pdf`)
  return by.json('POST', '/api/attachments', form)
}

/** The key of the adoption of a brief that waits to be confirmed. */
export async function waitingAdoption(by: Person, id: string): Promise<string> {
  const { registers } = await by.json('GET', `/api/matters/${id}`)
  return registers.find((r: Json) => r.register === 'adoptions').rows.find((r: Json) => r.row.state === 'claimed').key
}

/** A brief that was edited, approved and published. */
export async function aBrief(
  { office, second, ids }: Pick<Cast, 'office' | 'second' | 'ids'>,
  subject: string,
  body: string,
): Promise<string> {
  const article = '窗口之间共用一份材料，企业只交一次，少跑两趟。'
  const opened = await office.json('POST', '/api/matters', {
    procedure: 'brief',
    action: 'submit',
    as: 'editor',
    values: { form: 'brief', subject, bodyId: ids[body], bodyName: body, article },
  })
  const id = opened.matter.summary.id
  await act(office, id, 'edit', { subject, article: `${article}效果良好。` })
  await act(office, id, 'present')
  await act(second, id, 'approve')
  return id
}

/** Fourteen days of work of an office, from the day on which the clock of the server stands. */
export async function fortnight(cast: Cast): Promise<Made> {
  const { server, office, second, market, tax, ids } = cast
  const day = dayFrom(server)
  const everybody = { office, second, market, tax }
  const signIn = async () => {
    for (const [login, person] of Object.entries(everybody)) await person.signIn(login, PASSWORD)
  }
  await signIn()
  const { ledger, entries } = await aLedger(cast, day)
  const cycle = await aRound(cast, ledger)
  await closeOut(cast, entries[0]!, market, 'market')
  await closeOut(cast, entries[4]!, tax, 'tax')
  const { fine, late } = await findings(cast)
  const challenge = await aChallenge(cast, day)
  const brief = await aBrief(cast, '一窗收件的做法', 'market')
  await adoptions(cast, brief, day)
  const bulletin = await aLetter(cast, 'case', 'tax', ledger)
  await aLetter(cast, 'inquiry', 'market', ledger)
  const complaint = await aComplaint(cast)

  server.clock.advance(14 * 1440)
  await signIn()
  await server.clocks.tick()
  await handIn(tax, ledger, cycle, ids.tax!)
  await closeOut(cast, entries[1]!, market, 'market')
  await act(tax, late, 'rectify', { measures: '已公示', photos: [await aFile(tax, '公示照片')] })
  await act(second, late, 'check', { passed: true, reason: '已核' })
  await act(tax, complaint, 'sign')
  await act(tax, complaint, 'reply', { solved: true, reply: '已经办结并道歉。' })
  return { day, ledger, cycle, entries, findings: { fine, late }, challenge, brief, bulletin, complaint }
}

function dayFrom(server: TestServer): Made['day'] {
  const start = server.clock.now().getTime() + 8 * 3_600_000
  return (ahead) => new Date(start + ahead * 86_400_000).toISOString().slice(0, 10)
}

/** Five entries of market, one of tax, one of idle: closed in time; to be closed late; overdue; deferred; (tax) without a day; withdrawn; (idle) due later. */
async function aLedger({ office, ids }: Cast, day: Made['day']): Promise<{ ledger: string; entries: string[] }> {
  const bodies = ['市场监督管理局', '市场监督管理局', '市场监督管理局', '市场监督管理局', '税务局', '市场监督管理局', '档案馆']
  const lines = bodies.map((body, i) => `${i + 1}.推进第${i + 1}项服务。全年持续推进第${i + 1}项服务。（牵头单位：澄江市${body}）`)
  const plan = `澄江市优化营商环境提升方案\n\n一、政务服务\n${lines.join('\n')}\n\n澄江市人民政府\n2026年1月12日\n`
  const planId = (await office.upload('提升方案.txt', plan)).json.id
  const ledger = (await office.json('POST', '/api/ledgers', { planId })).id
  const { items } = await office.json('GET', `/api/ledger-entries?ledger=${ledger}&sort=plan&limit=20`)
  const leads = items.map((e: Json) => e.lead?.id)
  const { market, tax, idle } = ids
  if (JSON.stringify(leads) !== JSON.stringify([market, market, market, market, tax, market, idle])) throw new Error(`led by ${leads}`)
  const entries = items.map((e: Json) => e.id) as string[]
  const fact = (i: number, body: object) => office.json('POST', `/api/ledger-entries/${entries[i]}/facts`, { fact: body })
  for (const [i, due] of [10, 5, 5, 5, null, 5, 90].entries())
    await fact(i, { kind: 'amended', dueOn: due === null ? null : day(due), milestones: [], basis: '办公室核定' })
  await fact(3, { kind: 'deferred', until: day(60), decision: '专题会议', reason: '等待系统' })
  await fact(5, { kind: 'withdrawn', basis: '并入其他任务' })
  return { ledger, entries }
}

async function closeOut({ second, ids }: Cast, entry: string, by: Person, body: string): Promise<void> {
  const form = new FormData()
  form.append('file', new Blob(['%PDF-1.7 佐证']), '佐证.pdf')
  const path = `/api/ledger-entries/${entry}`
  const proved: Answer = await by.ask('POST', `${path}/evidence`, form)
  if (proved.status !== 201) throw new Error(proved.text)
  await by.json('POST', `${path}/facts`, { fact: { kind: 'submitted', body: ids[body], summary: '已完成' } })
  await second.json('POST', `${path}/facts`, { fact: { kind: 'accepted' } })
}

/** The round of this week: market hands in at once; then no further round is opened. */
async function aRound({ office, market, ids }: Cast, ledger: string): Promise<string> {
  const rule = {
    id: 'weekly',
    title: { zh: '周报', en: 'Weekly' },
    every: 'week',
    due: { weekday: 7 },
    rest: 'stay',
    opensBefore: 6,
    closesAfter: 30,
    remind: [],
    who: 'lead',
  }
  await office.json('PUT', `/api/ledgers/${ledger}/cycles`, { items: [{ ...rule, active: true }] })
  const { cycle } = (await office.json('GET', `/api/reporting/rounds?ledger=${ledger}`)).items[0]
  await office.json('PUT', `/api/ledgers/${ledger}/cycles`, { items: [{ ...rule, active: false }] })
  await handIn(market, ledger, cycle, ids.market!)
  return cycle
}

async function handIn(by: Person, ledger: string, cycle: string, body: string): Promise<void> {
  const key = { ledger, cycle, body }
  const { version, entries } = await by.json('GET', `/api/reporting/report?${new URLSearchParams(key)}`)
  const lines = entries.map(({ line: { changes: _, ...line } }: Json) => ({ ...line, words: '按计划推进' }))
  await by.json('PUT', '/api/reporting/report', { ...key, version, lines, handIn: true })
}

/** One put right in time, one that will be late, one that does not hold, one that waits for a check, one that still has time. */
async function findings({ office, second, market, ids }: Cast): Promise<{ fine: string; late: string }> {
  const batch = await office.json('POST', '/api/supervision/inspections', {
    title: '窗口暗访',
    origin: 'secret',
    from: '2020-01-01',
    until: '2099-01-01',
    inspectors: ['王督查'],
  })
  const find = async (body: string, workingDays: number): Promise<string> => {
    const finding = { subject: '收费清单未公示', content: '三号窗口。', bodyId: ids[body], workingDays }
    return (await office.json('POST', `/api/supervision/inspections/${batch.inspection.id}/findings`, finding)).matter
  }
  const [fine, late, void_] = [await find('market', 10), await find('tax', 1), await find('market', 10)]
  await find('idle', 90)
  await act(market, await find('market', 10), 'rectify', { measures: '已公示', photos: [await aFile(market, '照片')] })
  await act(market, fine, 'rectify', { measures: '已公示', photos: [await aFile(market, '公示照片')] })
  await act(second, fine, 'check', { passed: true, reason: '已核' })
  await act(market, void_, 'dispute', { reason: '当日设备检修' })
  await act(second, void_, 'review', { upheld: false, reason: '属实' })
  return { fine, late }
}

/** Claimed and chosen, returned once, then accepted. */
async function aChallenge({ office, market, ids }: Cast, day: Made['day']): Promise<string> {
  const opened = await office.json('POST', '/api/matters', {
    procedure: 'challenge',
    action: 'draft',
    as: 'office',
    values: { batch: '第二批', subject: '一照通办', problem: '证照重复提交', wanted: '一照通办' },
  })
  const id = opened.matter.summary.id
  await act(office, id, 'publish', { claimUntil: day(20) })
  await act(market, id, 'claim', { claimBody: ids.market, claimName: '市场监管局', proposal: '并联收件' })
  await act(office, id, 'choose', { chosenBody: ids.market, chosenName: '市场监管局', reason: '方案可行', deliverUntil: day(40) })
  for (const passed of [false, true]) {
    await act(market, id, 'deliver', { result: '系统已经上线', papers: [await aFile(market, '成果')] })
    await act(office, id, 'accept', { passed, opinion: passed ? '通过' : '请补充' })
  }
  return id
}

/** One of the province that was only claimed, one that was claimed as of the nation and confirmed as of the city, one that was refused. */
async function adoptions({ office, second, market }: Cast, brief: string, day: Made['day']): Promise<void> {
  const claim = async (by: Person, level: string) =>
    act(by, brief, 'adopt', { level, medium: '《改革动态》', adoptedOn: day(0), papers: [await aFile(by, '采用件')] })
  await claim(office, 'nation')
  await act(second, brief, 'confirm-adoption', { adoption: await waitingAdoption(office, brief), level: 'city' })
  await claim(market, 'county')
  await act(second, brief, 'refuse-adoption', { adoption: await waitingAdoption(office, brief), reason: '采用件不符' })
  await claim(market, 'province')
}

async function aLetter({ office, second, ids }: Cast, kind: 'case' | 'inquiry', body: string, ledger: string): Promise<string> {
  const letters = '/api/supervision/letters'
  const made = await office.json('POST', letters, { kind, filter: { ledger }, bodies: [ids[body]] })
  const { id } = made.summary
  for (const [by, what, version] of [
    [office, 'submit', 0],
    [second, 'approve', 1],
    [office, 'send', 2],
  ] as const)
    await by.json('POST', `${letters}/${id}/acts`, { version, act: what })
  return id
}

async function aComplaint({ server, office, ids }: Cast): Promise<string> {
  await server.visitor().json('POST', '/api/public/complaints', {
    kind: 'complaint',
    subject: '退税进度查不到',
    content: '申请退税两周，一直查不到办理进度，窗口也说不清。',
  })
  const { id } = (await office.json('GET', '/api/complaints?limit=1')).items[0]
  await act(office, id, 'dispatch', { handlerBody: ids.tax, handlerName: '税务局', workingDays: 1 })
  return id
}
