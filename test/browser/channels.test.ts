import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { fits } from './fitting.ts'
import { browserSuite, choose, goTo, openStage, type Stage, shot, signInFirst } from './stage.ts'

/** An administrator sets up mail, tries it, says what goes there, and reads what became of it. */
browserSuite('channels of notices in the pages', () => {
  let stage: Stage
  let mail: SMTPServer
  let taken = 0

  beforeAll(async () => {
    mail = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      onData: (stream, _session, done) => {
        stream.resume()
        stream.on('end', () => {
          taken++
          done()
        })
      },
    })
    await new Promise<void>((ready) => mail.listen(0, '127.0.0.1', ready))
    stage = await openStage({ SAMPLES: 'no' })
    await signInFirst(stage)
  })
  afterAll(async () => {
    expect(stage.complaints).toEqual([])
    await stage?.close()
    await new Promise<void>((done) => mail.close(() => done()))
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(stage.page, 'failed-channels')
  })

  it('takes the address for notices and hours of quiet', async () => {
    const { page } = stage
    await page.goto('/account')
    await page.getByLabel(/接收通知的邮箱/).fill('office@yingshang.example')
    await page.getByLabel('从', { exact: true }).fill('22:00')
    await page.locator('section', { hasText: '通知方式' }).getByRole('button', { name: '保存' }).click()
    await page.getByText('请同时填写开始和结束时间').waitFor()
    await page.getByLabel('到', { exact: true }).fill('07:30')
    await page.locator('section', { hasText: '通知方式' }).getByRole('button', { name: '保存' }).click()
    await page.getByText('通知方式已保存').first().waitFor()
    await page.reload()
    await expect.poll(() => page.getByLabel('到', { exact: true }).inputValue()).toBe('07:30')
    await fits(stage.page, 'account')
  })

  it('sets up mail and tries it', async () => {
    const { page } = stage
    await goTo(page, '通知渠道')
    await page.getByText('还没有渠道').waitFor()
    await page.getByRole('button', { name: '新增渠道' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('名称', { exact: true }).fill('办公邮箱')
    await dialog.getByLabel('SMTP 服务器').fill('127.0.0.1')
    await dialog.getByLabel('端口').fill(String((mail.server.address() as AddressInfo).port))
    await choose(page, '加密', '不加密')
    await dialog.getByLabel('发件地址').fill('not an address')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.getByText('请填写电子邮件地址').waitFor()
    await dialog.getByLabel('发件地址').fill('office@yingshang.example')
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.getByRole('row', { name: /办公邮箱/ }).waitFor()
    await page.getByRole('button', { name: '试发 办公邮箱' }).click()
    await page.getByText('对方已接收').waitFor()
    expect(taken).toBe(1)
    await fits(stage.page, 'channels')
  })

  it('says what goes where, one rule for each case', async () => {
    const { page } = stage
    await page.getByRole('tab', { name: '规则' }).click()
    await page.getByRole('button', { name: '添加规则' }).click()
    await page.getByRole('button', { name: '添加规则' }).click()
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('alert').getByText('只能有一条规则').waitFor()
    await choose(page, '事件 2', '未按时报送')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('规则已保存').first().waitFor()
    await fits(stage.page, 'rules')
    await page.getByRole('tab', { name: '发送记录' }).click()
    await page.getByText('没有发送记录').waitFor()
  })
})
