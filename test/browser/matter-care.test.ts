import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { PASSWORD, Person } from '../../apps/server/test/running-server.ts'
import { secondPetition } from '../../apps/server/test/second-version.ts'
import { fits } from './fitting.ts'
import { browserSuite, choose, openPage, openStage, PHONE, type Stage, shot } from './stage.ts'

/** The care of matters: a newer version of the procedure, the calendar, notices, saved queries, many matters at once. */
browserSuite('the care of matters in the pages', () => {
  const inChina = (plus: number) => new Date(Date.now() + 8 * 3_600_000 + plus * 86_400_000).toISOString().slice(0, 10)
  const DEBTORS = ['青禾机械有限公司', '栖川食品有限公司', '云岭物流有限公司']
  let stage: Stage
  let ahead = 0
  const people = new Map<string, Page>()
  const matters: string[] = []

  const signIn = async (login: string): Promise<Page> => {
    const page = await openPage(stage)
    await page.goto('/')
    await page.getByLabel('账号').fill(login)
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('heading', { name: '工作台', level: 1 }).waitFor()
    people.set(login, page)
    return page
  }
  const of = async (login: string): Promise<Page> => people.get(login) ?? signIn(login)
  beforeAll(async () => {
    stage = await openStage(
      { SAMPLES: 'no', CLOCKS: 'no' },
      { definitions: [secondPetition(inChina(1))], now: () => new Date(Date.now() + ahead) },
    )
    const administrator = new Person(stage.server.localUrl)
    await administrator.signInFirst(stage.server.administrator!.login, stage.server.administrator!.password)
    const clerk = new Person(stage.server.localUrl)
    for (const [login, displayName, role] of [
      ['clerk', '李书记员', 'clerk'],
      ['judge', '王审判员', 'judge'],
    ]) {
      const made = await administrator.json('POST', '/api/users', { login, displayName, roles: [role] })
      await (login === 'clerk' ? clerk : new Person(stage.server.localUrl)).signInFirst(login!, made.oneTimePassword)
    }
    for (const debtorName of DEBTORS) {
      const opened = await clerk.json('POST', '/api/matters', {
        procedure: 'bankruptcy-petition',
        action: 'file',
        as: 'clerk',
        values: {
          petitioner: 'debtor',
          remedy: 'liquidation',
          debtorName,
          debtorCode: '91350100M000100Y43',
          petitionerName: debtorName,
          grounds: '不能清偿到期债务。',
          receivedOn: inChina(0),
        },
      })
      matters.push(opened.matter.summary.id)
      await clerk.json('POST', `/api/matters/${opened.matter.summary.id}/parties`, { login: 'judge', role: 'judge' })
    }
    ahead = 24 * 3_600_000
  })
  afterAll(async () => {
    await stage?.close()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') for (const [login, page] of people) await shot(page, `failed-care-${login}`)
  })

  it('a matter is moved to a newer version of its procedure, after a look at what changes, with a reason', async () => {
    const page = await of('judge')
    await page.goto(`/matters/${matters[0]}`)
    await page.getByRole('heading', { name: '本程序有新版本' }).waitFor()
    await page.getByText('查看转入后的变化').click()
    await page.getByText('登记情况').waitFor()
    await expect.poll(() => page.locator('.migration-parts').textContent()).toContain('已提交 → 已收件')
    await expect.poll(() => page.locator('.migration-parts').textContent()).toContain('申请的事实和理由')
    await fits(page, 'care-migration', ['phone'])
    const go = page.getByRole('button', { name: '转入 test-2 版…' })
    const sure = page.locator('.ant-popconfirm').getByRole('button', { name: '转入 test-2 版' })
    await go.click()
    await sure.click()
    await page.getByText('请写明理由').waitFor()
    await page.getByLabel('转入的理由').fill('新规定已施行，当事人同意。')
    await go.click()
    await sure.click()
    await page.locator('.timeline-item[data-seq="2"]').getByText('转入新版本程序').waitFor()
    await expect.poll(() => page.locator('.timeline-item[data-seq="2"]').textContent()).toContain('新规定已施行')
    await page.locator('[data-action="note"]').waitFor()
    expect(await page.getByRole('heading', { name: '本程序有新版本' }).count()).toBe(0)
  })

  it('the calendar is changed by a clerk with its source, and published by a judge who sees what it moves', async () => {
    const clerk = await of('clerk')
    await clerk.goto(`/matters/${matters[1]}`)
    const due = (await (await clerk.request.get(`/api/matters/${matters[1]}`)).json()).clocks.find(
      (c: { clock: string }) => c.clock === 'ruling',
    ).due as string
    await clerk.goto('/desk')
    await clerk.getByRole('link', { name: '工作日历' }).click()
    await clerk.getByRole('heading', { name: '工作日历', level: 1 }).waitFor()
    await clerk.locator('.calendar-month').nth(11).waitFor()
    expect(await clerk.locator('.calendar-month').count()).toBe(12)
    await fits(clerk, 'care-calendar', ['desktop'])
    await clerk.getByRole('button', { name: '修改日历' }).click()
    const shown = async () => Number((await clerk.locator('.calendar-head h2').textContent())!.slice(0, 4))
    while ((await shown()) < Number(due.slice(0, 4))) await clerk.getByRole('button', { name: '下一年' }).click()
    const cover = clerk.getByRole('button', { name: `录入 ${due.slice(0, 4)} 年`, exact: true })
    if (await cover.isVisible()) await cover.click()
    await clerk.locator(`[data-date="${due}"]`).click()
    await expect.poll(() => clerk.locator(`[data-date="${due}"]`).getAttribute('data-kind')).toBe('off')
    await clerk.getByRole('button', { name: '保存日历草案' }).click()
    await clerk.getByText('请写明依据的文件和相关原文。').waitFor()
    await clerk.getByLabel('依据的文件（名称、文号）').fill('本院关于停止办公的通知')
    await clerk.getByLabel('文件中的相关原文').fill('因检修停止办公一日。')
    // Every day is a button now: one look is enough.
    await fits(clerk, 'care-calendar-draft', ['phone'])
    await clerk.getByRole('button', { name: '保存日历草案' }).click()
    await clerk.locator('[data-version="1"]').waitFor()
    await clerk.getByRole('button', { name: '结束修改' }).click()

    const judge = await of('judge')
    await judge.goto('/calendar')
    await judge.getByRole('button', { name: '查看对期限的影响' }).click()
    await judge.locator('.calendar-impact').getByText(DEBTORS[1]!).waitFor()
    await fits(judge, 'care-calendar-impact', [])
    await judge.getByRole('button', { name: '发布日历' }).click()
    await judge.getByRole('dialog').getByRole('button', { name: '发布日历' }).click()
    await judge.locator('[data-version="1"]').getByText('现行').waitFor()
    await judge.goto(`/matters/${matters[1]}`)
    await judge.getByText('因工作日历变更').click()
    await expect.poll(() => judge.locator('[data-moves]').textContent()).toContain('适用日历 2026.1+1')
  })

  it('notices are counted in the bar, lead to their matter, and are marked as read', async () => {
    const page = await of('judge')
    await page.goto('/desk')
    const count = page.locator('.bell-count')
    await expect.poll(() => count.getAttribute('data-unread')).toBe('2')
    await page.getByRole('link', { name: /^通知/ }).click()
    await page.getByRole('heading', { name: '通知', level: 1 }).waitFor()
    await expect.poll(() => page.locator('[data-notice]').count()).toBe(2)
    await fits(page, 'care-notices', ['phone'])
    const first = page.locator('[data-notice]').first()
    await first.getByRole('button', { name: '标为已读' }).click()
    await expect.poll(() => count.getAttribute('data-unread')).toBe('1')
    await page.locator('.notices').getByText('未读', { exact: true }).first().click()
    await expect.poll(() => page.url()).toContain('show=unread')
    await expect.poll(() => page.locator('[data-notice]').count()).toBe(1)
    await page.locator('[data-notice]').getByRole('link').click()
    await page.locator('.timeline-item').first().waitFor()
    await expect.poll(() => count.count()).toBe(0)
    await page.goto('/notices?show=read')
    await expect.poll(() => page.locator('[data-notice]').count()).toBe(2)
  })

  it('queries of this browser move to the server once; one opens the list, one is shared with the house', async () => {
    const page = await of('clerk')
    const { id } = (await (await page.request.get('/api/session')).json()).user
    await page.goto('/matters')
    await page.evaluate(
      ([key, value]) => localStorage.setItem(key!, value!),
      [`yingshang.queries.${id}`, JSON.stringify([{ name: '栖川的案件', search: { q: '栖川' } }])],
    )
    await page.reload()
    await page.getByRole('button', { name: '栖川的案件', exact: true }).click()
    await expect.poll(() => page.locator('[data-matter]').count()).toBe(1)
    await expect.poll(() => page.evaluate((key) => localStorage.getItem(key), `yingshang.queries.${id}`)).toBeNull()
    const more = page.getByRole('button', { name: '查询“栖川的案件”的更多操作' })
    await more.click()
    await page.getByRole('menuitem', { name: '设为打开列表时的默认查询' }).click()
    await page.locator('[data-query="栖川的案件"]').getByText('默认', { exact: true }).waitFor()
    await more.click()
    await page.getByRole('menuitem', { name: '与本院同事共享' }).click()
    await page.locator('[data-query="栖川的案件"]').getByText('已共享').waitFor()
    await page.goto('/matters')
    await expect.poll(() => decodeURIComponent(page.url())).toContain('q=栖川')
    await choose(page, '排序', '最近期限在前')
    await expect.poll(() => page.url()).toContain('sort=due')
    await page.getByText('显示的列').click()
    await page.getByRole('checkbox', { name: '我的身份' }).check()
    await expect.poll(() => page.locator('.matter-table thead').textContent()).toContain('我的身份')
    await fits(page, 'care-list', ['desktop'])
    const judge = await of('judge')
    await judge.goto('/matters')
    await judge.locator('[data-query="栖川的案件"]').getByText('来自李书记员').waitFor()
  })

  it('one deed on many matters: previewed, done for each by itself, with the reasons of what was refused', async () => {
    const page = await of('judge')
    await page.goto('/matters')
    await expect.poll(() => page.locator('[data-matter]').count()).toBe(3)
    for (const debtor of DEBTORS) await page.getByRole('checkbox', { name: `选择：${debtor}破产申请审查` }).check()
    await page.getByRole('button', { name: '批量办理…' }).click()
    const dialog = page.getByRole('dialog')
    await choose(page, '办理事项', '要求补充材料')
    await dialog.getByLabel('需要补充、补正的材料').fill('职工安置预案')
    await dialog.getByRole('button', { name: '预览' }).click()
    await expect.poll(() => dialog.locator('[data-result="will"]').count()).toBe(2)
    // The first has moved to the second version of the procedure, where its stage has another name.
    await expect.poll(() => dialog.locator('[data-result="refused"]').textContent()).toContain('不能办理')
    await fits(page, 'care-bulk-preview', ['desktop'])
    await dialog.getByRole('button', { name: '办理 2 件' }).click()
    await expect.poll(() => dialog.locator('[data-result="done"]').count()).toBe(2)
    await dialog.locator('.ant-modal-footer').getByRole('button', { name: '关闭' }).click()
    await expect.poll(() => page.locator('[data-matter]', { hasText: DEBTORS[1]! }).textContent()).toContain('待补充材料')

    await page.getByRole('checkbox', { name: `选择：${DEBTORS[1]}` }).check()
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出 Excel' }).click()
    expect((await file).suggestedFilename()).toMatch(/\.xlsx$/)
    await page.getByRole('button', { name: '委托…' }).click()
    await dialog.getByLabel('代为办理的人（账号）').fill('clerk')
    await dialog.getByLabel('截止日期（可不填）').fill(inChina(9))
    await dialog.getByRole('button', { name: '预览' }).click()
    await dialog.getByRole('button', { name: '委托 1 件' }).click()
    await expect.poll(() => dialog.locator('[data-result="done"]').count()).toBe(1)
    await dialog.locator('.ant-modal-footer').getByRole('button', { name: '关闭' }).click()
  })

  it('a receipt has a code for paper that leads anybody to its entry in the log', async () => {
    const page = await of('judge')
    await stage.server.sealer.sealNow()
    await page.goto(`/matters/${matters[1]}`)
    const { items } = await (await page.request.get(`/api/matters/${matters[1]}/actions`)).json()
    const own = items.find((i: { action: string }) => i.action === 'ask-supplement')
    const receipt = await (await page.request.get(`/api/matters/${matters[1]}/actions/${own.id}/receipt`)).text()
    await page.goto('/receipt')
    await page.getByLabel('或者粘贴回执全文').fill(receipt)
    await page.getByRole('button', { name: '查验', exact: true }).click()
    await page.getByRole('img', { name: /二维码/ }).waitFor()
    const link = (await page.locator('.receipt-cited a').getAttribute('href'))!
    expect(link).toBe(`${stage.server.url}/receipt?index=${own.sealed}&digest=${own.digest}`)
    await fits(page, 'care-receipt', ['desktop'])
    await page.emulateMedia({ media: 'print' })
    await shot(page, 'care-receipt-print')
    expect(await page.locator('.receipt-in').isVisible()).toBe(false)
    expect(await page.locator('.receipt-card').isVisible()).toBe(true)
    await page.emulateMedia({ media: 'screen' })

    const anybody = await openPage(stage, PHONE)
    await anybody.goto(link)
    await expect.poll(() => anybody.locator('[data-verdict]').getAttribute('data-verdict')).toBe('yes')
    await anybody.goto(link.replace(/.$/, (last) => (last === '0' ? '1' : '0')))
    await expect.poll(() => anybody.locator('[data-verdict]').getAttribute('data-verdict')).toBe('no')
  })

  it('ran without an error in the browser', () => {
    expect(stage.complaints).toEqual([])
  })
})
