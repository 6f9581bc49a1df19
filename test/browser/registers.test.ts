import { afterAll, beforeAll, expect, it } from 'vitest'
import { Person } from '../../apps/server/test/running-server.ts'
import { fits } from './fitting.ts'
import { browserSuite, choose, DESKTOP, NEW_PASSWORD, openPage, openStage, PHONE, type Stage, signInFirst } from './stage.ts'

/** The register of administrators and a public draw in a real browser: as the court, and as anybody with a phone. */

let stage: Stage
let visitor: Person
let root: Person

browserSuite('registers and draws', () => {
  beforeAll(async () => {
    stage = await openStage()
    await signInFirst(stage)
    visitor = new Person(stage.server.localUrl)
    root = new Person(stage.server.localUrl)
    await root.signIn(stage.server.administrator!.login, NEW_PASSWORD)
  })
  afterAll(() => stage?.close())

  it('shows the register, how an entry stands and why', async () => {
    const { page } = stage
    // The samples are loaded in the background: the draw is the last of them.
    await expect.poll(async () => (await visitor.get('/api/public/draws')).json.items[0]?.status, { timeout: 60_000 }).toBe('appointed')
    await page.goto('/registers/administrators')
    await page.getByRole('heading', { name: '管理人名册', level: 1 }).waitFor()
    // Other registers of the house are one step away.
    await page.getByRole('link', { name: '评估机构名单' }).click()
    await page.getByRole('heading', { name: '评估机构名单', level: 1 }).waitFor()
    await page.getByRole('link', { name: '管理人名册' }).click()
    await page.getByRole('heading', { name: '管理人名册', level: 1 }).waitFor()
    await page.getByText('已显示 12 条，共 12 条').waitFor()
    await fits(page, 'registers-roster')
    await page.getByRole('searchbox', { name: '名称或编号' }).fill('正衡')
    await page.keyboard.press('Enter')
    await page.getByText('已显示 1 条，共 1 条').waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe('正衡')
    await page.goto('/registers/administrators?state=barred')
    await page.getByText(/自.*起暂停至/).waitFor()
    await page.getByRole('link', { name: '栖川博雅律师事务所' }).click()
    await page.getByRole('heading', { name: '历次决定' }).waitFor()
    await fits(page, 'registers-entry')
    await page.setViewportSize(PHONE)
    await page.goto('/registers/administrators')
    await page.getByText('已显示 12 条，共 12 条').waitFor()
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
    await fits(page, 'registers-evaluation')
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
    await fits(page, 'registers-wizard')
    await page.setViewportSize(PHONE)
    await page.setViewportSize(DESKTOP)
    await page.getByRole('button', { name: '公布名单和承诺' }).click()
    await page.getByRole('heading', { name: '云溪包装有限公司破产清算案：选任管理人', level: 1 }).waitFor()
    await page.getByRole('region', { name: '结果' }).getByText('等待公开随机数，还没有结果。').waitFor()
    await page.getByRole('button', { name: '验证', exact: true }).click()
    await page.getByText('到目前为止没有不符之处。').waitFor()
    await page.goto('/choices/new')
    await page.getByRole('button', { name: '发起', exact: true }).waitFor()
    await fits(page, 'registers-choice-new')
    await page.goto('/draws')
    await page.getByRole('link', { name: '云溪包装有限公司破产清算案：选任管理人' }).waitFor()
    await fits(page, 'registers-draws')
  })

  it('the court enters the outcome with a second person, reveals, takes the answer and appoints', async () => {
    const { page } = stage
    const made = await root.json('POST', '/api/users', { login: `second-${Date.now()}`, displayName: '第二录入人', roles: ['clerk'] })
    const second = new Person(stage.server.localUrl)
    await second.signInFirst(made.login, made.oneTimePassword)
    const instant = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
    const at = instant(2)
    const draw = await root.json('POST', '/api/draws', {
      kind: 'administrators',
      turnsOn: at.slice(0, 10),
      title: '东渡包装有限公司破产清算案：选任管理人',
      entropy: [{ kind: 'lottery', name: '示例彩票第7期', at, groups: [{ count: 2, min: 1, max: 9, ordered: false }] }],
      revealBy: instant(3600),
    })
    await expect.poll(async () => (await root.get(`/api/draws/${draw.id}`)).json.may).toContain('enter')
    await page.goto(`/draws/${draw.id}`)
    const next = page.getByRole('region', { name: '下一步' })
    await next.getByLabel('公布的结果').fill('12 3')
    await next.getByLabel('公告出处').fill('示例公告第七期')
    await next.getByRole('button', { name: '录入' }).click()
    await next.getByRole('alert').filter({ hasText: '公布结果格式不符' }).waitFor()
    expect(await next.getByLabel('公告出处').inputValue()).toBe('示例公告第七期')
    await next.getByLabel('公布的结果').fill('8 3')
    await next.getByRole('button', { name: '录入' }).click()
    await next.getByText('您已录入，等待另一人独立录入。').waitFor()
    await fits(page, 'registers-conduct')
    await second.json('POST', `/api/draws/${draw.id}/entropy`, { source: 0, value: { numbers: [[3, 8]] }, reference: '示例报纸' })
    await page.getByRole('button', { name: '刷新' }).click()
    await next.getByRole('button', { name: '揭示', exact: true }).click()
    await page.getByTestId('winner').waitFor()
    await choose(page, '是否接受', '不接受')
    await next.getByLabel('理由').first().fill('人手不足，不能保证履职。')
    await next.getByRole('button', { name: '提交答复' }).click()
    const first = await page.getByTestId('winner').textContent()
    await next.getByRole('button', { name: '揭示下一环并递补' }).click()
    await expect.poll(() => page.getByTestId('winner').textContent()).not.toBe(first)
    await fits(page, 'registers-substituted')
    // Accepting needs a word on interests: there are some, or none.
    await next.getByRole('button', { name: '提交答复' }).click()
    await next.getByText('请声明有无利害关系').waitFor()
    await next.getByRole('radio', { name: '没有利害关系' }).check()
    await next.getByRole('button', { name: '提交答复' }).click()
    await next.getByRole('button', { name: '指定', exact: true }).click()
    await page.getByRole('list', { name: '摇号进程' }).locator('li[data-done]').nth(4).waitFor()
  })

  it('a member of the committee scores and is for one', async () => {
    const { page } = stage
    const roster = (await root.get('/api/registers/administrators/entries?state=available&limit=3')).json.items
    const members = [stage.server.administrator!.login]
    for (const n of [1, 2, 3, 4, 5, 6]) {
      const login = `member-${n}-${Date.now()}`
      await root.json('POST', '/api/users', { login, displayName: `委员${n}`, roles: ['viewer'] })
      members.push(login)
    }
    const choice = await root.json('POST', '/api/choices', {
      method: 'competitive',
      kind: 'administrators',
      title: '恒远置业重整案管理人',
      competitors: roster.map((e: { id: string }) => e.id),
      members: members.map((login) => ({ login })),
    })
    await page.goto(`/choices/${choice.id}`)
    for (const e of roster) await page.getByLabel(`${e.name}：评分（0–100）`).fill('90')
    await choose(page, '我同意选定', roster[0].name)
    await page.keyboard.press('Tab')
    await fits(page, 'registers-review')
    await page.getByRole('button', { name: '提交评审意见' }).click()
    await page.getByText('7 人中 1 人已提交').waitFor()
    await page.getByRole('button', { name: '结束评审' }).click()
    await page.getByText('没有申请人得到全体委员 4 票').waitFor()
    await fits(page, 'registers-review-closed')
    const matter = (await root.get('/api/matters?procedure=bankruptcy-case&limit=1')).json.items[0].id
    await page.goto(`/matters/${matter}`)
    await page.getByRole('navigation', { name: '本案的选任' }).getByRole('link', { name: '发起摇号' }).click()
    await page.getByText('案件：').waitFor()
  })

  it('anybody verifies the finished draw on a phone without signing in, and sees what was changed', async () => {
    const page = await openPage(stage, PHONE)
    await page.goto('/draws')
    await page.getByRole('link', { name: /栖川绿源农产品/ }).click()
    await page.getByTestId('winner').waitFor()
    await page.getByRole('button', { name: '验证', exact: true }).click()
    await page.locator('[data-verdict="complete"]').waitFor()
    await page.getByText('名单、随机数、哈希链和结果互相吻合。').waitFor()
    await fits(page, 'registers-public')
    await page.setViewportSize(DESKTOP)
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
    await page.getByText('候选名单第 2 项').waitFor()
    await fits(page, 'registers-public-forged')
    expect(stage.complaints).toEqual([])
  })
})
