/** Checks the accessibility of a page. */

import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { expect } from './fixtures.ts'

/** The rules whose answer depends on the theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/**
 * Expects that axe finds no fault.
 * @param state of the page, for the message
 * @param rules default: all
 */
export async function audit(page: Page, state: string, rules?: string[]): Promise<void> {
  // The page keeps axe from one audit to the next, as it takes a while to compile.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const found = await page.evaluate(async (runOnly) => {
    const { violations } = await globalThis.axe.run({
      resultTypes: ['violations'],
      ...(runOnly ? { runOnly } : {}),
    })
    return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])
  }, rules)
  expect(found, state).toEqual([])
}

/** Audits the page in both themes. */
export async function auditThemes(page: Page, state: string): Promise<void> {
  await audit(page, `${state}, dark`)
  await page.getByRole('button', { name: 'Theme: dark. Change to light' }).click()
  await audit(page, `${state}, light`, COLOUR_RULES)
  await page.getByRole('button', { name: 'Theme: light. Change to system' }).click()
  await page.getByRole('button', { name: 'Theme: system. Change to dark' }).click()
}

/** Looks at one state of the page in windows of several widths, in px. */
export async function atWidths(
  page: Page,
  look: (place: string, width: number) => Promise<void>,
): Promise<void> {
  for (const width of [360, 700, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await look(`at ${width} px`, width)
  }
}

/**
 * Expects that no control and no text extends beyond the left or right side of the window. What a
 * script places follows a new width one frame later.
 */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() =>
        [
          ...document.querySelectorAll(
            'button, input, select, summary, p, dd, li, canvas, progress',
          ),
        ]
          .filter((element) => element.checkVisibility({ visibilityProperty: true }))
          .filter((element) => {
            const { left, right, width } = element.getBoundingClientRect()
            return width > 1 && (left < -1 || right > innerWidth + 1)
          })
          .map((element) =>
            `${element.tagName} ${element.ariaLabel ?? element.textContent}`.trim(),
          ),
      ),
    )
    .toEqual([])
  const { widest, width } = await page.evaluate(() => ({
    widest: document.documentElement.scrollWidth,
    width: innerWidth,
  }))
  expect(widest).toBeLessThanOrEqual(width)
}

declare global {
  var axe: typeof import('axe-core')
}
