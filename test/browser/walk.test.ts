import { readFileSync } from 'node:fs'
import { readWorkbook } from '@yingshang/document'
import type { Download } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CITY_TITLE, cityPlan, DISTRICT_TITLE, districtPlan, junk } from './documents.ts'
import { addTag, browserSuite, choose, DESKTOP, goTo, NEW_PASSWORD, openPage, openStage, type Stage, shot } from './stage.ts'

/** One officer's first day, step by step; each step goes on from the one before. */
browserSuite('from an empty library to a ledger', () => {
  let stage: Stage
  /** Of the user that the administrator adds. */
  let oneTime = ''
  beforeAll(async () => {
    stage = await openStage({ SAMPLES: 'no', LOCKOUT_ATTEMPTS: '3' })
  })
  afterAll(async () => {
    await stage?.close()
  })

  const card = (title: string) => stage.page.locator('article.card', { hasText: title })
  const cards = () => stage.page.locator('article.card').count()
  /** The number that the page says it shows. */
  const said = async () => Number(/\d+/.exec((await stage.page.locator('.filters-count').textContent()) ?? '')?.[0])
  const openPlan = async (title: string) => {
    await stage.page.goto('/plans')
    await stage.page.getByRole('link', { name: title }).click()
    await stage.page.getByRole('heading', { name: title, level: 1 }).waitFor()
  }
  const rowsOf = async (download: Download, sheet: number) => {
    const path = await download.path()
    const workbook = await readWorkbook(new Uint8Array(readFileSync(path)))
    if (!workbook.ok) throw new Error(workbook.refusal.zh)
    return workbook.sheets[sheet]!.rows.map((row) =>
      row.cells.map((c) => (c.value.type === 'text' ? c.value.text : JSON.stringify(c.value))),
    )
  }

  it('says for how long an account is locked', async () => {
    const { page } = stage
    await page.goto('/')
    await page.getByLabel('账号').fill('guessed.name')
    for (let i = 0; i < 4; i++) {
      const answered = page.waitForResponse((r) => r.url().endsWith('/api/session') && r.request().method() === 'POST')
      await page.getByLabel('密码', { exact: true }).fill(`猜测的密码-${i}`)
      await page.keyboard.press('Enter')
      await answered
    }
    await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/session\.locked.*\d+ 分钟/s)
  })

  it('refuses a wrong password, then asks for a password of one’s own', async () => {
    const { page, server } = stage
    const { login, password } = server.administrator!
    await page.goto('/plans')
    await page.getByRole('heading', { name: '登录' }).waitFor()
    await page.getByLabel('账号').fill(login)
    await page.getByLabel('密码', { exact: true }).fill('不是这个密码')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('session.wrong')
    expect(await page.getByLabel('账号').inputValue(), 'the name stays').toBe(login)

    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '请先设置自己的密码' }).waitFor()
    await page.getByLabel('当前密码').fill(password)
    await page.getByLabel('新密码', { exact: true }).fill(NEW_PASSWORD)
    await page.getByLabel('再输入一次新密码').fill(`${NEW_PASSWORD}？`)
    await page.getByRole('button', { name: '保存新密码' }).click()
    await page.getByText('两次输入的密码不一致').waitFor()
    await page.getByLabel('再输入一次新密码').fill(NEW_PASSWORD)
    await page.getByRole('button', { name: '保存新密码' }).click()
    await page.getByRole('heading', { name: '方案库', level: 1 }).waitFor()
    await page.getByRole('heading', { name: '放入本级方案' }).waitFor()
    await shot(page, 'library-empty')
  })

  it('reads several files at once, refuses what is no document, and notices a duplicate', async () => {
    const { page } = stage
    const [city, district] = [await cityPlan(), await districtPlan()]
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '选择文件' }).click()
    await (await chooser).setFiles([city, district, junk()])
    const row = (name: string) => page.locator('.upload-row', { hasText: name })
    await expect.poll(() => row(city.name).textContent(), { timeout: 60_000 }).toContain('已读取，5 项任务')
    await expect.poll(() => row(district.name).textContent(), { timeout: 60_000 }).toContain('已读取，5 项任务')
    await expect.poll(() => row('损坏的文件').textContent(), { timeout: 60_000 }).toMatch(/document\.[a-z-]+/)
    await shot(page, 'library-uploads')

    const again = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '选择文件' }).click()
    await (await again).setFiles([{ ...city, name: '同一份文件.docx' }])
    await expect.poll(() => row('同一份文件').textContent(), { timeout: 60_000 }).toContain('没有重复保存')
    await expect.poll(() => page.locator('.load-more').textContent()).toContain('共 2 条')
  })

  it('takes files that are dropped', async () => {
    const { page } = stage
    await page.locator('.drop').evaluate((zone) => {
      const view = zone.ownerDocument.defaultView!
      const data = new view.DataTransfer()
      data.items.add(new view.File(['没有任务的一句话。'], '拖入的文件.txt', { type: 'text/plain' }))
      zone.dispatchEvent(new view.DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    })
    await expect.poll(() => page.locator('.upload-row', { hasText: '拖入的文件' }).textContent()).toContain('plan.no-measures')
  })

  it('leads from a field to its words and from the words to the measure', async () => {
    const { page } = stage
    await openPlan(DISTRICT_TITLE)
    expect(await cards()).toBe(5)
    await card('组织企业用工招聘会').getByRole('button', { name: '区人力资源社会保障局' }).click()
    const marked = page.locator('.paper mark.flash')
    await marked.first().waitFor()
    await expect.poll(() => marked.allTextContents()).toEqual(['区人力资源社会保障局'])
    const place = await marked.first().boundingBox()
    expect(place!.y).toBeGreaterThan(0)
    expect(place!.y + place!.height).toBeLessThan(DESKTOP.height)

    await page.locator('.paper mark', { hasText: '区交通运输局' }).click()
    await page.locator('article.card[data-selected]', { hasText: '开行园区通勤班车' }).waitFor()
    expect(new URL(page.url()).searchParams.get('m')).toBeTruthy()
    await shot(page, 'plan')

    await page.reload()
    await page.locator('article.card[data-selected]', { hasText: '开行园区通勤班车' }).waitFor()
  })

  it('corrects a field in place, keeps what the machine read, and takes the correction back', async () => {
    const { page } = stage
    const one = card('开行园区通勤班车')
    await one.getByRole('button', { name: '更正牵头单位' }).click()
    const tags = one.getByRole('combobox', { name: '牵头单位' })
    await addTag(page, tags, '区国资中心')
    await one.getByRole('button', { name: '保存' }).click()
    await one
      .getByRole('button', { name: /区国资中心/ })
      .or(one.locator('.chip', { hasText: '区国资中心' }))
      .first()
      .waitFor()
    await one.getByRole('button', { name: /牵头单位已人工更正/ }).click()
    const popover = page.getByRole('tooltip').or(page.locator('.ant-popover'))
    await expect.poll(() => popover.first().textContent()).toContain('区交通运输局')
    await page.getByRole('button', { name: '撤销更正' }).click()
    await expect.poll(() => one.locator('[data-field="lead"] .chip').allTextContents()).toEqual(['区交通运输局'])
    await expect.poll(() => one.locator('.corrected').count()).toBe(0)
  })

  it('corrects a target and a date, and undoes from the notice', async () => {
    const { page } = stage
    const one = card('组织企业用工招聘会')
    await one.locator('[data-card-of]').click()
    await one.getByRole('button', { name: '更正目标值' }).click()
    await one.getByRole('spinbutton', { name: '数值' }).fill('15')
    await one.getByRole('button', { name: '保存' }).click()
    await expect.poll(() => one.locator('[data-field="targets"] .chip').first().textContent()).toMatch(/15/)

    await one.getByRole('button', { name: '更正时间节点' }).click()
    await one.getByLabel('完成日期').fill('2026-11-15')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => one.locator('[data-field="milestones"] .chip').first().textContent()).toContain('2026年11月15日')
    await page.locator('.toast-undo').last().getByRole('button', { name: '撤销' }).click()
    await expect.poll(() => one.locator('[data-field="milestones"] .chip').first().textContent()).toContain('2026年12月31日')

    await one.getByRole('button', { name: '更正目标值' }).click()
    await page.keyboard.press('Escape')
    await expect.poll(() => one.locator('.editor').count()).toBe(0)
  })

  it('takes a paragraph out and brings it back', async () => {
    const { page } = stage
    const one = card('压缩食品经营许可时限')
    await one.locator('[data-card-of]').click()
    await one.getByRole('button', { name: '不是任务' }).click()
    await expect.poll(cards).toBe(4)
    await page.getByText('已移出的段落（1）').click()
    await page.locator('.struck').getByRole('button', { name: '撤销更正' }).click()
    await expect.poll(cards).toBe(5)
  })

  it('filters by owner, month, domain and words, says how many, and keeps the filter in the address', async () => {
    const { page } = stage
    await openPlan(DISTRICT_TITLE)
    const id = /plans\/([^?]+)/.exec(page.url())![1]!
    const total = async (query: string) =>
      ((await (await stage.context.request.get(`/api/plans/${id}/measures?${query}`)).json()) as { total: number }).total

    await choose(page, '单位或责任人', '区市场监管局')
    await expect.poll(cards).toBe(1)
    expect(await said()).toBe(1)
    expect(new URL(page.url()).searchParams.get('owner')).toBe('区市场监管局')
    await page.getByRole('button', { name: '清除筛选' }).click()
    await expect.poll(cards).toBe(5)

    await choose(page, '领域', '用工服务')
    await expect.poll(cards).toBe(2)
    expect(await said()).toBe(2)
    await page.getByRole('textbox', { name: '查找文字' }).fill('招聘会')
    await expect.poll(cards).toBe(1)
    await page.reload()
    await expect.poll(cards).toBe(1)
    expect(await said()).toBe(await total(new URL(page.url()).search.slice(1)))

    await page.goto(`/plans/${id}?month=2026-09`)
    await expect.poll(cards).toBe(1)
    expect(await total('month=2026-09')).toBe(1)
  })

  it('exports exactly what is filtered, to Excel and to Word', async () => {
    const { page } = stage
    await page.goto(`${new URL(page.url()).pathname}?q=${encodeURIComponent('服务')}`)
    await page.locator('article.card').first().waitFor()
    const shown = await page.locator('article.card .card-title > span:last-child').allTextContents()
    expect(shown.length).toBe(await said())
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: `导出 Excel（${shown.length} 项）` }).click()
    const rows = await rowsOf(await waiting, 0)
    const listed = shown.map((title) => rows.filter((row) => row.includes(title)).length)
    expect(listed).toEqual(shown.map(() => 1))
    expect(rows.flat()).not.toContain('开行园区通勤班车线路')

    const word = page.waitForEvent('download')
    await page.getByRole('button', { name: `导出 Word（${shown.length} 项）` }).click()
    const file = await word
    expect(file.suggestedFilename()).toMatch(/\.docx$/)
    expect(
      readFileSync(await file.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
  })

  it('aligns the district with the city and shows what drifted', async () => {
    const { page } = stage
    await goTo(page, '对齐')
    await choose(page, '上级方案（或上年方案）', CITY_TITLE)
    await choose(page, '本级方案（或今年方案）', DISTRICT_TITLE)
    await page.getByRole('button', { name: '对齐', exact: true }).click()
    await page.getByRole('heading', { name: '方案对齐' }).waitFor()
    const pair = page.locator('article.pair', { hasText: '推行开业登记一网通办' })
    const drifts = await pair.locator('.drifts li').allTextContents()
    expect(
      drifts.some((d) => d.includes('更松 · 时限') && d.includes('6月底前') && d.includes('8月底前')),
      drifts.join('\n'),
    ).toBe(true)
    expect(
      drifts.some((d) => d.includes('更松 · 目标值') && d.includes('90%') && d.includes('80%')),
      drifts.join('\n'),
    ).toBe(true)
    await shot(page, 'alignment')

    const kinds = page.locator('.kinds')
    const weaker = kinds.getByRole('button', { name: /更松/ })
    const count = Number(/\d+/.exec((await weaker.textContent()) ?? '')![0])
    await weaker.click()
    await expect.poll(() => page.locator('article.pair').count()).toBe(count)
    await kinds.getByRole('button', { name: /更严/ }).click()
    await page.locator('article.pair', { hasText: '压缩食品经营许可时限' }).waitFor()
  })

  it('confirms and rejects pairs, and pairs by hand', async () => {
    const { page } = stage
    await page.locator('.kinds').getByRole('button', { name: /全部/ }).click()
    const status = page.locator('.kinds-confirmed')
    const pair = page.locator('article.pair', { hasText: '推行开业登记一网通办' })
    await pair.getByRole('button', { name: '确认' }).click()
    await expect.poll(() => status.textContent()).toContain('已认定 1 对')
    await expect.poll(() => pair.textContent()).toContain('已确认')
    await pair.getByRole('button', { name: '取消认定' }).click()
    await expect.poll(() => status.textContent()).toContain('已认定 0 对')

    await page.getByRole('button', { name: /上级未承接/ }).click()
    const alone = page.locator('.unmatched li', { hasText: '开展首贷户培育' })
    await alone.getByRole('button', { name: /指定承接任务/ }).click()
    await choose(page, '指定承接任务', '开行园区通勤班车')
    await expect.poll(() => page.locator('.unmatched li', { hasText: '开展首贷户培育' }).count()).toBe(0)
    await page.getByRole('button', { name: /^配对/ }).click()
    const made = page.locator('article.pair', { hasText: '开展首贷户培育' })
    await expect.poll(() => made.textContent()).toContain('人工配对')
    await made.getByRole('button', { name: '取消认定' }).click()
    await expect.poll(() => page.locator('article.pair', { hasText: '开展首贷户培育' }).count()).toBe(0)

    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出 Excel（全部）' }).click()
    expect((await rowsOf(await waiting, 0)).flat().join()).toContain('推行开业登记一网通办')
  })

  it('opens the rows behind every number of the overview', async () => {
    const { page } = stage
    await goTo(page, '总览')
    await choose(page, '方案', DISTRICT_TITLE)
    await page.locator('.chart svg').first().waitFor()
    await shot(page, 'overview')
    const panel = page.getByRole('region', { name: '各月到期任务', exact: true })
    await panel.getByText('表', { exact: true }).click()
    const rows = panel.locator('tbody tr')
    const counted = await rows.evaluateAll((list) =>
      list.map((tr) => ({ name: tr.querySelector('th')!.textContent!, n: Number(tr.querySelector('td')!.textContent) })),
    )
    expect(counted.map((c) => c.name)).toContain('2026年9月')
    for (const { name, n } of counted) {
      await panel.getByRole('link', { name, exact: true }).click()
      await page.locator('article.card').first().waitFor()
      expect(await said(), name).toBe(n)
      expect(await cards(), name).toBe(n)
      await page.goBack()
      await panel.getByText('表', { exact: true }).click()
    }
  })

  it('asks to sign in again without losing what was typed', async () => {
    const { page, context } = stage
    await openPlan(DISTRICT_TITLE)
    const one = card('开行园区通勤班车')
    await one.locator('[data-card-of]').click()
    await one.getByRole('button', { name: '更正任务名称' }).click()
    await one.getByRole('textbox', { name: '任务名称' }).fill('开行园区夜间班车')
    await context.clearCookies()
    await one.getByRole('button', { name: '保存' }).click()
    const dialog = page.getByRole('dialog', { name: '登录已过期' })
    await dialog.waitFor()
    await dialog.getByLabel('密码', { exact: true }).fill(NEW_PASSWORD)
    await dialog.getByRole('button', { name: '登录', exact: true }).click()
    await expect.poll(() => dialog.count()).toBe(0)
    await one.or(card('开行园区夜间班车')).locator('h3', { hasText: '开行园区夜间班车' }).waitFor()
    await expect.poll(() => page.locator('.editor').count()).toBe(0)
  })

  it('tells one officer what another has just changed, and keeps what was typed', async () => {
    const { page, context } = stage
    const one = card('开行园区夜间班车')
    await one.getByRole('button', { name: '更正责任单位' }).click()
    await addTag(page, one.getByRole('combobox', { name: '责任单位' }), '区财政局')
    const other = await context.newPage()
    await other.goto(page.url())
    const theirs = other.locator('article.card', { hasText: '开行园区夜间班车' })
    await theirs.getByRole('button', { name: '更正责任单位' }).click()
    await addTag(other, theirs.getByRole('combobox', { name: '责任单位' }), '区审计局')
    await theirs.getByRole('button', { name: '保存' }).click()
    await theirs.locator('.chip', { hasText: '区审计局' }).waitFor()
    await other.close()
    await one.getByRole('button', { name: '保存' }).click()
    await expect.poll(() => one.getByRole('alert').textContent()).toContain('刚刚改过')
    await one.getByRole('button', { name: '保存' }).click()
    await one.locator('[data-field="responsible"] .chip', { hasText: '区财政局' }).waitFor()
  })

  it('adds a user with a one-time password and records who did what', async () => {
    const { page } = stage
    await goTo(page, '用户与记录')
    await page.getByRole('button', { name: '新建用户' }).click()
    await page.getByRole('textbox', { name: '账号' }).fill('chen.xiao')
    await page.getByRole('textbox', { name: '姓名' }).fill('陈晓')
    await page.getByRole('dialog').getByRole('combobox').click()
    await page.locator('.ant-select-dropdown:visible').getByText('查阅').click()
    await page.locator('.ant-select-dropdown:visible').getByText('经办').click()
    await page.locator('.ant-modal-title').click()
    await page.locator('.ant-select-dropdown').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('一次性密码', { exact: true }).waitFor()
    oneTime = (await page.locator('.secret code').textContent())!.trim()
    await page.locator('.ant-modal-footer').getByRole('button', { name: '关闭' }).click()
    await page.getByRole('row', { name: /chen\.xiao/ }).waitFor()
    await page.getByRole('tab', { name: '操作记录' }).click()
    await page.getByRole('cell', { name: '新建用户' }).first().waitFor()
    const kinds = await page.locator('tbody tr td:nth-child(3)').allTextContents()
    expect(kinds).toEqual(expect.arrayContaining(['更正', '认定配对', '导出台账', '上传方案']))
  })

  it('shows someone who only reads nothing that would change a thing', async () => {
    const page = await openPage(stage)
    await page.goto('/plans')
    await page.getByLabel('账号').fill('chen.xiao')
    await page.getByLabel('密码', { exact: true }).fill(oneTime)
    await page.keyboard.press('Enter')
    await page.getByLabel('当前密码').fill(oneTime)
    await page.getByLabel('新密码', { exact: true }).fill(`${NEW_PASSWORD}-二`)
    await page.getByLabel('再输入一次新密码').fill(`${NEW_PASSWORD}-二`)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: DISTRICT_TITLE }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: '选择文件' }).count()).toBe(0)
    await expect.poll(() => page.getByRole('button', { name: /删除/ }).count()).toBe(0)
    await expect.poll(() => page.getByRole('link', { name: '用户与记录' }).count()).toBe(0)
    await page.getByRole('link', { name: DISTRICT_TITLE }).click()
    await page.locator('[data-card-of]').first().click()
    await page.locator('article.card[data-selected]').waitFor()
    await expect.poll(() => page.locator('[data-edit]').count()).toBe(0)
    await expect.poll(() => page.getByRole('button', { name: /导出 Excel/ }).count()).toBe(1)
  })

  it('deletes a plan only after asking, and says why not when it is aligned', async () => {
    const { page } = stage
    await page.goto('/plans')
    await page.getByRole('button', { name: `删除方案：${CITY_TITLE}` }).click()
    await page.locator('.ant-popconfirm').getByRole('button', { name: '删除' }).click()
    await expect.poll(() => page.locator('.ant-message').textContent()).toContain('plan.in-use')
    await expect.poll(() => page.getByRole('link', { name: CITY_TITLE }).count()).toBe(1)
  })

  it('ran without an error in the browser', () => {
    expect(stage.complaints).toEqual([])
  })
})
