import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { PASSWORD, Person } from '../../apps/server/test/running-server.ts'
import { fits } from './fitting.ts'
import { browserSuite, choose, focusOf, goTo, openPage, openStage, overflow, type Stage, shot } from './stage.ts'

/** A petition from filing to acceptance, by a party, a clerk and a judge, each in a browser of their own; then the receipt, checked by a stranger. */
browserSuite('a matter in the pages', () => {
  const DEBTOR = '青禾机械有限公司'
  let stage: Stage
  const people = new Map<string, Page>()
  let address = ''
  let receipt = ''
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

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
  const field = (page: Page, id: string): Locator => page.locator(`[data-field="${id}"]`)
  const openMatter = async (page: Page) => {
    await page.goto(address)
    await page.locator('.timeline-item').first().waitFor()
  }

  beforeAll(async () => {
    stage = await openStage({ SAMPLES: 'no' })
    const administrator = new Person(stage.server.localUrl)
    await administrator.signInFirst(stage.server.administrator!.login, stage.server.administrator!.password)
    for (const [login, displayName, role] of [
      ['debtor', '青禾机械', 'party'],
      ['stranger', '过路人', 'party'],
      ['clerk', '李书记员', 'clerk'],
      ['judge', '王审判员', 'judge'],
    ]) {
      const made = await administrator.json('POST', '/api/users', { login, displayName, roles: [role] })
      await new Person(stage.server.localUrl).signInFirst(login!, made.oneTimePassword)
    }
  })
  afterAll(async () => {
    await stage?.close()
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') for (const [login, page] of people) await shot(page, `failed-${login}`)
  })

  it('shows a party only what concerns a party', async () => {
    const page = await signIn('debtor')
    const links = await page.getByRole('navigation', { name: '主导航' }).getByRole('link').allTextContents()
    expect(links).toEqual(['工作台', '案件', '债权人会议', '查验回执', '帮助'])
    await page.getByText('没有待办事项。').waitFor()
    await fits(page, 'matters-desk-party')
  })

  it('says at the field what is wrong with it, before and after sending, and keeps what was typed', async () => {
    const page = people.get('debtor')!
    await page.getByRole('link', { name: '立案' }).click()
    await page.getByRole('heading', { name: '立案', level: 1 }).waitFor()
    await choose(page, '程序', '破产申请审查')
    const roles = page.getByRole('combobox', { name: '以何种身份' })
    await roles.click()
    await expect
      .poll(() => page.locator('.ant-select-dropdown:visible .ant-select-item-option-content').allTextContents())
      .not.toContain('审判人员')
    await page.locator('.ant-select-dropdown:visible').getByText('债务人', { exact: true }).click()
    await field(page, 'petitioner').getByText('债务人', { exact: true }).click()
    await field(page, 'remedy').getByText('破产清算').click()
    expect(await field(page, 'consent').count(), 'asked only of a transfer').toBe(0)
    await field(page, 'petitioner').getByText('执行移送（执转破）').click()
    await field(page, 'consent').waitFor()
    await field(page, 'petitioner').getByText('债务人', { exact: true }).click()
    await page.getByLabel('债务人名称').fill(DEBTOR)
    await page.getByLabel('债务人统一社会信用代码').fill('91350100M000100Y44')
    await page.getByLabel('申请的事实和理由').fill('不能清偿到期债务，并且资产不足以清偿全部债务。')
    await page.getByLabel('法院收到申请日期').fill('2999-01-01')
    await page.getByRole('button', { name: '提交破产申请' }).click()
    await page.locator('.form-summary').waitFor()
    await expect.poll(() => field(page, 'debtorCode').locator('.form-error').textContent()).toMatch(/校验|代码/)
    await expect.poll(() => field(page, 'receivedOn').locator('.form-error').textContent()).toContain('不得晚于')
    await expect.poll(() => field(page, 'petitionerName').locator('.form-error').textContent()).toContain('请填写')
    expect(await page.getByLabel('债务人统一社会信用代码').getAttribute('aria-invalid')).toBe('true')
    await expect.poll(() => page.getByTestId('live-region').textContent()).toContain('需要修改')
    await page
      .locator('.form-summary')
      .getByRole('button', { name: /信用代码/ })
      .click()
    expect((await focusOf(page)).id).toBe('f-debtorCode')
    await fits(page, 'matters-form-errors')

    await page.getByLabel('债务人统一社会信用代码').fill('91350100M000100Y43')
    await page.getByLabel('法院收到申请日期').fill(today)
    await page.getByLabel('申请人名称或者姓名').fill(DEBTOR)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '添加材料' }).click()
    await (await chooser).setFiles([{ name: '财产状况说明.txt', mimeType: 'text/plain', buffer: Buffer.from('厂房一处，设备若干。') }])
    await page.locator('.form-files', { hasText: '财产状况说明.txt' }).waitFor()
    // What was typed outlives the page.
    await expect.poll(() => page.locator('.draft-state').textContent()).toContain('已暂存')
    await page.reload()
    await page.getByText('已恢复您上次填写但没有提交的内容').waitFor()
    await expect.poll(() => page.getByLabel('债务人名称').inputValue()).toBe(DEBTOR)
    await page.getByRole('button', { name: '提交破产申请' }).click()
    await page.getByRole('heading', { name: `${DEBTOR}破产申请审查`, level: 1 }).waitFor()
    address = new URL(page.url()).pathname
    await page.locator('.timeline-item').first().waitFor()
    await page
      .getByRole('button', { name: /财产状况说明\.txt/ })
      .first()
      .waitFor()
    await page.getByText('破产申请材料收据').first().waitFor()
    await fits(page, 'matters-party')
  })

  it('is not there for somebody without a role on it', async () => {
    const page = await signIn('stranger')
    await page.goto(address)
    await page.getByRole('alert').filter({ hasText: 'matter.not-found' }).waitFor()
    await page.goto('/matters')
    await page.getByText('没有符合条件的案件。').waitFor()
  })

  it('is found by filters that stand in the address, saved by a name, and followed', async () => {
    const page = await signIn('clerk')
    await goTo(page, '案件')
    await page.locator('[data-matter]').first().waitFor()
    await expect.poll(() => page.locator('.load-more').textContent()).toContain(`共 ${await page.locator('[data-matter]').count()} 条`)
    await choose(page, '程序', '破产申请审查')
    await expect.poll(() => page.url()).toContain('procedure=bankruptcy-petition')
    await page.getByLabel('案件名称或案号').fill('没有这家公司')
    await page.getByText('没有符合条件的案件。').waitFor()
    await page.getByLabel('案件名称或案号').fill('青禾')
    await page.locator('[data-matter]').first().waitFor()
    await page.getByRole('textbox', { name: '给当前筛选起个名字' }).fill('青禾的申请')
    await page.getByRole('button', { name: '保存查询' }).click()
    await page.getByRole('button', { name: '清除筛选' }).click()
    await expect.poll(() => new URL(page.url()).search).toBe('')
    await page.reload()
    await page.getByRole('button', { name: '青禾的申请', exact: true }).click()
    await expect.poll(() => decodeURIComponent(page.url())).toContain('q=青禾')
    await page.getByRole('checkbox', { name: /选择：青禾/ }).check()
    await page.getByRole('button', { name: '批量关注…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('将关注', { exact: true }).waitFor()
    await dialog.getByRole('button', { name: '关注 1 件' }).click()
    await dialog.getByText('已关注', { exact: true }).waitFor()
    await dialog.locator('.ant-modal-footer').getByRole('button', { name: '关闭' }).click()
    await fits(page, 'matters-list')
    await goTo(page, '工作台')
    await page
      .getByRole('link', { name: `${DEBTOR}破产申请审查` })
      .first()
      .waitFor()
  })

  it('is assigned to a judge, who then may examine it', async () => {
    const clerk = people.get('clerk')!
    await openMatter(clerk)
    for (const [login, role] of [
      ['judge', '审判人员'],
      ['clerk', '书记员'],
    ] as const) {
      await clerk.getByRole('button', { name: '指派', exact: true }).click()
      await clerk.getByRole('textbox', { name: '账号' }).fill(login)
      await choose(clerk, '身份', role)
      await clerk.getByRole('button', { name: '确定指派' }).click()
      await clerk.locator(`[data-party="${login}"]`).waitFor()
    }
    const judge = await signIn('judge')
    await judge.getByRole('link', { name: '审查破产申请' }).click()
    await judge.locator('[data-action="examine"]').waitFor()
    await judge.getByText(/现在不能办理的事项及原因/).click()
    await expect.poll(() => judge.locator('[data-barred="accept"]').textContent()).toMatch(/阶段|须/)
  })

  it('tells one of two who act at once what the other did, and loses nothing', async () => {
    const first = people.get('judge')!
    await first.locator('[data-action="ask-supplement"]').click()
    await first.getByLabel('需要补充、补正的材料').fill('职工安置预案和债务清册')
    await expect.poll(() => first.locator('.draft-state').textContent()).toContain('已自动暂存')
    const second = await first.context().newPage()
    await openMatter(second)
    await second.locator('[data-action="examine"]').click()
    await second.getByRole('button', { name: '提交：进入审查' }).click()
    await second.locator('.timeline-item[data-seq="2"]').waitFor()
    await second.close()

    await first.getByRole('button', { name: '提交：要求补充材料' }).click()
    const notice = first.locator('.conflict')
    await notice.waitFor()
    await expect.poll(() => notice.textContent()).toContain('进入审查')
    await expect.poll(() => notice.textContent()).toContain('请再次提交')
    await expect.poll(() => first.getByLabel('需要补充、补正的材料').inputValue()).toBe('职工安置预案和债务清册')
    await fits(first, 'matters-conflict')
    await first.getByRole('button', { name: '收起' }).click()
    await first.reload()
    await first.locator('[data-action="ask-supplement"]').click()
    await first.getByText('已恢复您上次填写但没有提交的内容').waitFor()
    await expect.poll(() => first.getByLabel('需要补充、补正的材料').inputValue()).toBe('职工安置预案和债务清册')
    await first.getByRole('button', { name: '收起' }).click()
  })

  it('is accepted, with the account of every clock and a record of before and after', async () => {
    const page = people.get('judge')!
    const ruling = page.locator('[data-clock="ruling"]')
    await ruling.getByText('这个日期怎么来的').click()
    await expect.poll(() => ruling.locator('.clock-steps li').count()).toBeGreaterThan(1)
    await expect.poll(() => ruling.textContent()).toContain('第十条第二款')
    await expect.poll(() => ruling.textContent()).toMatch(/还有 \d+ 天/)
    await page.locator('[data-action="accept"]').click()
    await page.getByLabel('裁定日期').fill(today)
    await page.getByLabel('指定的管理人').fill('澄江清算事务所')
    await page.getByLabel('破产案件案号').fill('2022鲁破一号')
    await page.getByLabel('裁定理由').fill('债务人不能清偿到期债务，且资产不足以清偿全部债务，符合受理条件。')
    await page.getByRole('button', { name: '提交：裁定受理并指定管理人' }).click()
    await field(page, 'caseNumber').locator('.form-error').waitFor()
    await page.getByLabel('破产案件案号').fill('（2022）鲁04破1号')
    await fits(page, 'matters-accept')
    await page.getByRole('button', { name: '提交：裁定受理并指定管理人' }).click()
    const third = page.locator('.timeline-item[data-seq="3"]')
    await third.waitFor()
    await third.getByText(/带来的变化/).click()
    await expect.poll(() => third.locator('.timeline-changes').textContent()).toContain('审查中 → 已裁定受理')
    await page.locator('[data-register="appointments"]').getByText('澄江清算事务所').waitFor()
    await page.locator('[data-clock="serve-acceptance-period"]').waitFor()
    await page.getByRole('button', { name: '民事裁定书（受理破产申请）' }).waitFor()
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: '民事裁定书（受理破产申请）' }).click()
    expect(
      readFileSync(await (await file).path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    await page.locator('[data-clock="serve-acceptance-period"]').getByText('这个日期怎么来的').click()
    await page.evaluate('scrollTo(0, 0)')
    await page.locator('.ant-message-notice').first().waitFor({ state: 'hidden' })
    await fits(page, 'matters-matter')
  })

  it('gives a receipt that anybody can check without signing in; a changed one is found out', async () => {
    const page = people.get('judge')!
    await stage.server.sealer.sealNow()
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载回执：第 3 步' }).click()
    receipt = readFileSync(await (await file).path(), 'utf8')
    const anybody = await openPage(stage)
    await anybody.goto('/receipt')
    await anybody.getByRole('heading', { name: '查验回执', level: 1 }).waitFor()
    const verdict = () => anybody.locator('[data-verdict]').getAttribute('data-verdict')
    const chooser = anybody.waitForEvent('filechooser')
    await anybody.getByRole('button', { name: '选择文件' }).click()
    await (await chooser).setFiles([{ name: '回执.tlog-proof', mimeType: 'text/plain', buffer: Buffer.from(receipt) }])
    await expect.poll(verdict).toBe('yes')
    await expect.poll(() => anybody.locator('.verdict').textContent()).toContain('是真的')
    await expect.poll(() => anybody.locator('.verdict-steps li[data-ok="true"]').count()).toBe(5)
    await fits(anybody, 'matters-receipt-yes')

    const changed = receipt.replace(/^extra (.*)$/m, (_, extra: string) => {
      const text = Buffer.from(extra, 'base64').toString('utf8').replace('澄江清算事务所', '澄海清算事务所')
      return `extra ${Buffer.from(text).toString('base64')}`
    })
    expect(changed).not.toBe(receipt)
    await anybody.getByLabel('或者粘贴回执全文').fill(changed)
    await anybody.getByRole('button', { name: '查验', exact: true }).click()
    await expect.poll(verdict).toBe('no')
    await expect.poll(() => anybody.locator('.verdict').textContent()).toContain('不能相信')
    await shot(anybody, 'matters-receipt-no')
    await anybody.getByLabel('或者粘贴回执全文').fill('这不是回执')
    await anybody.getByRole('button', { name: '查验', exact: true }).click()
    await expect.poll(() => anybody.locator('.verdict-steps').textContent()).toContain('回执格式不正确')
    // A log that has grown since still has the receipt's beginning.
    const clerk = people.get('clerk')!
    await openMatter(clerk)
    await clerk.locator('[data-action="serve-acceptance"]').click()
    await clerk.getByLabel('送达日期').fill(today)
    await clerk.getByRole('button', { name: '提交：送达受理裁定' }).click()
    await clerk.locator('.timeline-item[data-seq="4"]').waitFor()
    await stage.server.sealer.sealNow()
    await anybody.getByLabel('或者粘贴回执全文').fill(receipt)
    await anybody.getByRole('button', { name: '查验', exact: true }).click()
    await expect.poll(verdict).toBe('yes')
    await expect.poll(() => anybody.locator('.verdict-steps').textContent()).toMatch(/现有 \d+ 条，出具回执时的前 \d+ 条没有被改写/)
  })

  it('tries values on a decision table and shows which rows fired', async () => {
    const page = people.get('judge')!
    await goTo(page, '决策表')
    await page.getByRole('link', { name: '破产案件繁简分流' }).click()
    await page.getByRole('heading', { name: '规则' }).waitFor()
    for (const [name, value] of [
      ['债权债务关系明确', '是'],
      ['财产状况清楚', '是'],
      ['存在未结复杂诉讼', '否'],
      ['财产难以变现', '否'],
      ['上市公司或者金融机构', '否'],
      ['关联企业合并破产', '否'],
      ['跨境破产', '是'],
    ] as const)
      await page.getByRole('radiogroup', { name }).getByText(value, { exact: true }).click()
    await page.getByRole('button', { name: '试算' }).click()
    await expect.poll(() => page.locator('.trial-value').textContent()).toContain('普通程序')
    await expect.poll(() => page.locator('tr[data-fired] th').allTextContents()).toEqual(['3命中'])
    await fits(page, 'matters-decision')
  })

  it('shows the desk of a clerk, and everything in English', async () => {
    const page = people.get('clerk')!
    await page.goto('/desk')
    await page.locator('.due-list li, .section-none').first().waitFor()
    await fits(page, 'matters-desk')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Desk', level: 1 }).waitFor()
    for (const [path, sign] of [
      ['/desk', '.side-list'],
      ['/matters', '[data-matter]'],
      ['/matters/new?procedure=bankruptcy-petition&as=clerk', '[data-field="debtorCode"]'],
      [address, '.timeline-item'],
      ['/decisions/simple-case', '.rule-table'],
      ['/receipt', 'textarea'],
    ] as const) {
      await page.goto(path)
      await page.locator(sign).first().waitFor()
      const foreign = await page.locator('body').evaluate((body) => {
        const walker = body.ownerDocument.createTreeWalker(body, 4)
        const found: string[] = []
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const parent = node.parentElement!
          if (!/\p{Script=Han}/u.test(node.textContent ?? '') || parent.closest('[lang="zh-CN"], script, noscript, style, svg')) continue
          found.push(`${parent.tagName}.${parent.className}: ${node.textContent}`)
        }
        return found
      })
      expect(foreign, path).toEqual([])
      expect(await overflow(page), path).toBe(0)
    }
    await shot(page, 'matters-english')
  })

  it('ran without an error in the browser', () => {
    expect(stage.complaints).toEqual([])
  })
})
