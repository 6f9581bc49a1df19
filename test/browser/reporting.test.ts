import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { fits } from './fitting.ts'
import { questionnaireSteps } from './questionnaire-steps.ts'
import { browserSuite, choose, goTo, NEW_PASSWORD, openPage, openStage, type Stage, shot, signInFirst } from './stage.ts'

/** A week of one office: a report that the ledger filled in is handed in, a silent body is urged, a letter is approved by a second person and signed for, a finding is handed over. */
browserSuite('a week of reporting in the pages', () => {
  let stage: Stage
  let officer: Page
  let liaison: Page
  let reviewer: Page
  const people: Record<string, string> = {}

  /* biome-ignore lint/suspicious/noExplicitAny: answers of an interface that other tests check */
  type Json = any

  /** Asks the interface as whoever is signed in on a page. */
  const ask = async (page: Page, method: string, path: string, data?: object): Promise<Json> => {
    const { csrfToken } = await (await page.request.get('/api/session')).json()
    const answer = await page.request.fetch(path, { method, headers: { 'x-csrf-token': csrfToken }, ...(data ? { data } : {}) })
    if (!answer.ok()) throw new Error(`${method} ${path}: ${await answer.text()}`)
    return answer.json()
  }
  /** Somebody on a device of their own. */
  const person = async (login: string, role: string): Promise<Page> => {
    const made = await ask(stage.page, 'POST', '/api/users', { login, displayName: login, roles: [role] })
    const password = made.oneTimePassword
    people[login] = made.id
    const page = await openPage(stage)
    await page.request.post('/api/session', { data: { login, password } })
    const { csrfToken } = await (await page.request.get('/api/session')).json()
    await page.request.post('/api/session/password', {
      headers: { 'x-csrf-token': csrfToken },
      data: { current: password, next: NEW_PASSWORD },
    })
    return page
  }

  beforeAll(async () => {
    stage = await openStage({ SAMPLES: 'no' })
    await signInFirst(stage)
    officer = await person('officer', 'officer')
    reviewer = await person('reviewer', 'officer')
    liaison = await person('liaison', 'liaison')
    const area = (await ask(officer, 'POST', '/api/organisation/areas', { name: '澄江市', kind: 'city', parentId: null })).id
    const body = async (name: string) =>
      (
        await ask(officer, 'POST', '/api/organisation/bodies', {
          name,
          shortName: name.replace('澄江市', '市'),
          kind: 'department',
          areaId: area,
          validFrom: '2020-01-01',
        })
      ).body.id
    const market = await body('澄江市市场监督管理局')
    const tax = await body('澄江市税务局')
    for (const [userId, bodyId] of [
      [people.liaison, market],
      [people.reviewer, tax],
    ])
      await ask(officer, 'POST', '/api/organisation/memberships', { userId, post: 'liaison', bodyId, from: '2020-01-01' })
    const year = new Date().getUTCFullYear()
    const plan = `澄江市优化营商环境工作方案

一、准入环境
1.优化企业开办服务。${year - 1}年6月底前，企业开办全程网办率达到85%以上。（牵头单位：市市场监督管理局）
2.压减办税时间。${year + 1}年10月底前，办税事项办理时间压减到1个工作日以内。（牵头单位：市税务局）

澄江市人民政府
${year}年1月12日
`
    const { csrfToken } = await (await officer.request.get('/api/session')).json()
    const uploaded = await officer.request.post('/api/plans', {
      headers: { 'x-csrf-token': csrfToken },
      multipart: { file: { name: '方案.txt', mimeType: 'text/plain', buffer: Buffer.from(plan) } },
    })
    const ledger = (await ask(officer, 'POST', '/api/ledgers', { planId: (await uploaded.json()).id })).id
    // Whatever day it is, holidays too, the round of this week is open once it is switched on.
    const cycles = (await ask(officer, 'GET', `/api/ledgers/${ledger}/cycles`)).items
    await ask(officer, 'PUT', `/api/ledgers/${ledger}/cycles`, { items: cycles.map((r: Json) => ({ ...r, rest: 'stay' })) })
    const { items } = await ask(liaison, 'GET', '/api/ledger-entries?limit=10')
    const detail = await ask(liaison, 'POST', `/api/ledger-entries/${items[0].id}/facts`, {
      fact: { kind: 'step-added', body: market, title: '开设开办专区' },
    })
    await ask(liaison, 'POST', `/api/ledger-entries/${items[0].id}/facts`, { fact: { kind: 'step-done', step: detail.steps[0].id } })
  }, 90_000)
  afterAll(async () => {
    expect(stage.complaints).toEqual([])
    await stage?.close()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    for (const [name, page] of Object.entries({ officer, liaison, reviewer })) await shot(page, `failed-reporting-${name}`)
  })

  it('switches the weekly round on', async () => {
    await officer.goto('/reporting')
    await officer.getByText('还没有开始的报送').waitFor()
    await officer.getByRole('button', { name: '报送周期' }).click()
    await officer.getByRole('switch', { name: '周报' }).click()
    await choose(officer, '周报 截止日', '周日')
    await officer.getByLabel('周报 提前几天开始').fill('6')
    await fits(officer, 'cycles')
    await officer.getByRole('button', { name: '保存' }).click()
    await officer.getByRole('link', { name: /^周报/ }).waitFor()
    await fits(officer, 'rounds')
  })

  it('is handed in by the body, with what the ledger knew', async () => {
    await liaison.goto('/reporting')
    await liaison.getByRole('link', { name: /^周报/ }).click()
    await liaison.getByRole('link', { name: '澄江市市场监督管理局' }).click()
    await liaison.getByText('完成举措“开设开办专区”').waitFor()
    await liaison.getByLabel('补充说明').fill('群众反映良好。')
    await liaison.getByRole('button', { name: '保存草稿' }).click()
    await liaison.getByText('草稿已保存').first().waitFor()
    await fits(liaison, 'report')
    await liaison.getByRole('button', { name: '报送', exact: true }).click()
    await liaison.getByText(/liaison 于 .* 报送/).waitFor()
  })

  it('shows who is silent, and urges', async () => {
    await officer.getByRole('link', { name: /^周报/ }).click()
    await officer.locator('[data-figure=silent] dd', { hasText: '1' }).waitFor()
    await officer.getByRole('button', { name: '一键催报（1 家）' }).click()
    await officer.getByText('已催报1人').waitFor()
    await fits(officer, 'round')
    const download = officer.waitForEvent('download')
    await officer.getByRole('button', { name: '例会议程' }).click()
    expect((await download).suggestedFilename()).toMatch(/议程.*\.docx$/)
  })

  it('decides at the weekly meeting; a second person adopts the minutes, and the entry cites them', async () => {
    await officer.getByRole('button', { name: '筹备例会' }).click()
    await officer.getByRole('heading', { name: /工作例会$/, level: 1 }).waitFor()
    await officer.getByLabel('主持人', { exact: true }).fill('李副市长')
    await officer.getByRole('button', { name: '议定 优化企业开办服务' }).first().click()
    const decision = officer.locator('[data-decision="1"]')
    await choose(officer, '议定事项 1 类别', '交办任务')
    await decision.getByLabel('期限').fill(new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10))
    await decision.getByLabel('内容').fill('开办专区延时服务')
    await officer.getByRole('button', { name: '保存例会' }).click()
    await officer.getByText('例会已保存').first().waitFor()
    expect(await officer.getByRole('button', { name: '通过纪要' }).count()).toBe(0)
    await fits(officer, 'meeting-draft')
    await reviewer.goto(new URL(officer.url()).pathname)
    await reviewer.getByRole('button', { name: '通过纪要' }).click()
    await reviewer.getByText('纪要已通过', { exact: true }).waitFor()
    await reviewer.locator('[data-fate=open]').waitFor()
    await fits(reviewer, 'meeting-adopted')
    await reviewer.locator('[data-fate=open]').getByRole('link').click()
    await reviewer.getByRole('link', { name: /^依据：.*工作例会纪要.*第1项$/ }).click()
    await reviewer.getByRole('heading', { name: /工作例会$/, level: 1 }).waitFor()
  })

  it('makes two lists and a report', async () => {
    await goTo(officer, '报送')
    await officer.getByRole('tab', { name: '两清单一报告' }).click()
    await officer.getByRole('heading', { name: '问题清单' }).waitFor()
    await fits(officer, 'lists')
    await officer.getByRole('tab', { name: '方案备案' }).click()
    await officer.getByRole('button', { name: '要求报备' }).click()
    await officer.getByLabel('上级方案').fill('澄江市优化营商环境工作方案')
    await officer.getByRole('button', { name: '选择全部单位' }).click()
    await officer.locator('form').getByRole('button', { name: '要求报备' }).click()
    await officer.getByText('2 家中 2 家已办理').waitFor()
    await officer.getByRole('link', { name: '澄江市税务局' }).waitFor()
    await fits(officer, 'filings')
  })

  it('drafts a letter; a second person approves it; the body signs for it', async () => {
    await goTo(officer, '督查')
    await officer.getByRole('button', { name: '起草' }).click()
    await officer.getByRole('button', { name: '生成文稿' }).click()
    await officer.getByRole('heading', { name: '关于有关任务推进情况的函询' }).waitFor()
    await fits(officer, 'letter-draft')
    await officer.getByLabel('结尾').fill('请于十日内说明原因。')
    await officer.getByRole('button', { name: '送审' }).click()
    await officer.getByText('请于十日内说明原因。').waitFor()
    await officer.getByText('待审批').waitFor()
    expect(await officer.getByRole('button', { name: '同意签发' }).count()).toBe(0)
    await reviewer.goto(new URL(officer.url()).pathname)
    await reviewer.getByRole('button', { name: '同意签发' }).click()
    await reviewer.getByText(/营转函〔\d{4}〕1号/).waitFor()
    await reviewer.getByRole('button', { name: '发出', exact: true }).click()
    await reviewer.getByText('未签收').waitFor()
    await liaison.goto('/supervision')
    await liaison.getByRole('link', { name: '关于有关任务推进情况的函询' }).click()
    await liaison.getByRole('button', { name: '签收' }).click()
    await liaison.getByText(/liaison 于 .* 签收/).waitFor()
    await fits(liaison, 'letter')
  })

  it('hands a finding over', async () => {
    await goTo(officer, '督查')
    await officer.getByRole('tab', { name: '明察暗访' }).click()
    await officer.getByRole('button', { name: '新建督查批次' }).click()
    const form = officer.getByRole('form', { name: '新建督查批次' })
    await form.getByLabel('批次名称').fill('政务大厅暗访')
    await form.getByLabel(/督查人员/).fill('王督查、李观察')
    await form.getByRole('button', { name: '新建督查批次' }).click()
    await officer.getByRole('heading', { name: '政务大厅暗访' }).waitFor()
    await officer.getByLabel('问题', { exact: true }).fill('窗口未公示收费清单')
    await officer.getByLabel('情况', { exact: true }).fill('三号窗口没有公示收费清单。')
    await choose(officer, '整改单位', '澄江市市场监督管理局')
    await officer.getByRole('button', { name: '交办', exact: true }).click()
    await officer.getByRole('link', { name: '窗口未公示收费清单' }).waitFor()
    await fits(officer, 'inspection')
  })

  questionnaireSteps(() => ({ stage, officer }))

  it('opens the page of every kind of fact that points come from', async () => {
    const letters = '/api/supervision/letters'
    const made = await ask(officer, 'POST', letters, { kind: 'case', filter: {} })
    for (const [by, act, version] of [
      [officer, 'submit', 0],
      [reviewer, 'approve', 1],
      [officer, 'send', 2],
    ] as const)
      await ask(by, 'POST', `${letters}/${made.summary.id}/acts`, { version, act })
    await goTo(officer, '考核评价')
    await officer.getByRole('tab', { name: '试算与公布' }).click()
    await officer.getByRole('button', { name: '试算' }).first().click()
    await officer.getByRole('button', { name: '澄江市市场监督管理局', exact: true }).click()
    const points = officer.getByRole('region', { name: '澄江市市场监督管理局的得分' })
    for (const [kind, title] of [
      ['/ledger/entries/', '优化企业开办服务'],
      ['/reporting/report?', '市市场监督管理局 周报'],
      ['/supervision/letters/', '关于有关任务推进问题的通报'],
    ] as const) {
      const link = points.locator(`a[href^="${kind}"]`).first()
      const href = (await link.getAttribute('href'))!
      await reviewer.goto(href)
      await reviewer.getByRole('heading', { name: title }).first().waitFor()
    }
  })
})
