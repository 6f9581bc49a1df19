import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeWorkbook } from '@yingshang/document'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ENTRY_COLUMNS, SHEETS } from '../../apps/server/src/ledger/sheet.ts'
import { PASSWORD, Person } from '../../apps/server/test/running-server.ts'
import { fits } from './fitting.ts'
import { browserSuite, choose, DESKTOP, goTo, openStage, PHONE, type Stage, shot } from './stage.ts'

/* biome-ignore lint/suspicious/noExplicitAny: answers are checked against their schemas by the server itself in tests */
type Json = any

const year = new Date().getUTCFullYear()
const next = year + 1
const PLAN = `云溪市人民政府关于印发云溪市优化营商环境${year}年工作方案的通知
云政发〔${year}〕8号

云溪市优化营商环境${year}年工作方案

一、准入环境
（一）优化企业开办服务。${next}年6月底前，企业开办全程网办率达到85%以上。（牵头单位：市市场监管局；责任单位：市税务局）
（二）推行住所承诺制。${year - 1}年3月底前，出台住所申报承诺办法。（牵头单位：市市场监管局）
（三）推进证照联办。${next}年9月底前，涉企证照联办事项不少于40项。（牵头单位：市市场监管局；责任单位：市税务局、市窗口协调专班）

二、经营环境
（四）压减用电报装环节。${next}年10月底前，低压报装环节压减至2个以内。（牵头单位：市供电公司）
（五）规范涉企检查。建立涉企检查计划公示制度。（牵头单位：市司法局；责任单位：市市场监管局、市税务局）

云溪市人民政府
${year}年1月12日
`
const NUMERALS = '一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八'.split(' ')
/** A plan of eighteen domains, each with three measures whose days have passed. */
const MANY = [
  `云溪市第二批优化营商环境${year}年工作方案`,
  ...NUMERALS.flatMap((numeral, i) => [
    `${numeral}、第${i + 1}领域`,
    ...NUMERALS.slice(0, 3).map(
      (k) => `（${k}）推行第${i + 1}领域事项${k}。${year - 1}年${(i % 9) + 1}月底前，出台第${i + 1}领域办法${k}。（牵头单位：市司法局）`,
    ),
  ]),
].join('\n')
const day = (ahead = 0) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10)

/** A week of one office: a plan is adopted and broken down, a body reports and proves, a second person reviews, and the commander reads. */
browserSuite('the ledger in the pages', () => {
  let stage: Stage
  let page: Page
  let officer: Person
  let market: Person
  let ledger = ''
  const folder = mkdtempSync(join(tmpdir(), 'yingshang-ledger-'))

  beforeAll(async () => {
    stage = await openStage({ SAMPLES: 'no' })
    page = stage.page
    const administrator = new Person(stage.server.localUrl)
    await administrator.signInFirst(stage.server.administrator!.login, stage.server.administrator!.password)
    const ids: Record<string, string> = {}
    for (const [login, displayName, role] of [
      ['office', '方若溪', 'officer'],
      ['second', '沈建中', 'officer'],
      ['market', '叶知秋', 'liaison'],
      ['chief', '唐一鸣', 'commander'],
    ]) {
      const made = await administrator.json('POST', '/api/users', { login, displayName, roles: [role] })
      const person = new Person(stage.server.localUrl)
      await person.signInFirst(login!, made.oneTimePassword)
      ids[login!] = made.id
      if (login === 'office') officer = person
      if (login === 'market') market = person
    }
    const add = (path: string, body: object): Promise<Json> => officer.json('POST', `/api/organisation${path}`, body)
    const city = (await add('/areas', { name: '云溪市', kind: 'city', parentId: null })).id
    for (const [name, shortName] of [
      ['云溪市市场监督管理局', '市市场监管局'],
      ['国家税务总局云溪市税务局', '市税务局'],
      ['云溪市司法局', '市司法局'],
      ['国网云溪供电公司', '市供电公司'],
      ['云溪市政务服务管理局', '市政务服务局'],
    ]) {
      const made = await add('/bodies', { name, shortName, kind: 'department', areaId: city })
      ids[shortName!] = made.body.id
    }
    await add(`/bodies/${ids.市市场监管局}/departments`, { name: '登记注册科' })
    await add('/memberships', { userId: ids.market, post: 'liaison', bodyId: ids.市市场监管局 })
    await add('/memberships', { userId: ids.chief, post: 'commander', domain: '准入环境' })
    await officer.upload('方案.txt', PLAN)
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
  const pagesPrinted = async (name: string): Promise<number> => {
    const pdf = await page.pdf({ format: 'A4' })
    if (process.env.SHOTS) writeFileSync(join(process.env.SHOTS, `${name}.pdf`), pdf)
    return [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length
  }
  const dialog = () => page.getByRole('dialog').filter({ visible: true }).last()
  const send = async () => {
    const open = dialog()
    await open
      .getByRole('button', { name: '保 存' })
      .or(open.getByRole('button', { name: '保存' }))
      .click()
    await open.waitFor({ state: 'hidden' })
  }
  const state = () => page.getByTestId('entry-state')
  const row = (title: string) => page.getByRole('row').filter({ hasText: title })
  const openEntry = async (title: string) => {
    await page.goto(`/ledger?ledger=${ledger}`)
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  }
  const act = (name: string) => state().getByRole('button', { name, exact: true }).click()

  it('adopts a plan: choose it, say once whom a name stands for, look, adopt', async () => {
    await signIn('office')
    await goTo(page, '台账')
    await page.getByText('还没有台账').waitFor()
    await page.getByRole('main').getByRole('link', { name: '列入方案' }).first().click()
    await page.getByRole('heading', { name: '列入方案', level: 1 }).waitFor()
    await choose(page, '方案', '云溪市')
    await page.getByTestId('adopt-what').getByText('项任务').waitFor()
    await page.getByRole('button', { name: '下一步' }).click()
    await choose(page, '市窗口协调专班对应的单位', '政务服务')
    await page.keyboard.press('Escape')
    await fits(page, 'ledger-units')
    await page.getByRole('button', { name: '确认 1 个名称' }).click()
    await page.getByRole('button', { name: '列入 5 项' }).waitFor()
    await shot(page, 'ledger-adopt')
    await page.getByRole('button', { name: '列入 5 项' }).click()
    await row('推进证照联办').waitFor()
    ledger = new URL(page.url()).searchParams.get('ledger')!
    await row('推进证照联办').getByText('市政务服务局').waitFor()
    await row('推行住所承诺制').getByText('逾期').waitFor()
    await fits(page, 'ledger-table')
  })

  it('shows the measure in its plan, and is broken down, reported on and proved by its body', async () => {
    await signIn('market')
    await openEntry('优化企业开办服务')
    await page.locator('.entry-source mark').getByText('企业开办全程网办率达到85%以上').waitFor()
    await page.getByRole('button', { name: '添加举措' }).click()
    await dialog().getByLabel('举措').fill('改造一网通办平台')
    await dialog().getByLabel('责任科室').fill('登记')
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: '登记注册科' }).click()
    await dialog().getByLabel('分管领导').fill('苏岚')
    await dialog().getByLabel('完成期限').fill(day(9))
    await send()
    await row('改造一网通办平台').getByText('登记注册科').waitFor()
    await act('报送进展')
    await dialog().getByLabel('进展情况').fill('平台需求已确认')
    await dialog().getByLabel('存在的障碍').fill('数据接口尚未开通')
    await send()
    await state().getByText('有障碍').waitFor()
    await state().getByText('有风险').waitFor()
    await fits(page, 'ledger-entry')
    await act('报送进展')
    await dialog().getByLabel('进展情况').fill('接口已开通，平台上线')
    await send()
    await state().getByText('正常推进').waitFor()
    await page.getByRole('button', { name: '完成：改造一网通办平台' }).click()
    await send()
    await page
      .getByRole('button', { name: /^完成：/ })
      .first()
      .click()
    await send()
    await page.getByRole('button', { name: /^填读数/ }).click()
    await dialog().getByLabel('读数').fill('88.5')
    await dialog().getByLabel('数据来源').fill('一网通办平台统计')
    await send()
    await page.getByText('已达到').waitFor()
    // Without evidence the server says why; what was typed stays.
    await act('申请销号')
    await dialog().getByLabel('完成情况').fill('全程网办率 88.5%')
    await dialog()
      .getByRole('button', { name: /保\s?存/ })
      .click()
    await dialog().getByRole('alert').getByText('佐证').waitFor()
    expect(await dialog().getByLabel('完成情况').inputValue()).toBe('全程网办率 88.5%')
    await dialog()
      .getByRole('button', { name: /取\s?消/ })
      .click()
    const file = join(folder, '上线报告.pdf')
    writeFileSync(file, '%PDF-1.7 上线报告')
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '上传佐证材料' }).click()
    await (await chooser).setFiles(file)
    await page.getByRole('button', { name: '上线报告.pdf', exact: true }).waitFor()
    await act('申请销号')
    await dialog().getByLabel('完成情况').fill('全程网办率 88.5%')
    await send()
    await state().getByText('已完成待审核').waitFor()
    expect(await state().getByRole('button', { name: '同意销号' }).count()).toBe(0)
  })

  it('is reviewed by a second person, two clicks from the number, and reopened', async () => {
    await signIn('second')
    await page.goto(`/ledger?ledger=${ledger}`)
    await page.getByTestId('count-awaiting-review').click()
    await page.getByRole('link', { name: '优化企业开办服务' }).click()
    await act('同意销号')
    await dialog().getByLabel('审核意见').fill('材料齐全')
    await send()
    await state().getByText('已销号').waitFor()
    const history = page.locator('.entry-history > li').filter({ hasText: '材料齐全' })
    await history.getByText('待审核').waitFor()
    await act('重新启动')
    await dialog().getByLabel('理由').fill('抽查发现网办率回落')
    await send()
    await state().getByText('正常推进').waitFor()
    await shot(page, 'ledger-entry-reopened')
  })

  it('is seen as board, Gantt chart, calendar, headings and by domain; a card moves by its deed', async () => {
    await page.goto(`/ledger?ledger=${ledger}&view=board`)
    const overdue = page.getByRole('region', { name: '逾期', exact: true })
    await overdue.getByRole('button', { name: /办理：推行住所承诺制/ }).focus()
    await page.keyboard.press('Enter')
    await dialog().getByRole('button', { name: '批准缓办' }).focus()
    await page.keyboard.press('Enter')
    await dialog().getByLabel('缓办至').fill(day(40))
    await dialog().getByLabel('批准依据').fill('专班会议纪要第3期')
    await dialog().getByLabel('理由').fill('等待上级办法')
    await shot(page, 'ledger-move')
    await send()
    await page
      .getByRole('region', { name: '经批准缓办' })
      .getByRole('link', { name: /推行住所承诺制/ })
      .waitFor()
    await fits(page, 'ledger-board')
    await page.getByRole('navigation', { name: '查看方式' }).getByRole('link', { name: '甘特图' }).click()
    await page.getByRole('img', { name: /起止时间/ }).waitFor()
    await fits(page, 'ledger-gantt')
    await page.goto(`/ledger?ledger=${ledger}&view=calendar&month=${day(9).slice(0, 7)}`)
    await page
      .getByRole('link', { name: /改造一网通办平台/ })
      .first()
      .waitFor()
    await fits(page, 'ledger-calendar')
    await page.getByRole('navigation', { name: '查看方式' }).getByRole('link', { name: '目录' }).click()
    await page
      .getByRole('link', { name: /经营环境/ })
      .first()
      .waitFor()
    await shot(page, 'ledger-tree')
    await page.getByRole('navigation', { name: '查看方式' }).getByRole('link', { name: '按领域' }).click()
    await row('经营环境').getByText('2 项中').waitFor()
    await shot(page, 'ledger-domain')
    await row('经营环境').getByRole('link', { name: '经营环境：2 项' }).click()
    await row('压减用电报装环节').waitFor()
    expect(await page.getByRole('row').count()).toBe(3)
  })

  it('keeps filters on the server, and changes many after a preview with a result for each', async () => {
    await page.getByLabel('筛选名称').fill('经营环境两项')
    await page.getByRole('button', { name: '保存当前筛选' }).click()
    await page.getByRole('button', { name: '经营环境两项', exact: true }).waitFor()
    await page.goto('/ledger')
    await page.getByRole('button', { name: '经营环境两项', exact: true }).click()
    await row('规范涉企检查').waitFor()
    await page.getByRole('button', { name: '选中已显示的' }).click()
    await page.getByRole('button', { name: '批量办理' }).click()
    await page.getByRole('menuitem', { name: '调整权重' }).click()
    await dialog().getByLabel('权重').fill('3')
    await dialog()
      .getByRole('button', { name: /保\s?存/ })
      .click()
    await page.getByRole('button', { name: '确认办理 2 项' }).waitFor()
    await shot(page, 'ledger-bulk')
    await page.getByRole('button', { name: '确认办理 2 项' }).click()
    await dialog().getByText('已办理 2 项').waitFor()
    await dialog().getByRole('button', { name: '关闭', exact: true }).last().click()
  })

  it('takes its own workbook back, names the cell of an error, and follows a newer version of the plan', async () => {
    const { bytes } = await officer.bytes(`/api/ledgers/${ledger}/export`)
    const wrong = join(folder, '有误.xlsx')
    writeFileSync(
      wrong,
      await writeWorkbook({
        sheets: [
          {
            name: SHEETS.entries,
            columns: ENTRY_COLUMNS.map((c) => ({ key: c.key, title: c.title, type: 'text' as const })),
            rows: [Object.fromEntries(ENTRY_COLUMNS.map((c) => [c.key, c.key === 'dueOn' ? '下个月' : c.key === 'title' ? '新任务' : '']))],
          },
        ],
      }),
    )
    const same = join(folder, '台账.xlsx')
    writeFileSync(same, bytes)
    await page.goto(`/ledger/${ledger}/import`)
    const give = async (path: string) => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: /^(选择|换一份)表格$/ }).click()
      await (await chooser).setFiles(path)
    }
    await give(wrong)
    await page
      .getByTestId('import-answer')
      .getByText(/有 \d+ 处错误/)
      .first()
      .waitFor()
    await shot(page, 'ledger-import')
    await give(same)
    await page.getByTestId('import-answer').getByText('将新增 0 项、修改 0 项').waitFor()
    await officer.upload('新方案.txt', PLAN.replace('达到85%以上', '达到95%以上').replace('8号', '9号'))
    await page.goto(`/ledger/${ledger}/amendments`)
    await choose(page, '新版本方案', '云溪市')
    await page
      .getByRole('status')
      .getByText(/变化 \d+ 项/)
      .waitFor()
    await shot(page, 'ledger-amend')
    await page.getByRole('button', { name: '应用 1 项调整' }).click()
    await row('优化企业开办服务').waitFor()
    await openEntry('优化企业开办服务')
    await page.locator('.entry-source mark').getByText('达到95%以上').waitFor()
  })

  it('keeps an indicator whose readings the target takes, drawn against it; and rules of risk after a preview', async () => {
    await page.goto('/ledger/indicators')
    await page.getByText('还没有指标').waitFor()
    await page.getByRole('button', { name: '新增指标' }).click()
    await dialog().getByLabel('指标名称').fill('企业开办全程网办率')
    await dialog().getByLabel('计算方法').fill('全程网办件数 ÷ 开办总件数')
    await dialog().getByLabel('数据来源').fill('一网通办平台')
    await send()
    await page.getByRole('heading', { level: 1, name: '企业开办全程网办率' }).waitFor()
    // The target of that name is chosen already, and what was typed for it is taken over.
    await page.getByRole('button', { name: '绑定目标值' }).click()
    await dialog().getByText('已填读数 88.5%').waitFor()
    await dialog().getByRole('button', { name: '绑定 1 个' }).click()
    const bound = page.getByRole('region', { name: '绑定的目标值' })
    await bound.getByText('未达到').waitFor()
    await page.getByRole('button', { name: /^更正：/ }).click()
    await dialog().getByLabel('数值').fill('96')
    await dialog().getByLabel('更正理由').fill('平台补录')
    await send()
    await bound.getByText('已达到').waitFor()
    await page.getByText('理由：平台补录').waitFor()
    await page.getByRole('img', { name: /96%/ }).waitFor()
    await fits(page, 'ledger-indicator')
    await openEntry('优化企业开办服务')
    await page.getByRole('link', { name: '查看读数' }).click()
    await page.getByRole('heading', { level: 1, name: '企业开办全程网办率' }).waitFor()
    await page.goto('/ledger/indicators')
    await row('企业开办全程网办率').getByText('96%').waitFor()
    await fits(page, 'ledger-indicators', ['phone'])
    await page.goto(`/ledger/${ledger}/risks`)
    await page.getByLabel('期限前', { exact: true }).first().fill('900')
    await page.getByRole('button', { name: '预览影响' }).click()
    await page.getByTestId('risk-preview').getByText('状态会变').waitFor()
    await page.getByLabel('修改理由').fill('专班会议确定')
    await fits(page, 'ledger-risks', ['desktop'])
    await page.getByRole('button', { name: '自今天起执行' }).click()
    await page.getByRole('region', { name: '修改记录' }).getByText('专班会议确定').waitFor()
  })

  it('tells the commander on a phone what is red, what falls due and who is silent, and prints on one page', async () => {
    const third = (await officer.json('GET', `/api/ledger-entries?ledger=${ledger}&q=${encodeURIComponent('证照联办')}`)).items[0]
    await market.json('POST', `/api/ledger-entries/${third.id}/facts`, {
      fact: { kind: 'reported', body: third.lead.id, done: '事项清单已梳理', blocked: '两部门数据口径不一致' },
    })
    await signIn('chief')
    await page.setViewportSize(PHONE)
    await page.goto('/command')
    await page.getByRole('heading', { name: '指挥', level: 1 }).waitFor()
    await page.getByRole('heading', { name: '准入环境' }).waitFor()
    expect(await page.getByRole('heading', { name: '经营环境' }).count()).toBe(0)
    await page.getByText('总指挥：唐一鸣').waitFor()
    await page.getByText('两部门数据口径不一致').waitFor()
    await fits(page, 'ledger-command')
    expect(await pagesPrinted('command')).toBe(1)
    await page.setViewportSize(DESKTOP)
    // Eighteen domains, in each three measures overdue, still are one page.
    const large = (await officer.upload('领域多.txt', MANY)).json.id
    await officer.json('POST', '/api/ledgers', { planId: large })
    await signIn('office')
    await page.goto('/command')
    await page.getByRole('heading', { name: '第18领域' }).waitFor()
    await shot(page, 'ledger-command-many')
    expect(await pagesPrinted('command-many')).toBe(1)
    const view: Json = await officer.json('GET', '/api/command-view')
    for (const domain of view.domains)
      for (const rows of [
        domain.red,
        domain.due,
        domain.silent,
        ...domain.silent.bodies.map((b: Json) => ({ count: b.entries, filter: b.filter })),
      ])
        expect((await officer.json('GET', `/api/ledger-entries?limit=1&${new URLSearchParams(rows.filter)}`)).total).toBe(rows.count)
    expect(stage.complaints).toEqual([])
  })
})
