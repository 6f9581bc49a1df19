import { writeWorkbook } from '@yingshang/document'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { Person } from '../../apps/server/test/running-server.ts'
import { fits } from './fitting.ts'
import { browserSuite, choose, DESKTOP, goTo, NEW_PASSWORD, openPage, openStage, PHONE, type Stage, shot, signInFirst } from './stage.ts'

/** An enterprise without an account, on a phone; the office dispatches; the enterprise reads the answer and rates it; the figures open their rows. */
browserSuite('complaints in the pages', () => {
  let stage: Stage
  let phone: Page
  let admin: Person
  let code = ''
  let id = ''

  beforeAll(async () => {
    stage = await openStage({ SAMPLES: 'no' })
    await signInFirst(stage)
    admin = new Person(stage.server.localUrl)
    await admin.signIn(stage.server.administrator!.login, NEW_PASSWORD)
    const area = await admin.json('POST', '/api/organisation/areas', { name: '澄江市', kind: 'city' })
    await admin.json('POST', '/api/organisation/bodies', { name: '澄江市市场监督管理局', kind: 'department', areaId: area.id })
    phone = await openPage(stage, PHONE)
  })
  afterAll(async () => {
    expect(stage.complaints).toEqual([])
    await stage?.close()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    await shot(stage.page, 'failed-complaints')
    await shot(phone, 'failed-complaints-phone')
  })

  it('are brought without an account, on a phone', async () => {
    await phone.goto('/complain')
    await phone.getByRole('button', { name: '提交', exact: true }).click()
    await phone.getByText('请填写，至少 10 个字').waitFor()
    await phone.getByLabel('标题').fill('收件窗口重复要材料')
    await phone.getByLabel('具体情况').fill('同一份材料在两个窗口各交了一遍，希望合并成一个窗口。')
    await phone.getByLabel('统一社会信用代码').fill('91350100M000100Y44')
    await phone
      .getByLabel('添加附件')
      .setInputFiles({ name: '收据.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 收据') })
    await phone.getByText('收据.pdf').waitFor()
    await phone.getByRole('button', { name: '提交', exact: true }).click()
    // What is wrong is said at its field, and what was typed is still there.
    await phone.locator('.ant-form-item-explain-error').first().waitFor()
    expect(await phone.getByLabel('标题').inputValue()).toBe('收件窗口重复要材料')
    await phone.getByLabel('统一社会信用代码').fill('91350100M000100Y43')
    await fits(phone, 'bring')
    await phone.setViewportSize(PHONE)
    await phone.getByRole('button', { name: '提交', exact: true }).click()
    await phone.getByRole('heading', { name: '已提交' }).waitFor()
    code = ((await phone.locator('.complaint-code').textContent()) ?? '').trim()
    expect(code).toMatch(/^[2-9A-HJ-NP-Z-]{14}$/)
    await phone.getByRole('link', { name: '查进度' }).last().click()
    await phone.getByText('待受理').waitFor()
    await fits(phone, 'follow', ['phone'])
  })

  it('wait for the office, which dispatches them to a body of the organisation', async () => {
    const { page } = stage
    await page.goto('/')
    await goTo(page, '企业诉求')
    await page.getByRole('link', { name: '收件窗口重复要材料' }).waitFor()
    await fits(page, 'complaints')
    await page.setViewportSize(DESKTOP)
    await page.getByRole('button', { name: '相似诉求 收件窗口重复要材料' }).click()
    await page.getByText('没有发现相似的诉求').waitFor()
    await page.getByRole('dialog').locator('.ant-modal-footer').getByRole('button').click()
    await page.getByRole('link', { name: '收件窗口重复要材料' }).click()
    await page.getByRole('heading', { name: '收件窗口重复要材料', level: 1 }).waitFor()
    id = page.url().split('/').at(-1)!.split('?')[0]!
    await page.getByRole('button', { name: '派单', exact: true }).first().click()
    await choose(page, '承办单位', '澄江市市场监督管理局')
    await page.getByLabel('办理期限（工作日）').fill('5')
    await page
      .locator('form')
      .getByRole('button', { name: /派单|提交|办理/ })
      .last()
      .click()
    await page.getByText('已派单，待签收').first().waitFor()
  })

  it('are returned by a body, which then has no part in them, and dispatched again', async () => {
    const [body] = (await admin.json('GET', '/api/organisation')).bodies
    const { id: userId, oneTimePassword } = await admin.json('POST', '/api/users', {
      login: 'chen',
      displayName: '陈一',
      roles: ['liaison'],
    })
    await admin.json('POST', '/api/organisation/memberships', { userId, post: 'liaison', bodyId: body.id })
    const chen = await openPage(stage)
    const signIn = await (await chen.context().request.post('/api/session', { data: { login: 'chen', password: oneTimePassword } })).json()
    await chen.context().request.post('/api/session/password', {
      headers: { 'x-csrf-token': signIn.csrfToken },
      data: { current: oneTimePassword, next: NEW_PASSWORD },
    })
    await chen.goto(`/matters/${id}`)
    await chen.getByRole('button', { name: '退回', exact: true }).first().click()
    await chen.getByLabel('理由').fill('不属于本单位职责')
    await chen
      .locator('form')
      .getByRole('button', { name: /退回|提交|办理/ })
      .last()
      .click()
    await chen.getByText('已办理。您不再参与本件。').waitFor()
    await fits(chen, 'returned', ['phone'])
    await chen.context().close()
    const { summary } = await admin.json('GET', `/api/matters/${id}`)
    const values = { handlerBody: body.id, handlerName: body.name, workingDays: 5 }
    await admin.json('POST', `/api/matters/${id}/actions`, { action: 'dispatch', expectedSeq: summary.seq, values })
  })

  it('are answered, and rated by the code', async () => {
    // The body's part, through the interface.
    const bodyOf = await admin.json('GET', '/api/organisation')
    const user = (await admin.json('GET', '/api/session')).user
    await admin.json('POST', '/api/organisation/memberships', {
      userId: user.id,
      post: 'liaison',
      bodyId: bodyOf.bodies[0].id,
      from: '2020-01-01',
    })
    for (const [action, values] of [
      ['sign', {}],
      ['reply', { solved: true, reply: '两个窗口已经合并。' }],
    ] as const) {
      const { summary } = await admin.json('GET', `/api/matters/${id}`)
      await admin.json('POST', `/api/matters/${id}/actions`, { action, expectedSeq: summary.seq, values })
    }
    await phone.goto('/follow')
    await phone.getByRole('textbox', { name: '查询码' }).fill(code)
    await phone.getByRole('button', { name: '查看' }).click()
    await phone.getByText('两个窗口已经合并。').waitFor()
    await phone.getByText('非常满意').first().click()
    await fits(phone, 'answered', ['phone'])
    await phone.getByRole('button', { name: '提交评价' }).click()
    await phone.getByText('已办结').first().waitFor()
  })

  it('are counted, and a number opens its rows', async () => {
    const { page } = stage
    await page.goto('/complaints?view=figures')
    await page.getByRole('button', { name: '已解决 1' }).waitFor()
    await fits(page, 'figures')
    await page.setViewportSize(DESKTOP)
    await page.getByRole('button', { name: '已解决 1' }).click()
    await page.getByRole('link', { name: '收件窗口重复要材料' }).waitFor()
    expect(page.url()).toContain('state=solved')
    await expect.poll(() => page.locator('[data-complaint]').count()).toBe(1)
  })

  it('findings come from a workbook, which gives its errors back beside the rows', async () => {
    const { page } = stage
    const titles = ['来源', '问题', '情况', '整改单位', '整改期限（工作日）']
    const columns = titles.map((title) => ({ key: title, title, type: 'text' as const }))
    const file = async (name: string, body: string) => {
      const rows = ['窗口未公示收费清单', '一次性告知不到位'].map((问题, i) => ({
        来源: '暗访',
        问题,
        情况: '现场查看，情况属实。',
        整改单位: i === 0 ? body : '澄江市市场监督管理局',
        '整改期限（工作日）': '10',
      }))
      const content = await writeWorkbook({ sheets: [{ name: '督查问题整改', columns, rows }] })
      return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) }
    }
    await page.goto('/matters?procedure=finding')
    await page.getByRole('button', { name: '导入督查问题整改' }).click()
    const panel = page.getByRole('region', { name: '导入督查问题整改' })
    await panel.getByLabel('选择表格').setInputFiles(await file('有误.xlsx', '没有的局'))
    const error = panel.getByRole('row').filter({ hasText: 'D2' })
    await error.getByText('组织机构中没有“没有的局”').waitFor()
    await fits(page, 'matter-import-wrong')
    const download = page.waitForEvent('download')
    await panel.getByRole('button', { name: '下载标注错误的表格' }).click()
    expect((await download).suggestedFilename()).toBe('有误（标注错误）.xlsx')
    await panel.getByLabel('选择表格').setInputFiles(await file('已改.xlsx', '澄江市市场监督管理局'))
    await panel.getByRole('button', { name: '写入：登记 2 件，修改 0 件' }).click()
    await panel.getByText('已登记 2 件，修改 0 件。').waitFor()
    await expect.poll(() => page.locator('[data-matter]').count()).toBe(2)
    await fits(page, 'matter-imported', ['phone'])
  })
})
