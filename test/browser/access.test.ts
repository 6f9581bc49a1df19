import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { faults } from './fitting.ts'
import { browserSuite, DESKTOP, focusOf, goTo, openStage, overflow, PHONE, type Stage, shot, signInFirst, tabTo } from './stage.ts'

/** Everybody can use it: assistive technology, a keyboard alone, a phone, another language. On the sample plans. */
browserSuite('access', () => {
  let stage: Stage
  let plan = ''
  let alignment = ''
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(async () => {
    await stage?.close()
  })

  beforeEach(() => stage.page.setViewportSize(DESKTOP))

  it('is open to everybody at the door', async () => {
    const { page, server } = stage
    await page.goto('/')
    await page.getByRole('heading', { name: '登录' }).waitFor()
    expect(await faults(page)).toEqual([])
    await page.setViewportSize(PHONE)
    expect(await faults(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
    await shot(page, 'phone-sign-in')
    await page.getByLabel('账号').fill(server.administrator!.login)
    await page.getByLabel('密码', { exact: true }).fill(server.administrator!.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '请先设置自己的密码' }).waitFor()
    expect(await faults(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
    await page.setViewportSize(DESKTOP)
    await stage.context.clearCookies()
    await signInFirst(stage)
    type Listed = { items: { id: string; counts: { measures: number }; planYear: number }[] }
    const plans = (await (await stage.context.request.get('/api/plans')).json()) as Listed
    const alignments = (await (await stage.context.request.get('/api/alignments')).json()) as Listed
    plan = plans.items.toSorted((a, b) => b.counts.measures - a.counts.measures)[0]!.id
    alignment = alignments.items[0]!.id
  })

  const places = () =>
    [
      ['library', '/plans', '.data-table'],
      ['plan', `/plans/${plan}`, 'article.card'],
      ['alignments', '/alignments', '.data-table'],
      ['alignment', `/alignments/${alignment}`, 'article.pair'],
      ['alignment-uncovered', `/alignments/${alignment}?view=uncovered`, '.coverage'],
      ['alignment-own', `/alignments/${alignment}?view=unanswered`, 'h1'],
      ['overview', `/overview?plan=${plan}`, '.chart svg'],
      ['admin', '/admin', '.data-table'],
      ['account', '/account', 'form'],
      ['help', '/help', '.help'],
      ['missing', '/nowhere', 'h1'],
    ] as const

  for (const [device, viewport] of [
    ['desktop', DESKTOP],
    ['phone', PHONE],
  ] as const)
    it(`has nothing serious against it and nothing outside the window: ${device}`, async () => {
      const { page } = stage
      await page.setViewportSize(viewport)
      for (const [name, address, sign] of places()) {
        await page.goto(address)
        await page.locator(sign).first().waitFor()
        expect(await faults(page), name).toEqual([])
        expect(await overflow(page), name).toBe(0)
        expect(await page.locator('h1').count(), `${name}: one first heading`).toBe(1)
        await shot(page, `${device}-${name}`)
      }
      await page.setViewportSize(DESKTOP)
    })

  it('has nothing serious against open forms, menus, tables and dialogs', async () => {
    const { page } = stage
    await page.goto(`/plans/${plan}`)
    const card = page.locator('article.card').first()
    await card.locator('[data-card-of]').click()
    for (const field of ['title', 'path', 'kind', 'lead', 'persons', 'milestones', 'recurring', 'targets', 'conditions']) {
      await card.locator(`[data-edit="${field}"]`).click()
      await card.locator(`[data-editor="${field}"]`).waitFor()
      const add = card.locator('.editor-rows > button')
      if ((await add.count()) > 0) await add.click()
      expect(await faults(page, '.editor'), field).toEqual([])
      await card.locator('.editor-actions').getByRole('button', { name: '取消' }).click()
    }
    await page.getByRole('button', { name: /更多/ }).click()
    await page.getByRole('menuitem', { name: '下载原件' }).waitFor()
    expect(await faults(page), 'menu').toEqual([])
    await page.goto(`/overview?plan=${plan}`)
    await page.locator('.chart svg').first().waitFor()
    for (const toggle of await page.locator('.chart-head').getByText('表', { exact: true }).all()) await toggle.click()
    expect(await faults(page), 'tables').toEqual([])
    await page.goto('/admin')
    await page.getByRole('button', { name: '新建用户' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await faults(page), 'dialog').toEqual([])
  })

  it('shows the source or the measures on a phone, and goes from one to the other', async () => {
    const { page } = stage
    await page.setViewportSize(PHONE)
    await page.goto(`/plans/${plan}`)
    await page.locator('article.card').first().waitFor()
    await expect.poll(() => page.locator('.paper').isVisible()).toBe(false)
    await page.locator('article.card').nth(3).locator('button.chip').first().click()
    await page.locator('.paper mark.flash').first().waitFor()
    await expect.poll(() => page.locator('article.card').first().isVisible()).toBe(false)
    expect(await overflow(page)).toBe(0)
    await shot(page, 'phone-source')
    await page
      .getByRole('button', { name: '筛选' })
      .or(page.getByRole('button', { name: '任务', exact: true }))
      .last()
      .click()
    await page.getByRole('button', { name: '任务', exact: true }).click()
    await page.getByRole('button', { name: '筛选' }).click()
    await page.getByRole('combobox', { name: '完成月份' }).waitFor()
    expect(await overflow(page)).toBe(0)
    await page.getByRole('button', { name: '菜单' }).click()
    await goTo(page, '总览')
    await page.getByRole('heading', { name: '总览', level: 1 }).waitFor()
    expect(await page.locator('nav.nav').isVisible(), 'the menu closes').toBe(false)
    await page.setViewportSize(DESKTOP)
  })

  it('can be walked with the keyboard alone', async () => {
    const { page } = stage
    await page.goto('/plans')
    await page.locator('.plan-link').first().waitFor()
    await page.keyboard.press('Tab')
    expect((await focusOf(page)).text).toBe('跳到主要内容')
    await page.keyboard.press('Enter')
    expect((await focusOf(page)).id).toBe('main')
    const { text: title } = await tabTo(page, (focus) => focus.classes.includes('plan-link'))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await expect.poll(async () => (await focusOf(page)).tag).toBe('H1')

    // From a measure to its words and back.
    const { data } = await tabTo(page, (focus) => focus.data.cardOf !== undefined, 400)
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await focusOf(page)).data.sourceOf).toBe(data.cardOf)
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await focusOf(page)).data.cardOf).toBe(data.cardOf)

    // A correction: to the pencil of the title, type, save, and back at the pencil.
    await tabTo(page, (focus) => focus.data.edit === 'title', 5)
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await focusOf(page)).tag).toBe('TEXTAREA')
    await page.keyboard.press('End')
    await page.keyboard.type('（试点）')
    await page.keyboard.press('Control+Enter')
    await expect.poll(async () => (await focusOf(page)).data.edit).toBe('title')
    await expect.poll(() => page.getByTestId('live-region').textContent()).toContain('已更正任务名称')
    await expect.poll(() => page.locator('article.card[data-selected] h3').textContent()).toContain('（试点）')
  })

  it('speaks English, and remembers it', async () => {
    const { page } = stage
    await page.goto('/plans')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Library', level: 1 }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    for (const [name, address, sign] of places()) {
      await page.goto(address)
      await page.locator(sign).first().waitFor()
      // Words of the plans and names of bodies stay Chinese and say so; everything else is English.
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
      expect(foreign, name).toEqual([])
      // English words are longer: they must fit a phone too.
      await page.setViewportSize(PHONE)
      await expect.poll(() => overflow(page), { message: name }).toBe(0)
      await shot(page, `phone-english-${name}`)
      await page.setViewportSize(DESKTOP)
    }
    await page.reload()
    await page.getByRole('button', { name: '中文' }).click()
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN')
  })

  it('ran without an error in the browser', () => {
    expect(stage.complaints).toEqual([])
  })
})
