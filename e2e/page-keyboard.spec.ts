/** The Tab key reaches every control of the page, in every state. */

import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { openByDrop, openMeasure, renderInto } from './page.ts'

/** Marks every visible control that can be used, and returns a description of each by its mark. */
function markControls(page: Page): Promise<Map<string, string>> {
  return page
    .evaluate(() => {
      const controls = [
        ...document.querySelectorAll<HTMLElement>(
          'a[href], button, input, select, textarea, summary, [tabindex="0"]',
        ),
      ].filter((control) => {
        const isGrouped = control instanceof HTMLInputElement && control.type === 'radio'
        // Of a group of radio buttons, Tab reaches the chosen one. The arrow keys reach the others.
        const isReached = !isGrouped || control.checked
        return (
          isReached && control.checkVisibility() && !control.matches(':disabled, [tabindex="-1"]')
        )
      })
      return controls.map((control, index) => {
        control.dataset.mark = String(index)
        const text = control.getAttribute('aria-label') ?? control.textContent.trim().slice(0, 40)
        return [String(index), `${control.tagName.toLowerCase()} ${text}`] as const
      })
    })
    .then((entries) => new Map(entries))
}

/** Presses Tab until the focus leaves the page, and returns the marks that it passed. */
async function walkByTab(page: Page, most: number): Promise<Set<string>> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute('tabindex')
  })
  const passed = new Set<string>()
  for (let count = 0; count < most; count++) {
    await page.keyboard.press('Tab')
    const mark = await page.evaluate(() => {
      const { activeElement, body } = document
      if (!(activeElement instanceof HTMLElement) || activeElement === body) return null
      return activeElement.dataset.mark ?? ''
    })
    // What has appeared since the controls were marked has no mark.
    if (mark === '') continue
    if (mark === null || passed.has(mark)) break
    passed.add(mark)
  }
  return passed
}

async function expectReachable(page: Page): Promise<void> {
  const controls = await markControls(page)
  expect(controls.size).toBeGreaterThan(5)
  const passed = await walkByTab(page, 2 * controls.size)
  const missed = [...controls].filter(([mark]) => !passed.has(mark)).map(([, name]) => name)
  expect(missed).toEqual([])
}

test('Tab reaches every control: first screen, open recording, all sections, report, Measure', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording()
  await page.goto('/')
  await expectReachable(page)
  await openByDrop(page, path)
  // Sections show their controls when they are open. A section inside one appears with it.
  for (let depth = 0; depth < 3; depth++) {
    await page.evaluate(() => {
      for (const each of document.querySelectorAll('details')) each.open = true
    })
  }
  await expectReachable(page)
  await page.keyboard.press('Escape')
  await renderInto(page, makeFolder('out'))
  await expectReachable(page)
  await openMeasure(page)
  await expectReachable(page)
})
