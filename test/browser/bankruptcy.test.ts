import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTable, readWorkbook, writeWorkbook } from '@yingshang/document'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CLAIM_COLUMNS } from '../../apps/server/src/bankruptcy/claims-sheet.ts'
import { aDistributableCase } from '../../apps/server/test/distributable-case.ts'
import { PASSWORD, Person, temporaryFolder } from '../../apps/server/test/running-server.ts'
import { fits } from './fitting.ts'
import { browserSuite, openStage, type Stage } from './stage.ts'

/** The administrator of a case files claims from a workbook, reads the claims table and calculates a distribution; the court reads the ledger. */
browserSuite('claims and distribution in the pages', () => {
  let stage: Stage
  let page: Page
  let firm: Person
  let clerk: Person
  let judge: Person
  let id = ''
  const day = (back = 0) => new Date(Date.now() + 8 * 3_600_000 - back * 86_400_000).toISOString().slice(0, 10)

  const seq = async (): Promise<number> => (await firm.json('GET', `/api/matters/${id}/claims`)).seq
  const take = async (who: Person, action: string, values: object) =>
    who.json('POST', `/api/matters/${id}/actions`, { action, values, expectedSeq: await seq() })

  beforeAll(async () => {
    stage = await openStage({ SAMPLES: 'no' })
    const administrator = new Person(stage.server.localUrl)
    await administrator.signInFirst(stage.server.administrator!.login, stage.server.administrator!.password)
    const people: Person[] = []
    for (const [login, role] of [
      ['firm', 'party'],
      ['clerk', 'clerk'],
      ['judge', 'judge'],
    ]) {
      const made = await administrator.json('POST', '/api/users', { login, displayName: login, roles: [role] })
      const person = new Person(stage.server.localUrl)
      await person.signInFirst(login!, made.oneTimePassword)
      people.push(person)
    }
    ;[firm, clerk, judge] = people as [Person, Person, Person]
    const opened = await clerk.json('POST', '/api/matters', {
      procedure: 'bankruptcy-case',
      action: 'open',
      as: 'clerk',
      values: {
        kind: 'liquidation',
        debtorName: '青禾机械有限公司',
        debtorCode: '91350100M000100Y43',
        caseNumber: '（2022）鲁04破1号',
        acceptedOn: day(500),
        administrator: '澄江清算事务所',
      },
    })
    id = opened.matter.summary.id
    await clerk.json('POST', `/api/matters/${id}/parties`, { login: 'firm', role: 'administrator' })
    await take(clerk, 'announce', { announcedOn: day(), filingDays: 60 })
    page = stage.page
    await signIn('firm')
  })
  afterAll(async () => {
    await stage?.close()
  })

  const signIn = async (login: string) => {
    await stage.context.clearCookies()
    await page.goto('/')
    await page.getByLabel('账号').fill(login)
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('navigation', { name: '主导航' }).waitFor()
  }
  /** Nothing serious against the page, and nothing outside the window, on a desk and on a phone. */
  const sheet = async (name: string, rows: readonly (readonly [string, string, number])[]): Promise<string> => {
    const path = join(temporaryFolder(), name)
    writeFileSync(
      path,
      await writeWorkbook({
        sheets: [
          {
            name: '债权表',
            columns: [
              { key: 'creditor', title: '债权人', type: 'text' },
              { key: 'class', title: '债权性质', type: 'text' },
              { key: 'principal', title: '本金（元）', type: 'money' },
              { key: 'basis', title: '债权发生的事实和依据', type: 'text' },
            ],
            rows: rows.map(([creditor, of, principal]) => ({ creditor, class: of, principal, basis: '合同款项未付' })),
          },
        ],
      }),
    )
    return path
  }
  const chooseFile = async (button: string, path: string) => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: button }).click()
    await (await chooser).setFiles(path)
  }
  const rows = [
    ['澄江农商银行', '有财产担保债权', 100_000_00],
    ['澄江市建材经营部', '普通债权', 80_000_00],
    ['王芳', '职工债权', 6_000_00],
  ] as const

  it('leads from the case to its claims, names the cell of an error and files nothing', async () => {
    await page.goto(`/matters/${id}`)
    await page.getByRole('navigation', { name: '本案的债权与分配' }).getByRole('link', { name: '债权表' }).click()
    await page.getByRole('heading', { name: '债权表', level: 1 }).waitFor()
    await page.getByText('还没有申报债权。').waitFor()
    await chooseFile('选择表格', await sheet('有误.xlsx', [...rows, ['顺通物流', '运费', 5_00]]))
    const answer = page.getByTestId('import-answer')
    await answer.getByText('有 1 处错误').waitFor()
    const error = answer.getByRole('row').filter({ hasText: 'B5' })
    await error.getByText('不在可选值之中').waitFor()
    await expect.poll(() => page.getByRole('button', { name: '申报这 3 笔' }).isDisabled()).toBe(true)
    expect((await firm.json('GET', `/api/matters/${id}/claims`)).rows).toEqual([])
    await fits(page, 'bankruptcy-import-error')
  })

  it('files the corrected workbook and shows totals that are the sums of the rows', async () => {
    await chooseFile('换一份表格', await sheet('已改.xlsx', rows))
    await page.getByTestId('import-answer').getByText('可申报 3 笔，合计 186,000.00 元').waitFor()
    await page.getByRole('button', { name: '申报这 3 笔' }).click()
    await page.getByTestId('import-answer').getByText('已申报 3 笔债权').waitFor()
    const totals = page.locator('.claims-totals tbody tr')
    await expect.poll(() => totals.count()).toBe(4)
    const cells = await totals.evaluateAll((list) => list.map((tr) => [...tr.querySelectorAll('td')].map((td) => td.textContent ?? '')))
    const number = (text: string | undefined) => Number((text ?? '').replaceAll(',', ''))
    for (const column of [0, 1, 2, 3])
      expect(number(cells.at(-1)![column])).toBe(cells.slice(0, -1).reduce((sum, row) => sum + number(row[column]), 0))
    expect(cells.at(-1)!.slice(0, 2)).toEqual(['3', '186,000.00'])
    await expect.poll(() => page.locator('.claims-table tbody tr').count()).toBe(3)
    await expect.poll(() => page.locator('.claims-table tfoot').textContent()).toContain('186,000.00')
    await fits(page, 'bankruptcy-claims')
  })

  it('warns of claims that were filed already before it files them again', async () => {
    await chooseFile('换一份表格', await sheet('重复.xlsx', [rows[1]]))
    await page.getByTestId('import-answer').getByText('已经申报').waitFor()
    await expect.poll(() => page.getByRole('button', { name: '申报这 1 笔' }).isDisabled()).toBe(true)
  })

  it('shows what a changed export would change, cell by cell, and writes it', async () => {
    const { bytes } = await firm.bytes(`/api/matters/${id}/claims/export`)
    const read = await readWorkbook(bytes)
    if (!read.ok) throw new Error(read.refusal.en)
    const [first, ...rest] = readTable(read.sheets[0]!, CLAIM_COLUMNS).rows.map((r) => r.values)
    const path = join(temporaryFolder(), '改动.xlsx')
    const changed = { ...first!, status: '予以确认', confirmed: 100_000_00 }
    writeFileSync(path, await writeWorkbook({ sheets: [{ name: '债权表', columns: CLAIM_COLUMNS, rows: [changed, ...rest] }] }))
    await chooseFile('换一份表格', path)
    const changes = page.getByTestId('import-changes')
    await changes.getByRole('row').filter({ hasText: '审查结论' }).getByText('予以确认').waitFor()
    await fits(page, 'bankruptcy-import-changes')
    await page.getByRole('button', { name: '写入：申报 0 笔，变更 0 笔，审查 1 笔' }).click()
    await page.getByTestId('import-answer').getByText('登记审查结论 1 笔').waitFor()
    await page.locator('.claims-table').getByText('予以确认').waitFor()
  })

  it('downloads the table as it is shown', async () => {
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出 Excel' }).click()
    expect((await download).suggestedFilename()).toMatch(/^青禾机械有限公司破产案债权表-\d{8}\.xlsx$/)
  })

  it('calculates a distribution, draws it, and shows the same in a table', async () => {
    for (const claim of (await firm.json('GET', `/api/matters/${id}/claims`)).rows as { id: string; filed: number }[])
      await take(firm, 'review-claim', { claim: claim.id, outcome: 'confirmed', confirmed: claim.filed })
    await page.goto(`/matters/${id}/distribution`)
    await page.getByRole('heading', { name: '分配测算', level: 1 }).waitFor()
    await page.getByRole('button', { name: '测算' }).click()
    await page.locator('.distribution-fault').first().waitFor()
    await page.getByLabel('可供分配财产（不含担保物）').fill('16000')
    await page.getByLabel('变价所得（扣除变价费用）').fill('90,000.00')
    await page.getByRole('button', { name: '添加破产费用' }).click()
    const expenses = page.getByRole('group', { name: '破产费用' })
    await expenses.getByLabel('名称').fill('公告费')
    await expenses.getByLabel('金额').fill('1000')
    await page.getByRole('button', { name: '测算' }).click()
    await page.locator('.chart svg').first().waitFor()
    await expect.poll(() => page.locator('.chart svg path').count()).toBeGreaterThan(5)
    await fits(page, 'bankruptcy-distribution')

    await page.locator('.ant-segmented-item', { hasText: '表' }).click()
    const ordinary = page.locator('tr[data-rank="ordinary"]')
    // 16,000 − 1,000 − 6,000 = 9,000 for 80,000 and the 10,000 that the collateral did not cover.
    await expect
      .poll(() => ordinary.getByRole('cell').allTextContents())
      .toEqual(expect.arrayContaining(['90,000.00', '9,000.00', '0.00', '81,000.00', '10.00%']))
    await expect.poll(() => page.getByRole('region', { name: '分配明细（元）' }).last().locator('tbody tr').count()).toBe(5)
    await expect
      .poll(() => page.locator('.distribution-shares tbody tr').first().getByRole('cell').allTextContents())
      .toEqual(['有财产担保债权', '100,000.00', '0.00', '91,000.00', '0.00', '91,000.00', '9,000.00'])
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出 Word' }).click()
    expect((await download).suggestedFilename()).toMatch(/分配表-\d{8}\.docx$/)
  })

  it('shows the refusal of a secured claim without collateral', async () => {
    await page.getByRole('button', { name: '删除：担保物' }).click()
    await page.getByRole('button', { name: '测算' }).click()
    await page.getByRole('alert').getByText('未列入任何担保物').waitFor()
  })

  it('pays one claim from two things, records the distribution, and deducts it from the next', async () => {
    const ready = await aDistributableCase({ judge, clerk, firm }, day, () => stage.server.clocks.tick(), 2)
    await page.goto(`/matters/${ready.id}/distribution`)
    await page.getByLabel('可供分配财产（不含担保物）').fill('300')
    const things = page.getByRole('group', { name: '担保物' })
    await things.getByLabel('变价所得（扣除变价费用）').fill('500')
    await things.getByLabel('名称').fill('厂房')
    await page.getByRole('button', { name: '添加担保物' }).click()
    await things.getByLabel('名称').nth(1).fill('设备')
    await things.getByLabel('变价所得（扣除变价费用）').nth(1).fill('300')
    await things.getByRole('combobox', { name: '担保的债权' }).nth(1).click()
    await page.keyboard.type('银行')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '添加提存' }).click()
    await page.getByRole('combobox', { name: '债权', exact: true }).click()
    await page.keyboard.type('争议')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '测算' }).click()
    await page.getByRole('region', { name: '担保物变价所得的去向（元）' }).locator('svg').waitFor()
    // 300 for 800, 600 and the 200 that both things did not cover.
    await expect
      .poll(() => page.locator('.distribution-shares tbody tr').first().getByRole('cell').allTextContents())
      .toEqual(['有财产担保债权', '1,000.00', '0.00', '837.50', '0.00', '837.50', '162.50'])
    await fits(page, 'bankruptcy-distribution-things')
    await page.getByLabel('已核对：以上各笔与执行的分配方案一致').check()
    await page.getByRole('button', { name: '登记分配 1,100.00 元，涉及债权 3 笔' }).click()
    const history = page.getByTestId('distribution-history')
    await history.getByRole('button', { name: '处理提存：争议' }).waitFor()
    await history.locator('.chart svg').waitFor()
    await fits(page, 'bankruptcy-distribution-history')

    await page.getByLabel('可供分配财产（不含担保物）').fill('160')
    await page.getByRole('button', { name: '测算' }).click()
    await expect
      .poll(() => page.locator('.distribution-shares tbody tr').first().getByRole('cell').allTextContents())
      .toEqual(['有财产担保债权', '1,000.00', '837.50', '20.00', '0.00', '857.50', '142.50'])

    await history.getByRole('button', { name: '处理提存：争议' }).click()
    const release = page.getByRole('form', { name: '处理提存' })
    await release.getByRole('combobox', { name: '处理原因' }).click()
    await page.getByTitle('争议已经确定').click()
    await release.getByLabel('交付债权人').fill('12.50')
    await release.getByLabel('转给其他债权人').fill('100')
    await fits(page, 'bankruptcy-deposit')
    await release.getByRole('button', { name: '登记处理' }).click()
    await history.getByText('有 100.00 元提存款已转出').waitFor()
  })

  it('lists the cases that have been open for long, with counts that are the rows', async () => {
    await signIn('clerk')
    await page.goto('/matters')
    await page.getByRole('link', { name: '长期未结' }).click()
    await page.getByRole('heading', { name: '长期未结案件', level: 1 }).waitFor()
    await page.getByRole('link', { name: '青禾机械有限公司破产案' }).waitFor()
    const bar = page.getByRole('region', { name: '原因（件）' }).getByRole('listitem').first().getByRole('button')
    await bar.click()
    await expect.poll(() => bar.getAttribute('aria-pressed')).toBe('true')
    await page.getByRole('link', { name: '青禾机械有限公司破产案' }).waitFor()
    await fits(page, 'bankruptcy-long-pending')
    await page.getByRole('combobox', { name: '受理时间' }).click()
    await page.getByTitle('3 年以上').click()
    await page.getByText('没有符合筛选条件的案件。').waitFor()
  })

  it('complained of nothing', () => {
    expect(stage.complaints).toEqual([])
  })
})
