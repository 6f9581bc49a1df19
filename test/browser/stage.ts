import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningServer, type StartOptions, startServer } from '@yingshang/server'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'

/** What the browser tests stand on: a Chromium, a server of their own with its own embedded PostgreSQL, and a person in front of it. */

const CHROMIUM = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
)

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A suite that needs a browser: skipped loudly where there is none, and a failure in CI. */
export function browserSuite(name: string, body: () => void): void {
  if (CHROMIUM) describe(name, body)
  else if (process.env.CI) describe(name, () => it('needs Chromium', () => expect.fail('Chromium is not installed')))
  else {
    console.warn(`\n*** ${name}: skipped, no Chromium (set CHROMIUM to its path) ***\n`)
    describe.skip(name, body)
  }
}

export interface Stage {
  readonly server: RunningServer
  readonly browser: Browser
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser complained about: errors of scripts, and violations of the content security policy. */
  readonly complaints: string[]
  close(): Promise<void>
}

export interface Viewport {
  readonly width: number
  readonly height: number
}

export const DESKTOP: Viewport = { width: 1280, height: 860 }
export const PHONE: Viewport = { width: 390, height: 844 }

/** Starts a server in a folder of its own and opens a page on it. */
export async function openStage(
  env: Readonly<Record<string, string>> = {},
  more: Pick<StartOptions, 'definitions' | 'now'> = {},
): Promise<Stage> {
  const data = mkdtempSync(join(tmpdir(), 'yingshang-browser-'))
  const server = await startServer({
    env: { YINGSHANG_DATA: data, PORT: '0', LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent', ...env },
    checkReplies: true,
    unsafeFast: true,
    ...more,
  }).catch((error: unknown) => {
    rmSync(data, { recursive: true, force: true })
    throw error
  })
  await server.samples
  const browser = await chromium.launch({ executablePath: CHROMIUM!, args: FLAGS }).catch(async (error: unknown) => {
    await server.stop()
    rmSync(data, { recursive: true, force: true })
    throw error
  })
  const complaints: string[] = []
  const page = await openPage({ server, browser, complaints })
  return {
    server,
    browser,
    context: page.context(),
    page,
    complaints,
    close: async () => {
      await browser.close()
      await server.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** A page in a browser context of its own: another person, or another device. Nothing moves on it, as for people who asked their system for that, and what goes wrong on it is complained of. */
export async function openPage(
  { server, browser, complaints }: Pick<Stage, 'server' | 'browser' | 'complaints'>,
  viewport = DESKTOP,
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport,
    locale: 'zh-CN',
    acceptDownloads: true,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(message.text())
  })
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.request().method()} ${response.url()}: ${response.status()}`)
  })
  return page
}

export const NEW_PASSWORD = '云溪-登记-2026-好'

/** Signs the first administrator in with the one-time password, and gives them one of their own. */
export async function signInFirst({ page, server }: Stage): Promise<void> {
  const { login, password } = server.administrator!
  await page.goto('/')
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { name: '请先设置自己的密码' }).waitFor()
  await page.getByLabel('当前密码').fill(password)
  await page.getByLabel('新密码', { exact: true }).fill(NEW_PASSWORD)
  await page.getByLabel('再输入一次新密码').fill(NEW_PASSWORD)
  await page.getByRole('button', { name: '保存新密码' }).click()
  await page.getByRole('heading', { name: '方案库', level: 1 }).waitFor()
}

/** Waits until the open list offers, first of all, what was typed: a key that comes sooner would choose something else, or nothing. */
async function offered(page: Page, option: string): Promise<void> {
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().filter({ hasText: option }).waitFor()
}

/** Types a name into a field of tags and takes it over. */
export async function addTag(page: Page, field: Locator, name: string): Promise<void> {
  await field.fill(name)
  await offered(page, name)
  await page.keyboard.press('Enter')
}

/** Chooses an option of a select: by typing part of it where one can type, else by clicking it. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label })
  await box.click()
  if (await box.isEditable()) {
    await box.fill(option)
    await offered(page, option)
    await page.keyboard.press('Enter')
  } else await page.locator('.ant-select-dropdown:visible').getByText(option).first().click()
}

/** How far the page is wider than the window; a reader must never have to scroll sideways. A page whose window has just changed has two seconds to settle. */
export async function overflow(page: Page): Promise<number> {
  const until = Date.now() + 2_000
  for (;;) {
    const wide = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
    if (wide === 0 || Date.now() > until) return wide
    await page.waitForTimeout(100)
  }
}

/** Where the keyboard is. */
export interface Focus {
  readonly id: string
  readonly tag: string
  readonly text: string
  readonly classes: string
  readonly data: Readonly<Record<string, string>>
}

export const focusOf = (page: Page): Promise<Focus> =>
  page.locator('body').evaluate((body) => {
    const element = body.ownerDocument.activeElement!
    return {
      id: element.id,
      tag: element.tagName,
      text: element.textContent?.trim() ?? '',
      classes: element.className,
      data: { ...element.dataset } as Record<string, string>,
    }
  })

/** Presses Tab until the focus is where it is wanted. */
export async function tabTo(page: Page, wanted: (focus: Focus) => boolean, most = 60): Promise<Focus> {
  let focus = await focusOf(page)
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    focus = await focusOf(page)
    if (wanted(focus)) return focus
  }
  throw new Error(`not reached by Tab; the focus is on ${focus.tag} “${focus.text}”`)
}

/** Keeps a picture when `SHOTS` names a folder for them. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

/** Goes to a page by the bar, opening the group that its link stands in. */
export async function goTo(page: Page, name: string): Promise<void> {
  const bar = page.getByRole('navigation', { name: '主导航' })
  const link = bar.getByRole('link', { name, exact: true })
  // The bar comes with the session.
  await bar.getByRole('link', { name: '帮助' }).waitFor()
  if ((await link.count()) === 0)
    for (const group of await bar.getByRole('button').all()) {
      await group.click()
      if ((await link.count()) > 0) break
    }
  await link.click()
}
