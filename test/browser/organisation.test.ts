import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeWorkbook } from '@yingshang/document'
import { generateSync } from 'otplib'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { fits } from './fitting.ts'
import { browserSuite, choose, goTo, NEW_PASSWORD, openStage, type Stage, shot, signInFirst } from './stage.ts'

const text = (key: string, title: string) => ({ key, title, type: 'text' as const })

/** An office sets up its organisation from a workbook, puts people on posts, confirms names in a plan, and protects its sign-in. */
browserSuite('the organisation in the pages', () => {
  let stage: Stage
  const folder = mkdtempSync(join(tmpdir(), 'yingshang-organisation-'))
  const workbook = async (name: string, area: string) => {
    const path = join(folder, name)
    const content = await writeWorkbook({
      sheets: [
        {
          name: '区域',
          columns: [text('name', '区域名称'), text('kind', '层级'), text('parent', '上级区域')],
          rows: [
            { name: '云溪市', kind: '市级' },
            { name: '东山区', kind: '区县级', parent: '云溪市' },
            { name: '西河县', kind: '区县级', parent: '云溪市' },
          ],
        },
        {
          name: '单位',
          columns: [text('name', '单位全称'), text('short', '简称'), text('kind', '类别'), text('area', '所属区域')],
          rows: [
            { name: '云溪市市场监督管理局', kind: '部门', area },
            { name: '云溪市发展和改革委员会', short: '市发展改革委', kind: '部门', area },
            { name: '东山区人民政府', kind: '人民政府、管委会', area: '东山区' },
          ],
        },
        {
          name: '任职',
          columns: [text('login', '账号'), text('name', '姓名'), text('post', '任职类别'), text('body', '单位全称')],
          rows: [
            { login: 'zhangsan', name: '张三', post: '联络员', body: '云溪市市场监督管理局' },
            { login: 'lisi', name: '李四', post: '主要负责人', body: '东山区人民政府' },
          ],
        },
      ],
    })
    writeFileSync(path, content)
    return path
  }

  beforeAll(async () => {
    stage = await openStage({ SAMPLES: 'no', MAIL_CODES: 'yes' })
    await signInFirst(stage)
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    expect(stage?.complaints ?? []).toEqual([])
    await stage?.close()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(stage.page, 'failed-organisation')
  })

  it('a workbook with a mistake is refused at its cell; the mended one makes the organisation', async () => {
    const { page } = stage
    await goTo(page, '组织机构')
    await page.getByText('还没有组织机构').waitFor()
    await page.getByRole('button', { name: '导入', exact: true }).click()
    const input = page.locator('input[type=file]')
    await input.setInputFiles(await workbook('wrong.xlsx', '没有的市'))
    const answer = page.getByTestId('import-answer')
    await answer.getByText('有 2 处错误，没有写入任何内容').waitFor()
    await answer.getByRole('row').filter({ hasText: '单位 D2' }).getByText('没有名为“没有的市”的区域').waitFor()
    await fits(stage.page, 'organisation-import-wrong')
    await input.setInputFiles(await workbook('right.xlsx', '云溪市'))
    await page.getByRole('button', { name: '写入（新增 8，修改 0）' }).click()
    await page.getByText('一次性密码只显示这一次').waitFor()
    await page.getByRole('button', { name: /^云溪市 ?市级/ }).waitFor()
    await fits(stage.page, 'organisation-imported')
  })

  it('the drawn tree narrows the list; a body shows its people over time', async () => {
    const { page } = stage
    await page.getByRole('button', { name: /东山区/ }).click()
    await expect.poll(() => page.locator('section[aria-label="单位"] tbody tr').count()).toBe(1)
    await page.getByRole('button', { name: /^云溪市 ?市级/ }).click()
    await page.getByRole('link', { name: '云溪市市场监督管理局' }).click()
    await page.getByRole('heading', { name: '云溪市市场监督管理局', level: 1 }).waitFor()
    await page.getByRole('button', { name: '新增科室' }).click()
    await page.getByRole('dialog').getByLabel('科室名称').fill('登记注册科')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByRole('button', { name: '修改 登记注册科' }).waitFor()
    await page.getByRole('button', { name: '新增任职', exact: true }).click()
    await choose(page, '人员', '李四')
    await choose(page, '任职类别', '科室负责人')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    // What is missing is said where it was typed, and nothing of it is lost.
    await page.getByText('科室负责人须指明科室').waitFor()
    await choose(page, '科室', '登记注册科')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByRole('row', { name: /李四 科室负责人 登记注册科/ }).waitFor()
    await fits(stage.page, 'organisation-body')
    await page.getByRole('button', { name: '结束任职 李四' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /确\s*定/ })
      .click()
    await expect.poll(() => page.getByRole('button', { name: '结束任职 李四' }).count()).toBe(0)
    await page.getByRole('button', { name: '撤销 登记注册科' }).click()
    await page.getByText('没有关联内容，可以直接撤销。').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '撤销', exact: true }).click()
    await page.locator('.organisation-tag.is-closed').getByText('登记注册科').waitFor()
    // An area in which bodies still are is not closed; what they are is said.
    await page.goto('/organisation')
    await page.getByRole('button', { name: /东山区/ }).click()
    await page.getByRole('button', { name: '撤销 东山区' }).click()
    await page.getByTestId('dependants').getByText('须先调整或者撤销：单位 1 个').waitFor()
    await expect.poll(() => page.getByRole('dialog').getByRole('button', { name: '撤销', exact: true }).isDisabled()).toBe(true)
    await fits(stage.page, 'organisation-closing', ['phone'])
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /取\s*消/ })
      .click()
  })

  it('commanders, a task force and a delegation stand on one page', async () => {
    const { page } = stage
    await page.goto('/organisation/command')
    await page.getByRole('button', { name: '任命总指挥' }).click()
    await choose(page, '人员', '张三')
    await page.getByRole('dialog').getByLabel('领域').fill('市场准入')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByRole('heading', { name: '市场准入' }).waitFor()
    await page.getByRole('button', { name: '成立专班' }).click()
    await page.getByRole('dialog').getByLabel('专班名称').fill('企业开办专班')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByRole('heading', { name: '企业开办专班' }).waitFor()
    // What it is called, whom it holds and when it began can be changed; who leaves it and how it ends, too.
    await page.getByRole('button', { name: '修改 企业开办专班' }).click()
    await page.getByRole('dialog').getByLabel('专班名称').fill('企业开办注销专班')
    await choose(page, '单位', '东山区人民政府')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByRole('heading', { name: '企业开办注销专班' }).waitFor()
    await page.getByRole('link', { name: '东山区人民政府' }).waitFor()
    await page.getByRole('button', { name: '新增任职 企业开办注销专班' }).click()
    await choose(page, '人员', '李四')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByRole('button', { name: '结束任职 李四' }).waitFor()
    await page.getByRole('button', { name: '解散 企业开办注销专班' }).click()
    await page.getByTestId('dependants').getByText('将随之结束：任职 1 个').waitFor()
    await page.getByText('李四 企业开办注销专班 总指挥').waitFor()
    await fits(stage.page, 'organisation-dissolve', ['phone'])
    await page.getByRole('dialog').getByRole('button', { name: '解散', exact: true }).click()
    await expect.poll(() => page.getByRole('button', { name: '结束任职 李四' }).count()).toBe(0)
    await page.getByRole('button', { name: '委托他人代行' }).click()
    await choose(page, '委托人', '张三')
    await choose(page, '委托的职责', '云溪市市场监督管理局 联络员')
    await choose(page, '受托人', '李四')
    await page.getByRole('dialog').getByLabel('事由').fill('外出培训')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByRole('row', { name: /张三 李四.*云溪市市场监督管理局 联络员/ }).waitFor()
    await fits(stage.page, 'organisation-command')
  })

  it('names in a plan are confirmed, those with one match all at once', async () => {
    const { page, context } = stage
    const session = await (await context.request.get('/api/session')).json()
    const plan = [
      '云溪市优化营商环境工作方案',
      '一、市场准入',
      '1. 压缩企业开办时间。全程网办，一日办结。（牵头单位：市市场监管局；责任单位：市发改委、各有关部门）',
      '2. 推行证照联办。统一受理，并联审批。（牵头单位：市市场监管局；责任单位：各区（县）人民政府、市商务局）',
    ].join('\n')
    const sent = await context.request.post('/api/plans', {
      headers: { 'x-csrf-token': session.csrfToken },
      multipart: { file: { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from(plan) } },
    })
    expect(sent.status()).toBe(201)
    await page.goto('/organisation')
    await page.getByRole('link', { name: '去确认' }).click()
    await page.getByRole('heading', { name: '待确认的单位名称', level: 1 }).waitFor()
    await fits(stage.page, 'organisation-units')
    await page.getByRole('button', { name: /确认全部唯一匹配/ }).click()
    await expect.poll(() => page.getByRole('rowheader', { name: /市市场监管局/ }).count()).toBe(0)
    await choose(page, '市商务局 指代', '不属于本组织')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '确认 市商务局' }).click()
    await expect.poll(() => page.getByRole('rowheader', { name: /市商务局/ }).count()).toBe(0)
  })

  it('an authenticator is enrolled, and the next sign-in asks for its code', async () => {
    const { page } = stage
    await page.goto('/account')
    const panel = page.locator('section', { hasText: '动态验证码' }).last()
    await panel.getByRole('button', { name: '开通' }).click()
    await panel.getByLabel('当前密码').fill(NEW_PASSWORD)
    await panel.getByRole('button', { name: '开通' }).click()
    await panel.getByRole('img', { name: '二维码' }).waitFor()
    const secret = await panel.locator('code').innerText()
    await fits(stage.page, 'account-enrol')
    await panel.getByLabel('动态验证码').fill(generateSync({ secret }))
    await panel.getByRole('button', { name: '确认开通' }).click()
    await panel.getByText('恢复码只显示这一次').waitFor()
    const recovery = await panel.locator('.factor-grid code').first().innerText()
    await fits(stage.page, 'account-codes')
    await panel.getByRole('button', { name: '已保存' }).click()
    await stage.context.clearCookies()
    await page.goto('/')
    await page.getByLabel('账号').fill(stage.server.administrator!.login)
    await page.getByLabel('密码', { exact: true }).fill(NEW_PASSWORD)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByLabel('动态验证码').fill('000000')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText('验证码不正确或者已过期').waitFor()
    await fits(stage.page, 'sign-in-code')
    await page.getByLabel('动态验证码').fill(recovery)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '方案库' }).waitFor()
  })

  it('the sign-in page offers a code by mail', async () => {
    const { page } = stage
    await stage.context.clearCookies()
    await page.goto('/')
    await page.getByRole('button', { name: '用邮件验证码登录' }).click()
    await page.getByLabel('账号或电子邮箱').fill('nobody')
    await page.getByRole('button', { name: '发送验证码' }).click()
    await page.getByText('如果该账号登记了邮箱').waitFor()
    await fits(stage.page, 'sign-in-mail')
  })
})
