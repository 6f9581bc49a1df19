import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { DESKTOP, overflow, PHONE, shot } from './stage.ts'

/** How often, and after which rest in milliseconds, a page is looked at again: what is still being drawn is not at fault, what stays is. */
const LOOKS = 8
const REST = 400

/** What axe has against a page, in words that name the element: every rule of WCAG A and AA, and what else is serious or critical. `within` narrows it to a part. */
export async function faults(page: Page, within?: string): Promise<string[]> {
  for (let look = 1; ; look++) {
    const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] })
    if (within) axe.include(within)
    const { violations } = await axe.analyze()
    const found = violations
      .filter((v) => v.impact === 'serious' || v.impact === 'critical' || v.tags.some((tag) => tag.startsWith('wcag')))
      .map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.html.slice(0, 120)}`).join(', ')}`)
    if (found.length === 0 || look === LOOKS) return found
    await page.waitForTimeout(REST)
  }
}

/** The widths at which every page is looked at. */
const DEVICES = [
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const
type Device = (typeof DEVICES)[number][0]

/** Nothing against the page and nothing outside the window, on a desk and on a phone; leaves the window as it was. `name` names its pictures; `axeOn` saves time where the two widths show the same. */
export async function fits(page: Page, name: string, axeOn: readonly Device[] = ['desktop', 'phone']): Promise<void> {
  const before = page.viewportSize()!
  for (const [device, viewport] of DEVICES) {
    await page.setViewportSize(viewport)
    expect(await overflow(page), `${name} ${device}: wider than the window`).toBe(0)
    if (axeOn.includes(device)) expect(await faults(page), `${name} ${device}`).toEqual([])
    await shot(page, `${name}-${device}`)
  }
  await page.setViewportSize(before)
}
