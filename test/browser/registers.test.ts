import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { browserSuite, DESKTOP, openStage, overflow, PHONE, type Stage, shot, signInFirst } from './stage.ts'

/** The register of administrators and a public draw in a real browser: as the court, and as anybody with a phone. */

let stage: Stage
const faults = async (page: Page) => (await new AxeBuilder({ page }).analyze()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)
const clean = async (page: Page, name: string) => {
  await shot(page, `registers-${name}`)
  expect(await faults(page), name).toEqual([])
  expect(await overflow(page), name).toBe(0)
}

browserSuite('registers and draws', () => {
  beforeAll(async () => {
    stage = await openStage()
    await signInFirst(stage)
  })
  afterAll(() => stage?.close())

  it('shows the register, how an entry stands and why', async () => {
    const { page } = stage
    // The samples are loaded in the background: the draw is the last of them.
    await expect
      .poll(async () => (await (await fetch(`${stage.server.localUrl}/api/public/draws`)).json()).items[0]?.status, { timeout: 60_000 })
      .toBe('appointed')
    await page.goto('/registers/administrators')
    await page.getByRole('heading', { name: '管理人名册', level: 1 }).waitFor()
    await page.getByText('已显示 12 条，共 12 条').waitFor()
    await clean(page, 'roster')
    await page.getByRole('searchbox', { name: '名称或编号' }).fill('正衡')
    await page.keyboard.press('Enter')
    await page.getByText('已显示 1 条，共 1 条').waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe('正衡')
    await page.goto('/registers/administrators?state=barred')
    await page.getByText(/自.*起暂停至/).waitFor()
    await page.getByRole('link', { name: '栖川博雅律师事务所' }).click()
    await page.getByRole('heading', { name: '历次决定' }).waitFor()
    await clean(page, 'entry')
    await page.setViewportSize(PHONE)
    await clean(page, 'entry-phone')
    await page.goto('/registers/administrators')
    await page.getByText('已显示 12 条，共 12 条').waitFor()
    await clean(page, 'roster-phone')
    await page.setViewportSize(DESKTOP)
  })

  it('takes a decision, and keeps what was typed when it is refused', async () => {
    const { page } = stage
    await page.goto('/registers/administrators?q=致远')
    await page.getByRole('link', { name: '栖川致远律师事务所' }).click()
    await page.getByText('按规则可升为一级').waitFor()
    const form = page.getByRole('region', { name: '作出决定' })
    await form.getByLabel('生效日期').fill('2020-01-01')
    await form.getByRole('button', { name: '作出决定并写入日志' }).click()
    await form.getByRole('alert').filter({ hasText: '生效日期不能早于上一项决定' }).waitFor()
    expect(await form.getByLabel('理由').inputValue()).toContain('件个案评价平均')
    await form.getByLabel('生效日期').fill(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10))
    await form.getByRole('button', { name: '作出决定并写入日志' }).click()
    await page.getByRole('region', { name: '历次决定' }).getByText('等级：一级').waitFor()
    await page
      .getByRole('region', { name: '履职评价' })
      .getByRole('link', { name: /青石食品/ })
      .click()
    await page.getByTestId('total').waitFor()
    await clean(page, 'evaluation')
  })

  it('a draw is tried, published, and waits for the entropy', async () => {
    const { page } = stage
    await page.goto('/draws/new')
    await page.getByLabel('事项名称').fill('云溪包装有限公司破产清算案：选任管理人')
    await page.getByLabel('其他当事人（每行一个）').fill('栖川绿源农产品有限公司')
    await page.getByRole('button', { name: '试算名单' }).click()
    const pool = page.getByTestId('pool')
    await pool.getByText(/指定管理人规定 第二十三条第二项/).waitFor()
    await page.getByLabel('名称和期号').fill('示例彩票双色球第2026050期')
    await clean(page, 'wizard')
    await page.setViewportSize(PHONE)
    await clean(page, 'wizard-phone')
    await page.setViewportSize(DESKTOP)
    await page.getByRole('button', { name: '公布名单和承诺' }).click()
    await page.getByRole('heading', { name: '云溪包装有限公司破产清算案：选任管理人', level: 1 }).waitFor()
    await page.getByRole('region', { name: '结果' }).getByText('等待公开随机数，还没有结果。').waitFor()
    await page.getByRole('button', { name: '验证', exact: true }).click()
    await page.getByText('到目前为止没有不符之处。').waitFor()
    await page.goto('/choices/new')
    await page.getByRole('button', { name: '发起', exact: true }).waitFor()
    await clean(page, 'choice-new')
    await page.goto('/draws')
    await page.getByRole('link', { name: '云溪包装有限公司破产清算案：选任管理人' }).waitFor()
    await clean(page, 'draws')
  })

  it('anybody verifies the finished draw on a phone without signing in, and sees what was changed', async () => {
    const context = await stage.browser.newContext({ baseURL: stage.server.url, viewport: PHONE, locale: 'zh-CN' })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.goto('/draws')
    await page.getByRole('link', { name: /栖川绿源农产品/ }).click()
    await page.getByTestId('winner').waitFor()
    await page.getByRole('button', { name: '验证', exact: true }).click()
    await page.locator('[data-verdict="complete"]').waitFor()
    await page.getByText('名单、随机数、哈希链和结果互相吻合。').waitFor()
    await clean(page, 'public-phone')
    await page.setViewportSize(DESKTOP)
    await clean(page, 'public')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载记录文件' }).click()
    expect((await download).suggestedFilename()).toMatch(/^draw-.*\.json$/)

    // Somebody between the page and the database leaves one off the list.
    await page.route('**/api/public/draws/*', async (route) => {
      const answer = await route.fetch()
      const body = await answer.json()
      const record = JSON.parse(body.record)
      record.commitment.candidates.splice(1, 1)
      const sorted = (value: unknown): unknown =>
        Array.isArray(value)
          ? value.map(sorted)
          : typeof value === 'object' && value !== null
            ? Object.fromEntries(
                Object.entries(value)
                  .sort(([a], [b]) => (a < b ? -1 : 1))
                  .map(([k, v]) => [k, sorted(v)]),
              )
            : value
      await route.fulfill({ json: { ...body, record: `${JSON.stringify(sorted(record))}\n` } })
    })
    await page.reload()
    await page.getByRole('button', { name: '验证', exact: true }).click()
    await page.locator('[data-verdict="unsound"]').waitFor()
    await page.getByText('承诺书与事先公布的不同').waitFor()
    await page.getByText('/commitment/candidates/1/label').waitFor()
    await clean(page, 'public-forged')
    await context.close()
    expect(stage.complaints).toEqual([])
  })
})
