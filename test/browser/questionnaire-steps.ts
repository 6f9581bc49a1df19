import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { Person } from '../../apps/server/test/running-server.ts'
import { fits } from './fitting.ts'
import { choose, DESKTOP, focusOf, PHONE, type Stage } from './stage.ts'

/** Steps of a suite that has an officer and a body: a questionnaire is written with the keyboard, answered on a phone without an account, read after its end, made a finding of. */
export function questionnaireSteps(on: () => { readonly stage: Stage; readonly officer: Page }): void {
  let link = ''

  const phone = async (): Promise<Page> => {
    const { stage } = on()
    const context = await stage.browser.newContext({ baseURL: stage.server.url, viewport: PHONE, locale: 'zh-CN' })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => stage.complaints.push(error.message))
    return page
  }
  const focused = (page: Page) => expect.poll(async () => (await focusOf(page)).id)

  it('writes a questionnaire, puts it in order by buttons, and publishes it once nothing is missing', async () => {
    const page = on().officer
    await page.setViewportSize(DESKTOP)
    await page.goto('/supervision')
    await page.getByRole('tab', { name: '问卷' }).click()
    await page.getByRole('button', { name: '新建问卷' }).click()
    await page.getByRole('heading', { name: '（未命名问卷）' }).waitFor()
    await page.getByLabel('标题').fill('政务大厅满意度问卷')
    await page.getByLabel(/^说明/).fill('了解办事感受，结果用于改进窗口服务。')
    await page.getByRole('button', { name: '添加题目' }).click()
    // The new question has the focus: whoever types goes on typing.
    await focused(page).toBe('q2-title')
    await page.keyboard.type('您所在企业的规模')
    const second = page.getByRole('region', { name: '第2题' })
    await second.getByLabel('选项1', { exact: true }).fill('微型')
    await second.getByLabel('选项2', { exact: true }).fill('小型')
    await page.getByRole('button', { name: '第2题上移' }).click()
    await focused(page).toBe('q2-down')
    await page.getByRole('button', { name: '添加题目' }).click()
    await focused(page).toBe('q3-title')
    await page.keyboard.type('不满意的是什么')
    const third = page.getByRole('region', { name: '第3题' })
    await third.getByLabel('题型').click()
    await page.locator('.ant-select-dropdown:visible').getByText('文字').click()
    await third.getByText('文字回答只有办公室能看').waitFor()
    await third.getByLabel('什么时候问').click()
    await page.locator('.ant-select-dropdown:visible').getByText('2. 您对办事过程').click()
    await page.getByText('还有 1 处需要补充').waitFor()
    await third.getByLabel('不满意', { exact: true }).check()
    await page.getByRole('button', { name: '预览' }).click()
    await page.getByRole('region', { name: '预览' }).getByText('您所在企业的规模').waitFor()
    await fits(page, 'questionnaire-editor', ['phone'])
    await page.getByRole('button', { name: '发布' }).click()
    await page.getByRole('img', { name: '问卷链接二维码' }).waitFor()
    link = ((await page.locator('.questionnaire-poster .ant-typography').textContent()) ?? '').trim()
    expect(link).toMatch(/\/q\/\w{8}$/)
    await fits(page, 'questionnaire-share', ['phone'])
  })

  it('takes a sheet from a phone without an account, once, and keeps what was typed until it is sent', async () => {
    const path = new URL(link).pathname
    const page = await phone()
    await page.goto(path)
    await page.getByRole('heading', { name: '政务大厅满意度问卷' }).waitFor()
    await page.getByText('这份问卷是匿名的').click()
    await page.getByText('答卷只存答案和日期').waitFor()
    await page.getByRole('button', { name: '提交答卷' }).click()
    await page.getByText('第2题必须回答').waitFor()
    await page.getByRole('radio', { name: '不满意', exact: true }).check()
    await page.getByRole('textbox', { name: '不满意的是什么' }).fill('等候时间长')
    await fits(page, 'questionnaire-answer', ['phone'])
    await page.reload()
    await expect.poll(() => page.getByRole('textbox', { name: '不满意的是什么' }).inputValue()).toBe('等候时间长')
    await page.getByRole('button', { name: '提交答卷' }).click()
    await page.getByRole('heading', { name: '感谢您的回答' }).waitFor()
    await page.goto(path)
    await page.getByText('这个浏览器已经答过').waitFor()
    await page.context().close()
    // Whoever is signed in sees what everybody sees.
    const { officer } = on()
    await officer.goto(path)
    await officer.getByRole('button', { name: '提交答卷' }).waitFor()
    expect(await officer.getByRole('link', { name: '督查' }).count()).toBe(0)
  })

  it('shows results after the end, and makes a finding of one', async () => {
    const { stage, officer: page } = on()
    const open = `/api/public${new URL(link).pathname.replace('/q/', '/questionnaires/')}`
    await Promise.all(
      Array.from({ length: 28 }, async (_, i) => {
        const one = new Person(stage.server.localUrl)
        await one.json('GET', open)
        const answers = { q2: i % 2 ? 'o1' : 'o2', q1: i < 12 ? 3 : 5 }
        expect((await one.ask('POST', `${open}/answers`, { answers })).status).toBe(204)
      }),
    )
    await page.goto('/supervision?view=questionnaires')
    await page.getByRole('link', { name: '政务大厅满意度问卷' }).click()
    await page.getByRole('button', { name: '结束问卷' }).click()
    await page.locator('.ant-popconfirm').getByRole('button', { name: '结束问卷' }).click()
    await page.getByText('29 人回答').waitFor()
    await choose(page, '按题分组', '1. 您所在企业的规模')
    await page.getByRole('region', { name: '分组结果' }).waitFor()
    await fits(page, 'questionnaire-results', ['phone'])
    await page.getByRole('region', { name: '第2题' }).getByRole('button', { name: '形成问题' }).click()
    const form = page.getByRole('form', { name: '形成问题' })
    expect(await form.locator('textarea').first().inputValue()).toContain('29人回答')
    await choose(page, '整改单位', '澄江市市场监督管理局')
    await form.getByRole('button', { name: '交办' }).click()
    await page.getByRole('region', { name: '发现问题' }).getByText('待整改').waitFor()
  })
}
