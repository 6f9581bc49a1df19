import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aCase, type Cast, CREDITORS, called, codeFor, step } from '../../apps/server/test/meeting-people.ts'
import { Person, type TestServer, temporaryFolder } from '../../apps/server/test/running-server.ts'
import { fits } from './fitting.ts'
import { browserSuite, choose, DESKTOP, goTo, openPage, openStage, PHONE, type Stage, shot } from './stage.ts'

/** A creditors' meeting from its preparation to the stranger who verifies a vote: chair, creditors (one with a phone), an agent. */
browserSuite('a creditors’ meeting in the pages', () => {
  let stage: Stage
  let cast: Cast
  let matter = ''
  let id = ''
  const pages: Record<string, Page> = {}
  const folder = temporaryFolder()
  const receipt = join(folder, '回执.tlog-proof')
  const record = join(folder, '公开记录.jsonl')

  const DAY = 86_400_000
  const ago = (days: number) => ({ clock: { now: () => new Date(Date.now() - days * DAY) } })
  const dayAgo = (days: number) => new Date(Date.now() + 8 * 3_600_000 - days * DAY).toISOString().slice(0, 10)
  /** In China time, to the minute. */
  const soon = () => new Date(Date.now() + 8 * 3_600_000 + 50 * 60_000).toISOString().slice(0, 16)

  beforeAll(async () => {
    stage = await openStage({ SAMPLES: 'no' })
    const root = new Person(stage.server.localUrl)
    await root.signInFirst(stage.server.administrator!.login, stage.server.administrator!.password)
    const user = async (login: string, role: string) => {
      const made = await root.json('POST', '/api/users', { login, displayName: login, roles: [role] })
      const person = new Person(stage.server.localUrl)
      await person.signInFirst(login, made.oneTimePassword)
      return person
    }
    const creditors: Record<string, Person> = {}
    for (const { login } of CREDITORS) creditors[login] = await user(login, 'party')
    const [judge, clerk, firm] = [await user('judge', 'judge'), await user('clerk', 'clerk'), await user('firm', 'party')]
    // The case was announced long enough ago for a meeting today.
    cast = { server: ago(45) as unknown as TestServer, judge, clerk, firm, creditors }
    matter = await aCase(cast)
  })
  afterAll(async () => {
    await stage?.close()
  })

  /** A browser of its own for somebody who is signed in. */
  const browserOf = async (person: Person | null, viewport = DESKTOP): Promise<Page> => {
    const page = await openPage(stage, viewport)
    if (person) {
      const [name, ...value] = person.cookie.split(';')[0]!.split('=')
      await page.context().addCookies([{ name: name!, value: value.join('='), url: stage.server.url }])
    }
    return page
  }

  it('is prepared by the clerk: arrangements, agenda with majorities, identities of the voters', async () => {
    const page = await browserOf(cast.clerk)
    pages.clerk = page
    await page.goto(`/matters/${matter}`)
    await page.getByRole('link', { name: '筹备债权人会议' }).click()
    await page.getByLabel('会议时间（北京时间）').fill(soon())
    await page.getByLabel('会议主席').fill('鼎盛物资经营部')
    await page.getByLabel('记录人的账号').fill('clerk')
    await fits(page, 'meeting-new', ['phone'])
    await page.getByRole('button', { name: '建立会议草案' }).click()
    const agenda = page.getByRole('region', { name: '议程' })
    await agenda.getByRole('button', { name: '添加事项' }).click()
    await agenda.getByLabel('事项名称').fill('财产变价方案')
    await agenda.getByLabel('决议内容').fill('以网络拍卖方式变价，流拍后可以降价一次。')
    await agenda.getByRole('button', { name: '添加事项' }).click()
    const second = page.getByRole('group', { name: '第 2 项' })
    await second.getByLabel('事项名称').fill('财产分配方案')
    await second.getByRole('combobox', { name: '决议类别' }).click()
    await page.locator('.ant-select-dropdown:visible').getByText('财产分配方案', { exact: true }).click()
    // The majority follows from the subject, with its article.
    await second.getByText(/企业破产法 第五十九条第三款/).waitFor()
    await agenda.getByRole('button', { name: '保存议程' }).click()
    await page.getByTestId('live-region').getByText('议程已保存').waitFor()
    id = /meetings\/([0-9a-f-]{36})/.exec(page.url())![1]!

    const voters = page.getByRole('region', { name: '表决名单' })
    await voters.getByText('共 4 户，表决债权额合计 11,000,000 元').waitFor()
    await voters.getByRole('button', { name: '账号和证件号码：鼎盛物资经营部' }).click()
    await page.getByLabel('证件号码或其后六位').fill('91350100M11111B')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    const { items } = await cast.clerk.json('GET', `/api/meetings/${id}/voters`)
    for (const voter of items as { id: string; name: string }[])
      await cast.clerk.json('PUT', `/api/meetings/${id}/voters/${voter.id}/account`, {
        identity: CREDITORS.find((one) => one.name === voter.name)!.tail,
      })
    await fits(page, 'meeting-draft', ['phone'])
  })

  it('is called by the judge after a check of the days', async () => {
    const page = await browserOf(cast.judge)
    pages.judge = page
    await page.goto('/')
    await goTo(page, '债权人会议')
    await page.getByRole('link', { name: '第一次债权人会议' }).waitFor()
    await fits(page, 'meeting-list', ['phone'])
    await page.getByRole('link', { name: '第一次债权人会议' }).click()
    const call = page.getByRole('region', { name: '会议通知' })
    await call.getByText(/✗.*通知早于会议 0 日/).waitFor()
    expect(await call.getByRole('button', { name: '发出会议通知' }).isDisabled()).toBe(true)
    await call.getByLabel('通知日期').fill(dayAgo(20))
    await call.getByText(/✓.*须提前 15 日/).waitFor()
    await call.getByRole('button', { name: '发出会议通知' }).click()
    await page.getByText('已通知', { exact: true }).waitFor()
    // Two creditors send the bank as their agent.
    const { items } = await cast.clerk.json('GET', `/api/meetings/${id}/voters`)
    for (const name of ['南桥运输队', '青禾包装厂'])
      await cast.clerk.json('POST', `/api/meetings/${id}/proxies`, {
        voter: items.find((one: { name: string }) => one.name === name).id,
        agentLogin: 'bank',
        agentIdentity: '00000A',
      })
    await page.reload()
    await page.getByText('青禾包装厂 → bank').waitFor()
    await fits(page, 'meeting-called', ['phone'])
  })

  const codes: Record<string, string> = {}
  /** What the QR code of the first receipt says. */
  let link = ''
  it('is opened by the chair, who hands out codes and opens the voting', async () => {
    const page = pages.judge!
    await page.getByRole('link', { name: '主持会议' }).click()
    await page.getByRole('button', { name: '宣布会议开始' }).click()
    await page.getByRole('button', { name: '为全部未签到者生成' }).click()
    await page.getByTestId('codes').waitFor()
    for (const { login } of CREDITORS) codes[login] = await page.locator(`[data-login="${login}"] code`).innerText()
    await page.getByLabel('公告内容').fill('请各位债权人尽快签到。')
    await page.getByRole('button', { name: '发布' }).click()
    await page.getByRole('region', { name: '会议现场' }).getByText('请各位债权人尽快签到。').waitFor()
    await page.getByRole('button', { name: '设为当前事项：财产变价方案' }).click()
    await page.getByRole('button', { name: '当前事项：财产变价方案', exact: true }).waitFor()
    // An earlier vote against does not carry over: the creditor votes again.
    const earlier = page.getByRole('region', { name: '预表决票延续' })
    await choose(page, '延续到的事项', '财产变价方案')
    await choose(page, '预表决的债权人', '青禾包装厂')
    await earlier.getByLabel('预表决时间').fill(`${dayAgo(60)}T10:00`)
    await earlier.getByRole('radio', { name: '不同意' }).check()
    for (const legend of ['预表决时方案给该债权人的安排', '现方案给该债权人的安排']) {
      const terms = earlier.getByRole('group', { name: legend })
      await terms.getByLabel('清偿金额（元）').fill('1000')
      await terms.getByLabel('最后清偿日').fill(dayAgo(-90))
    }
    await earlier
      .locator('input[type=file]')
      .setInputFiles({ name: '预表决票.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') })
    await earlier.getByText('预表决票.pdf').waitFor()
    await earlier.getByRole('button', { name: '登记' }).click()
    await earlier.getByText('预表决不是同意，需重新表决。').waitFor()
    await page.getByRole('button', { name: '同时开始 2 项表决' }).click()
    await page.getByRole('button', { name: '结束表决：财产变价方案' }).waitFor()
  })

  /** `numberOf`: whose number it is, where a claim is held together. */
  const signInTo = async (page: Page, login: string, name?: string, numberOf = login) => {
    await page.goto(`/meetings/${id}/attend`)
    if (name) await page.getByLabel('姓名或者单位名称').fill(name)
    await page.getByLabel('身份证号或统一社会信用代码的后六位').fill(CREDITORS.find((one) => one.login === numberOf)!.tail)
    await page.getByRole('button', { name: '核对身份' }).click()
    await page.getByLabel('一次性验证码（8 位数字）').fill(codes[login]!)
    await shot(page, `meeting-code-${login}`)
    await page.getByLabel('一次性验证码（8 位数字）').press('Enter')
    await expect.poll(() => page.getByLabel('一次性验证码（8 位数字）').count()).toBe(0)
  }
  const sign = async (page: Page) => {
    await page.getByRole('button', { name: /^签名提交（/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: '签名提交' }).click()
  }
  const pick = (page: Page, title: string, choice: string) =>
    page
      .getByRole('group', { name: `对“${title}”表决` })
      .getByRole('radio', { name: choice, exact: true })
      .click()

  it('is voted in by a creditor with a phone, who keeps a receipt and changes the vote', async () => {
    const page = await browserOf(cast.creditors.supplier!, PHONE)
    pages.phone = page
    await page.goto(`/meetings/${id}/attend`)
    await page.getByText('请各位债权人尽快签到。').waitFor()
    await fits(page, 'meeting-sign-in', ['phone'])
    await signInTo(page, 'supplier')
    await page.getByRole('timer').first().waitFor()
    await pick(page, '财产变价方案', '同意')
    await pick(page, '财产分配方案', '同意')
    await fits(page, 'meeting-voting', ['phone'])
    await sign(page)
    await expect.poll(() => page.getByText('已表决：').count()).toBe(2)
    await page
      .getByRole('img', { name: /回执二维码/ })
      .first()
      .waitFor()
    await fits(page, 'meeting-voted', ['phone'])
    link = (await page.locator('.vote-qr a').first().getAttribute('href'))!
    // The key is kept: after a reload one goes on.
    await page.reload()
    const sale = page.getByRole('article', { name: '财产变价方案' })
    const saving = page.waitForEvent('download')
    await sale.getByRole('button', { name: '保存回执文件' }).click()
    await (await saving).saveAs(receipt)
    expect(readFileSync(receipt, 'utf8')).toMatch(/^c2sp\.org\/tlog-proof@v1\n/)
    const plan = page.getByRole('article', { name: '财产分配方案' })
    await plan.getByRole('button', { name: '改票' }).click()
    await pick(page, '财产分配方案', '弃权')
    await sign(page)
    await plan.getByText('（第 2 次）').waitFor()
  })

  it('is voted in by an agent from a table, row by row; who votes at the same time sees the other vote first', async () => {
    const own = await browserOf(cast.creditors.carrier!)
    pages.carrier = own
    await signInTo(own, 'carrier')
    await pick(own, '财产变价方案', '不同意')

    const page = await browserOf(cast.creditors.bank!)
    await signInTo(page, 'bank', CREDITORS[0].name)
    await page.getByRole('heading', { name: '批量表决' }).waitFor()
    await page.getByRole('checkbox', { name: '全部勾选' }).check()
    await page.getByRole('button', { name: '设为同意' }).click()
    // The bank keeps its priority: it has no vote on the distribution.
    await page.locator('tr[data-voter="澄江农村商业银行"]').getByText('无表决权').waitFor()
    await choose(page, '青禾包装厂：财产分配方案', '不同意')
    await fits(page, 'meeting-table', ['phone'])
    await page.getByRole('button', { name: '复核并签名（5 张）' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '签名提交' }).click()
    await page.getByTestId('live-region').getByText('收下 5 张，未收下 0 张').waitFor()
    await expect.poll(() => page.locator('.vote-done').count()).toBe(5)
    await shot(page, 'meeting-table-sent')

    await sign(own)
    await own.getByText('另一台设备（或者您的代理人、共同债权人）已经先投了票，这一张没有计入。').waitFor()
    await fits(own, 'meeting-conflict', ['phone'])
    await own.getByRole('button', { name: '改投“不同意”' }).click()
    await own.getByText('（第 2 次）').first().waitFor()
  })

  it('is closed by the chair: results with their arithmetic, minutes approved by two', async () => {
    const page = pages.judge!
    await page.getByRole('button', { name: '同时结束 2 项表决' }).click()
    // Four of six million unsecured, and three of the four present.
    await page.getByText('4,000,000 元 ÷ 6,000,000 元 = 66.66%，须不低于 1/2：达到').waitFor()
    await page.getByText('3 户 ÷ 4 户 = 75.00%，须超过 1/2：达到').waitFor()
    // The changed vote counts as what it was changed to: one of three.
    await page.getByText('1 户 ÷ 3 户 = 33.33%，须超过 1/2：未达到').waitFor()
    await page.getByText('未通过', { exact: true }).first().waitFor()
    await fits(page, 'meeting-direct', ['phone'])
    await page.getByRole('button', { name: '宣布会议结束' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '确认' }).click()
    await page.getByRole('button', { name: '生成会议记录' }).click()
    await page.getByRole('button', { name: '签署会议记录' }).click()
    await page.getByText(/主席已签署/).waitFor()
    await fits(page, 'meeting-after', ['phone'])
    const clerk = pages.clerk!
    await clerk.goto(`/meetings/${id}/direct`)
    await clerk.getByRole('button', { name: '签署会议记录' }).click()
    await clerk.getByText(/记录人已签署/).waitFor()
    const meeting = await cast.firm.json('GET', `/api/meetings/${id}`)
    await cast.firm.json('POST', `/api/meetings/${id}/result-notice`, {
      version: meeting.version,
      sentOn: dayAgo(0),
      expectedSeq: meeting.caseSeq,
    })
    const phone = pages.phone!
    await phone.reload()
    await phone.getByRole('button', { name: '确认收到表决结果' }).click()
    await phone.getByRole('button', { name: '已确认收到' }).waitFor()
    await fits(phone, 'meeting-after-voter', ['phone'])
  })

  it('is verified by a stranger: the public page, one’s ballot online and without a connection, a changed record', async () => {
    const page = await browserOf(null)
    expect(link).toMatch(/^\/check#[0-9a-f]{96}$/)
    await page.goto(link)
    await page.getByText('您的票在内，并且就是计入结果的那一张。').waitFor()
    await page.goto(`/meetings/${id}/public`)
    await page.getByRole('heading', { name: '第一次债权人会议', level: 1 }).waitFor()
    await expect.poll(() => page.locator('.meeting-digest').count()).toBe(9)
    await page.getByRole('button', { name: '核对', exact: true }).click()
    await page.getByTestId('record-verdict').getByText('公开记录成立').waitFor()
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载公开记录' }).click()
    await (await saving).saveAs(record)
    await fits(page, 'meeting-public', ['phone'])

    await page.getByRole('link', { name: '查我的票' }).last().click()
    const chooseFile = async (button: string, path: string) => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: button }).click()
      await (await chooser).setFiles(path)
    }
    await chooseFile('选择回执文件', receipt)
    await page.getByText('是，您的票在内').waitFor()
    await page.getByText('您的票在内，并且就是计入结果的那一张。').waitFor()
    await fits(page, 'meeting-check', ['phone'])

    await page.context().setOffline(true)
    await page.getByText('离线查验，或使用自己保存的公钥').click()
    await chooseFile('选择会议记录文件', record)
    await page.getByText('是，您的票在内').waitFor()
    const forged = join(folder, '改过的记录.jsonl')
    const index = Number(/^index (\d+)$/m.exec(readFileSync(receipt, 'utf8'))![1])
    const lines = readFileSync(record, 'utf8')
      .split('\n')
      .map((line) => {
        if (line === '') return line
        const entry = JSON.parse(line)
        return entry.line === 'entry' && entry.index === index ? JSON.stringify({ ...entry, digest: '0'.repeat(64) }) : line
      })
    writeFileSync(forged, lines.join('\n'))
    expect(readFileSync(forged, 'utf8')).not.toBe(readFileSync(record, 'utf8'))
    await chooseFile('选择会议记录文件', forged)
    await page.getByText('否', { exact: true }).waitFor()
    await shot(page, 'meeting-check-forged')
    expect(stage.complaints).toEqual([])
  })

  it('is voted in claim by claim, by one of two who hold a claim together, and on paper', async () => {
    const meeting = await called(cast, matter, 0, {
      kind: 'later',
      title: '第二次债权人会议',
      mode: 'hybrid',
      startsAt: new Date(Date.now() + 3_600_000).toISOString(),
      noticeOn: dayAgo(20),
      agenda: [{ title: '继续营业', resolution: { subject: 'other', majority: 'ordinary' } }],
    })
    id = meeting.id
    const [item] = meeting.items as [string]
    const { items: voters } = await cast.clerk.json('GET', `/api/meetings/${id}/voters`)
    const correct = async (name: string, change: object) => {
      const voter = voters.find((one: { name: string }) => one.name === name)
      await cast.clerk.json('POST', `/api/meetings/${id}/voters/${voter.id}/corrections`, {
        revision: voter.revision,
        reason: '依审查结果更正',
        ...change,
      })
    }
    await correct('鼎盛物资经营部', {
      claims: [
        { id: 'goods', class: 'ordinary', amount: 2_000_000_00 },
        { id: 'loan', class: 'ordinary', amount: 1_000_000_00 },
      ],
    })
    await correct('青禾包装厂', { joint: ['firm'] })
    await step(cast.clerk, id, { step: 'open' })
    await step(cast.clerk, id, { step: 'openVoting', items: [item], minutes: null })
    for (const login of ['supplier', 'firm']) codes[login] = await codeFor(cast.clerk, id, login)

    const phone = pages.phone!
    await signInTo(phone, 'supplier')
    await phone.getByRole('button', { name: '各笔债权分别表决' }).click()
    const claim = (amount: string, choice: string) => phone.getByLabel(`${amount} 元 的债权`).getByText(choice, { exact: true }).click()
    await claim('2,000,000', '同意')
    await claim('1,000,000', '不同意')
    await fits(phone, 'meeting-split', ['phone'])
    await sign(phone)
    await phone.locator('.vote-in').getByText('各笔债权分别表决').waitFor()

    // Who holds a claim together with others signs in by the own name, and has one vote with them.
    const holder = await browserOf(cast.firm)
    await signInTo(holder, 'firm', 'firm', 'factory')
    await pick(holder, '继续营业', '不同意')
    await sign(holder)
    await holder.getByText('已表决：').waitFor()

    // The same sheet, entered by two persons, each on a page of their own.
    const enterSheet = async (page: Page) => {
      const paper = page.getByRole('region', { name: '纸质表决票' })
      await paper.getByRole('radio', { name: '同意', exact: true }).check()
      await paper
        .locator('input[type=file]')
        .setInputFiles({ name: '表决票.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 南桥运输队') })
      await paper.getByText('表决票.pdf').waitFor()
      await paper.getByRole('button', { name: '录入', exact: true }).click()
    }
    const clerk = pages.clerk!
    await clerk.goto(`/meetings/${id}/direct`)
    await choose(clerk, '表决票上的债权人', '南桥运输队')
    await choose(clerk, '表决票上的事项', '1. 继续营业')
    await enterSheet(clerk)
    await clerk.getByText('您已录入，等待另一人复核').waitFor()
    await fits(clerk, 'meeting-paper', ['phone'])
    const judge = pages.judge!
    await judge.goto(`/meetings/${id}/direct`)
    await judge.getByRole('button', { name: '复核录入：南桥运输队' }).click()
    await enterSheet(judge)
    await judge.getByTestId('live-region').getByText('两次录入一致，已计票').waitFor()
    await judge.getByRole('button', { name: '结束表决：继续营业' }).click()
    // The split vote counts by claim, its head for the larger side: two of three for it, with four of six million.
    await judge.getByText('2 户 ÷ 3 户 = 66.66%，须超过 1/2：达到').waitFor()
    await judge.getByText('4,000,000 元 ÷ 6,000,000 元 = 66.66%，须不低于 1/2：达到').waitFor()
    expect(stage.complaints).toEqual([])
  })
})
