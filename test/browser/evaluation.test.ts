import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { Person } from '../../apps/server/test/running-server.ts'
import { fits } from './fitting.ts'
import { browserSuite, goTo, NEW_PASSWORD, openStage, type Stage, shot, signInFirst } from './stage.ts'

/** An office scores a period, opens the fact of a point, tries other points, publishes, and a body's objection is sent; a batch of challenges stands beside it. */
browserSuite('evaluation in the pages', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await openStage({ SAMPLES: 'no' })
    await signInFirst(stage)
    const admin = new Person(stage.server.localUrl)
    await admin.signIn(stage.server.administrator!.login, NEW_PASSWORD)
    const area = await admin.json('POST', '/api/organisation/areas', { name: '澄江市', kind: 'city' })
    const made = await admin.json('POST', '/api/organisation/bodies', { name: '澄江市市场监督管理局', kind: 'department', areaId: area.id })
    const { user } = await admin.json('GET', '/api/session')
    await admin.json('POST', '/api/organisation/memberships', {
      userId: user.id,
      post: 'liaison',
      bodyId: made.body.id,
      from: '2020-01-01',
    })
    await new Person(stage.server.localUrl).json('POST', '/api/public/complaints', {
      kind: 'complaint',
      subject: '收件窗口重复要材料',
      content: '同一份材料在两个窗口各交了一遍，希望合并成一个窗口。',
    })
    const { id } = (await admin.json('GET', '/api/complaints?limit=1')).items[0]
    for (const [action, values] of [
      ['dispatch', { handlerBody: made.body.id, handlerName: '澄江市市场监督管理局', workingDays: 5 }],
      ['sign', {}],
      ['reply', { solved: false, reply: '正在协调两个窗口。' }],
    ] as const) {
      const { summary } = await admin.json('GET', `/api/matters/${id}`)
      await admin.json('POST', `/api/matters/${id}/actions`, { action, expectedSeq: summary.seq, values })
    }
    await admin.json('POST', '/api/matters', {
      procedure: 'challenge',
      action: 'draft',
      as: 'office',
      values: { batch: '第一批', subject: '一张清单办变更', problem: '变更要跑多个窗口', wanted: '一张清单一次办结' },
    })
  })
  afterAll(async () => {
    expect(stage.complaints).toEqual([])
    await stage?.close()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(stage.page, 'failed-evaluation')
  })

  it('scores a period; a point opens its fact; other points are tried beside it', async () => {
    const { page } = stage
    await page.goto('/')
    await goTo(page, '考核评价')
    await page.getByText('还没有公布过考核结果。').waitFor()
    await page.getByRole('tab', { name: '试算与公布' }).click()
    await page.getByRole('button', { name: '试算' }).first().click()
    await page.getByRole('button', { name: '澄江市市场监督管理局' }).click()
    const points = page.getByRole('region', { name: '澄江市市场监督管理局的得分' })
    await points.getByText('诉求解决率').click()
    expect(await points.getByRole('link', { name: '收件窗口重复要材料' }).getAttribute('href')).toMatch(/^\/matters\//)
    await page.getByLabel('诉求解决率 满分').fill('30')
    await page.getByRole('button', { name: '试算' }).last().click()
    await page.getByText('0分，0位').waitFor()
    await fits(stage.page, 'evaluation-score')
    await page.getByRole('button', { name: '恢复现行办法' }).click()
  })

  it('publishes the result, and a body objects to a fact', async () => {
    const { page } = stage
    await page.getByLabel('结果名称').fill('上半年考核')
    await page.getByRole('button', { name: '公布结果' }).click()
    await page.getByRole('heading', { name: '上半年考核' }).waitFor()
    const points = page.getByRole('region', { name: '澄江市市场监督管理局的得分' })
    await points.getByText('诉求解决率').click()
    await points.getByRole('button', { name: '提出异议 收件窗口重复要材料' }).click()
    await page.getByLabel('理由').fill('该诉求不属于本单位职责。')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /提\s*交/ })
      .click()
    await page.getByText('待答复').waitFor()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await fits(stage.page, 'evaluation-result')
    await page.getByRole('tab', { name: '考核办法' }).click()
    await page.getByText('被个案通报').first().waitFor()
    await fits(stage.page, 'evaluation-scheme')
  })

  it('shows challenges by batch; a row opens its matter', async () => {
    const { page } = stage
    await goTo(page, '揭榜与简报')
    await page.getByRole('heading', { name: '第一批' }).waitFor()
    await fits(stage.page, 'campaign')
    await page.getByRole('link', { name: '一张清单办变更' }).click()
    await page.getByRole('heading', { name: '一张清单办变更', level: 1 }).waitFor()
  })
})
