import { readFileSync } from 'node:fs'
import { addDays, dateInChina } from '@yingshang/time'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PASSWORD, Person } from '../../apps/server/test/running-server.ts'
import { faults } from './fitting.ts'
import { browserSuite, DESKTOP, openPage, openStage, overflow, PHONE, type Stage, shot } from './stage.ts'

/** A decision table from draft to publication: one judge changes a row in the editor and tries it, another publishes it for tomorrow. */
browserSuite('the draft of a decision table', () => {
  let stage: Stage
  const tomorrow = addDays(dateInChina(new Date().toISOString()), 1)
  const VERSIONS = '/decisions/simple-case/versions'
  let author: Page
  let publisher: Page

  const signIn = async (login: string): Promise<Page> => {
    const page = await openPage(stage)
    await page.goto('/')
    await page.getByLabel('账号').fill(login)
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('heading', { name: '工作台', level: 1 }).waitFor()
    return page
  }
  const download = async (page: Page, version: string): Promise<string> => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: `下载 DMN：${version}`, exact: true }).click(),
    ])
    return readFileSync(await file.path(), 'utf8')
  }
  const rows = (page: Page) => page.locator('.version-table tbody tr')

  beforeAll(async () => {
    stage = await openStage({ SAMPLES: 'no' })
    const administrator = new Person(stage.server.localUrl)
    await administrator.signInFirst(stage.server.administrator!.login, stage.server.administrator!.password)
    for (const [login, displayName, role] of [
      ['author', '王审判员', 'judge'],
      ['publisher', '陈审判员', 'judge'],
      ['clerk', '李书记员', 'clerk'],
    ]) {
      const made = await administrator.json('POST', '/api/users', { login, displayName, roles: [role] })
      await new Person(stage.server.localUrl).signInFirst(login!, made.oneTimePassword)
    }
    author = await signIn('author')
  })
  afterAll(async () => {
    await stage?.close()
  })

  it('starts from the version in force, in an editor that the content security policy lets run', async () => {
    await author.goto('/decisions/simple-case')
    await author.getByRole('link', { name: '版本与草案' }).click()
    await author.getByRole('heading', { name: /版本与草案/, level: 1 }).waitFor()
    await expect.poll(() => rows(author).count()).toBe(1)
    await expect.poll(() => rows(author).first().textContent()).toContain('现行')
    await author.getByRole('link', { name: '起草', exact: true }).click()
    const editor = author.getByRole('region', { name: '决策表编辑区' })
    await editor.getByText('"债务人是上市公司或者金融机构"').waitFor()
    await expect.poll(() => editor.locator('tbody tr').count()).toBe(8)
    expect(await editor.getByText('法发〔2020〕14号').count(), 'the notes of the rows').toBe(8)
    await expect.poll(() => editor.locator('th.annotation').textContent()).toBe('依据')
    await shot(author, 'draft-editor')
  })

  it('is changed in a cell, and saved only with a reason', async () => {
    const editor = author.getByRole('region', { name: '决策表编辑区' })
    // Assets that are hard to sell no longer keep a case off the fast track.
    const cell = editor.locator('tbody tr').nth(4).locator('td.input-cell').nth(3)
    expect((await cell.textContent())?.trim()).toBe('true')
    await type(author, 4, 3, 'false')
    await type(author, 7, 3, '-')
    await author.getByText('有未保存的修改').waitFor()
    await author.getByRole('button', { name: '保存草案' }).click()
    await author.getByText('请写明修改理由。').first().waitFor()
    await author.getByLabel('修改理由').fill('难以变现的财产可以实物分配')
    await author.getByRole('button', { name: '保存草案' }).click()
    await author.getByText(/^草案由王审判员于/).waitFor()
    await shot(author, 'draft-saved')
  })

  it('can be tried, and its author cannot publish it', async () => {
    const trial = author.locator('.draft-trial')
    await trial.getByRole('heading', { name: '试算草案' }).waitFor()
    for (const [name, value] of [
      ['债权债务关系明确', '是'],
      ['财产状况清楚', '是'],
      ['存在未结复杂诉讼', '否'],
      ['财产难以变现', '是'],
      ['上市公司或者金融机构', '否'],
      ['关联企业合并破产', '否'],
      ['跨境破产', '否'],
    ])
      await trial.getByRole('radiogroup', { name: name! }).getByText(value!, { exact: true }).click()
    await trial.getByRole('button', { name: '试算', exact: true }).click()
    await expect.poll(() => trial.locator('.trial-value').textContent()).toContain('快速审理')
    await author.goto(VERSIONS)
    await expect.poll(() => author.getByRole('button', { name: '发布', exact: true }).isDisabled()).toBe(true)
    await author.getByText('起草或者保存过草案的人不能发布它').waitFor()
  })

  it('keeps ids, questions and the column of notes through the editor', async () => {
    const product = await download(author, '随附版本')
    const draft = await download(author, '第 1 版')
    for (const kept of ['id="output-程序"', '<question>', 'name="依据"', '法发〔2020〕14号 第14条', 'href="#input-7"']) {
      const often = (text: string) => text.split(kept).length
      expect(often(draft), kept).toBe(often(product))
    }
    expect(draft).not.toContain('<description>法发')
  })

  it('is published by another for a day to come, and stands in the list', async () => {
    publisher = await signIn('publisher')
    await publisher.goto(VERSIONS)
    await publisher.getByRole('button', { name: '发布', exact: true }).click()
    const dialog = publisher.getByRole('dialog')
    const day = dialog.getByLabel('自何日起施行')
    await expect.poll(() => day.inputValue()).toBe(tomorrow)
    await day.fill(addDays(tomorrow, -1))
    await expect.poll(() => dialog.getByRole('button', { name: /发\s*布/ }).isDisabled()).toBe(true)
    await day.fill(tomorrow)
    expect(await faults(publisher), 'dialog').toEqual([])
    await dialog.getByRole('button', { name: /发\s*布/ }).click()
    await dialog.waitFor({ state: 'hidden' })
    const [y, m, d] = tomorrow.split('-').map(Number)
    await expect.poll(() => rows(publisher).first().textContent()).toContain(`${y}年${m}月${d}日`)
    const first = (await rows(publisher).first().textContent()) ?? ''
    for (const word of ['第 1 版', '已发布', '王审判员', '陈审判员', '难以变现的财产可以实物分配']) expect(first).toContain(word)
    expect(first, 'not before tomorrow').not.toContain('现行')
    await expect.poll(() => rows(publisher).nth(1).textContent()).toContain('现行')
  })

  it('can be dropped, after a question', async () => {
    await publisher.getByRole('link', { name: '起草', exact: true }).click()
    await publisher.getByRole('region', { name: '决策表编辑区' }).getByText('"涉及跨境破产"').waitFor()
    await publisher.getByLabel('修改理由').fill('试写')
    await publisher.getByRole('button', { name: '保存草案' }).click()
    await publisher.getByText(/^草案由陈审判员于/).waitFor()
    await publisher.goto(VERSIONS)
    await expect.poll(() => rows(publisher).count()).toBe(3)
    expect(await faults(publisher), 'with a draft').toEqual([])
    await shot(publisher, 'draft-versions')
    await publisher.getByRole('button', { name: '放弃草案' }).click()
    await publisher.getByRole('dialog').getByRole('button', { name: '放弃草案' }).click()
    await expect.poll(() => rows(publisher).count()).toBe(2)
  })

  it('comes as a file where the window is too narrow for an editor, and a file that is none is refused', async () => {
    const page = publisher
    await page.setViewportSize(PHONE)
    await page.goto('/decisions/cram-down/draft')
    await page.getByText('屏幕太窄').waitFor()
    await expect.poll(() => page.locator('.dmn-editor').count()).toBe(0)
    const upload = (name: string, text: string) =>
      page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/xml', buffer: Buffer.from(text) })
    await upload('坏.dmn', '<definitions')
    await page.getByText('它不是有效的 XML').first().waitFor()
    const product = readFileSync(new URL('../../domains/bankruptcy/tables/cram-down.dmn', import.meta.url), 'utf8')
    await page.getByLabel('修改理由').fill('换一个输入')
    await upload('改.dmn', product.replaceAll('经营方案可行', '经营方案很好'))
    await page.getByText('已读入文件：改.dmn').first().waitFor()
    await page.getByRole('button', { name: '保存草案' }).click()
    await page.getByRole('alert').getByText('办案程序不提供这些输入：经营方案很好').waitFor()
    await upload('好.dmn', product)
    await page.getByRole('button', { name: '保存草案' }).click()
    await page.getByText(/^草案由陈审判员于/).waitFor()
    expect(await overflow(page)).toBe(0)
    expect(await faults(page), 'phone').toEqual([])
    await page.goto('/decisions/cram-down/versions')
    await rows(page).first().waitFor()
    expect(await overflow(page)).toBe(0)
    expect(await faults(page), 'versions on a phone').toEqual([])
    await shot(page, 'draft-phone')
    await page.setViewportSize(DESKTOP)
  })

  it('goes through the editor whole when the file is of another version of DMN, with prefixes and several columns of notes', async () => {
    const page = publisher
    const product = readFileSync(new URL('../../domains/bankruptcy/tables/cram-down.dmn', import.meta.url), 'utf8')
    const other = product
      .replace('/20230324/', '/20211108/')
      .replace(/(<annotation name="[^"]*"\s*\/>)/, '$1<annotation name="备注"/>')
      .replaceAll('</rule>', '<annotationEntry><text>第二栏的话</text></annotationEntry></rule>')
      .replace('xmlns=', 'xmlns:dmn=')
      .replace(/<(\/?)(?=[a-z])/gi, '<$1dmn:')
    const rules = other.split('<dmn:rule ').length - 1
    expect(other.split('第二栏的话').length - 1).toBe(rules)
    await page.goto('/decisions/cram-down/draft')
    const editor = page.getByRole('region', { name: '决策表编辑区' })
    await editor.locator('tbody tr').first().waitFor()
    await page.locator('input[type=file]').setInputFiles({ name: '两栏.dmn', mimeType: 'application/xml', buffer: Buffer.from(other) })
    await page.getByText('已读入文件：两栏.dmn').first().waitFor()
    await expect.poll(() => editor.locator('tbody tr').count()).toBe(rules)
    await page.getByLabel('修改理由').fill('两栏说明')
    await page.getByRole('button', { name: '保存草案' }).click()
    const versions = () => page.context().request.get('/api/decision-tables/cram-down/versions')
    await expect.poll(async () => ((await (await versions()).json()) as { items: { note: string }[] }).items[0]?.note).toBe('两栏说明')
    const saved = await (await page.context().request.get('/api/decision-tables/cram-down/versions/1')).text()
    expect(saved.split('第二栏的话').length - 1).toBe(rules)
    for (const kept of ['annotation name=', 'annotationEntry>', 'inputData ', 'typeRef='])
      expect(saved.split(kept).length, kept).toBe(other.split(kept).length)
  })

  it('is shown, but not offered, to who may not draft', async () => {
    const page = await signIn('clerk')
    await page.goto('/decisions/cram-down/versions')
    await rows(page).first().waitFor()
    for (const name of ['修改草案', '起草']) expect(await page.getByRole('link', { name, exact: true }).count()).toBe(0)
    for (const name of ['发布', '放弃草案']) expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0)
    await page.goto('/decisions/cram-down/draft')
    await page.getByText('您没有起草决策表的权限。').waitFor()
  })

  it('made no script fail and broke no policy', () => {
    expect(stage.complaints).toEqual([])
  })

  /** Writes into a cell of the conditions as a person does: a click on the text, all of it marked, typed over. */
  async function type(page: Page, row: number, column: number, text: string): Promise<void> {
    const cell = page.locator('.dmn-editor tbody tr').nth(row).locator('td.input-cell').nth(column)
    await cell.click()
    await page.keyboard.press('Control+A')
    await page.keyboard.type(text)
    await expect.poll(async () => (await cell.textContent())?.trim()).toContain(text)
  }
})
