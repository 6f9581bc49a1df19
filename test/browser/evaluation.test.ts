import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { PASSWORD, Person } from '../../apps/server/test/running-server.ts'
import { fits } from './fitting.ts'
import { browserSuite, choose, goTo, NEW_PASSWORD, openPage, openStage, type Stage, shot, signInFirst } from './stage.ts'

/** An office scores a period, opens the fact of a point, tries other points, publishes, and a body's objection is sent; a batch of challenges stands beside it. */
browserSuite('evaluation in the pages', () => {
  let stage: Stage
  let admin: Person
  /** Page of the complaint that counts. */
  let complaint: string
  let challenge: string
  let body: string

  /** One action of a matter through the interface. */
  const act = async (by: Person, id: string, action: string, values: object = {}) => {
    const { summary } = await by.json('GET', `/api/matters/${id}`)
    await by.json('POST', `/api/matters/${id}/actions`, { action, expectedSeq: summary.seq, values })
  }
  const somebody = async (login: string, role: string): Promise<{ person: Person; id: string }> => {
    const made = await admin.json('POST', '/api/users', { login, displayName: login, roles: [role] })
    const person = new Person(stage.server.localUrl)
    await person.signInFirst(login, made.oneTimePassword)
    return { person, id: made.id }
  }

  beforeAll(async () => {
    stage = await openStage({ SAMPLES: 'no' })
    await signInFirst(stage)
    admin = new Person(stage.server.localUrl)
    await admin.signIn(stage.server.administrator!.login, NEW_PASSWORD)
    const area = await admin.json('POST', '/api/organisation/areas', { name: '澄江市', kind: 'city' })
    const made = await admin.json('POST', '/api/organisation/bodies', { name: '澄江市市场监督管理局', kind: 'department', areaId: area.id })
    body = made.body.id
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
    complaint = `/matters/${id}`
    await act(admin, id, 'dispatch', { handlerBody: body, handlerName: '澄江市市场监督管理局', workingDays: 5 })
    await act(admin, id, 'sign')
    await act(admin, id, 'reply', { solved: false, reply: '正在协调两个窗口。' })
    const opened = await admin.json('POST', '/api/matters', {
      procedure: 'challenge',
      action: 'draft',
      as: 'office',
      values: { batch: '第一批', subject: '一张清单办变更', problem: '变更要跑多个窗口', wanted: '一张清单一次办结' },
    })
    challenge = opened.matter.summary.id
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
    await page.getByRole('button', { name: '澄江市市场监督管理局', exact: true }).click()
    const points = page.getByRole('region', { name: '澄江市市场监督管理局的得分' })
    await points.getByText('诉求解决率').click()
    expect(await points.getByRole('link', { name: '收件窗口重复要材料' }).getAttribute('href')).toMatch(/^\/matters\//)
    await page.getByLabel('诉求解决率 满分').fill('30')
    await page.getByRole('button', { name: '试算' }).last().click()
    await page.getByText('0分，0位').waitFor()
    await choose(page, '假设 收件窗口重复要材料', '诉求已解决')
    await page.getByRole('list', { name: '假设' }).getByText('诉求已解决').waitFor()
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

  it('records the talk that a rule called for', async () => {
    const { page } = stage
    await page.getByRole('tab', { name: '约谈' }).click()
    await page.getByRole('button', { name: '登记约谈 澄江市市场监督管理局' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('约谈人').fill('张副市长')
    await dialog.getByLabel('参加人员').fill('局主要负责人')
    await dialog.getByLabel('约谈要点').fill('窗口重复收件，企业多次往返。')
    await dialog.getByLabel('承诺', { exact: true }).fill('两个窗口合并收件')
    await dialog.getByLabel('承诺期限').fill('2099-01-01')
    await dialog.getByRole('button', { name: '登记约谈', exact: true }).click()
    await page.locator('[data-talk=held]').waitFor()
    await dialog.waitFor({ state: 'hidden' })
    await fits(page, 'evaluation-talks')
    await page.getByRole('link', { name: '上半年考核' }).click()
    await page.getByRole('heading', { name: '上半年考核' }).waitFor()
    // As a point would open it.
    const { items } = await admin.json('GET', '/api/evaluation/talks')
    await page.goto(`/evaluation?view=talks&talk=${items[0].id}`)
    await page.locator('[data-talk=held]').getByText('两个窗口合并收件').waitFor()
    await page.goto(complaint)
    await page.getByRole('heading', { name: '收件窗口重复要材料', level: 1 }).waitFor()
  })

  it('shows challenges by batch; a row opens its matter', async () => {
    const { page } = stage
    await goTo(page, '揭榜与简报')
    await page.getByRole('heading', { name: '第一批' }).waitFor()
    await fits(stage.page, 'campaign')
    await page.getByRole('link', { name: '一张清单办变更' }).click()
    await page.getByRole('heading', { name: '一张清单办变更', level: 1 }).waitFor()
  })

  it('lets a body claim a challenge and hand in a brief in a few clicks, and shows what became of them', async () => {
    const { person, id } = await somebody('liaison', 'liaison')
    const second = (await somebody('second', 'officer')).person
    await admin.json('POST', '/api/organisation/memberships', { userId: id, post: 'liaison', bodyId: body, from: '2020-01-01' })
    const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
    await act(admin, challenge, 'publish', { claimUntil: until })
    const page = await openPage(stage)
    await page.request.post('/api/session', { data: { login: 'liaison', password: PASSWORD } })
    await page.goto('/campaign')
    const own = page.getByRole('region', { name: '本单位' })
    await own.getByRole('link', { name: '揭榜 一张清单办变更' }).click()
    await choose(page, '揭榜单位', '澄江市市场监督管理局')
    await page.getByLabel('揭榜方案').fill('并联收件，一张清单。')
    await page.getByRole('button', { name: '提交：揭榜' }).click()
    await page.getByText('已办理：揭榜').first().waitFor()
    await goTo(page, '揭榜与简报')
    await own.getByText('已揭榜，待选定').waitFor()
    await page.getByRole('link', { name: '报送简报' }).click()
    await page.getByText('信息简报', { exact: true }).last().click()
    await page.getByLabel('标题').fill('一次收件跑遍三个窗口')
    await choose(page, '报送单位', '澄江市市场监督管理局')
    await page.getByLabel('正文').fill('窗口之间共用一份材料，企业只交一次，少跑两趟，群众反映良好。')
    await page.getByRole('button', { name: /^提\s*交|报送$/ }).click()
    await page.getByRole('heading', { name: '一次收件跑遍三个窗口', level: 1 }).waitFor()
    const brief = new URL(page.url()).pathname.split('/').at(-1)!
    await goTo(page, '揭榜与简报')
    await own.getByText('已报送').waitFor()
    await fits(page, 'campaign-own')

    await act(admin, brief, 'edit', { subject: '一次收件跑遍三个窗口', article: '窗口之间共用一份材料，企业只交一次，少跑两趟。' })
    await act(admin, brief, 'present')
    await act(second, brief, 'approve')
    const file = new FormData()
    file.append('file', new Blob(['%PDF-1.7 采用件']), '采用件.pdf')
    const paper = await person.json('POST', '/api/attachments', file)
    await act(person, brief, 'adopt', { level: 'nation', medium: '《改革动态》第8期', adoptedOn: '2026-01-05', papers: [paper] })
    await stage.page.goto('/campaign')
    await stage.page.getByRole('button', { name: '核实采用 一次收件跑遍三个窗口' }).click()
    await choose(stage.page, '核实的级别', '省级')
    await fits(stage.page, 'campaign-confirm')
    await stage.page.getByRole('dialog').getByRole('button', { name: '核实采用' }).click()
    await stage.page.getByRole('region', { name: '待核实的采用' }).waitFor({ state: 'detached' })
    await act(admin, challenge, 'choose', { chosenBody: body, chosenName: '市场监管局', reason: '方案可行', deliverUntil: until })
    await page.reload()
    await own.getByText('省级 1').waitFor()
    await own.getByRole('link', { name: '交榜 一张清单办变更' }).waitFor()
  })
})
