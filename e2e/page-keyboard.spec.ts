/** The Tab key reaches every control of the page, in every state. */

import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { openByDrop, openMeasure, renderInto } from './page.ts'

/** More than the controls that may appear next to each other while the page is walked. */
const TABS_BETWEEN_LOOKS = 20

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

/** Presses Tab until no further control gets the focus, and returns the marks that it passed. */
async function walkByTab(page: Page): Promise<Set<string>> {
  await leaveControls(page)
  const walk = await page.evaluateHandle(() => {
    const passed = new Set<string>()
    document.addEventListener('focusin', ({ target }) => {
      // What has appeared since the controls were marked has no mark.
      if (target instanceof HTMLElement && target.dataset.mark) passed.add(target.dataset.mark)
    })
    return passed
  })
  const passedMarks = (): Promise<string[]> => walk.evaluate((passed) => [...passed])
  let [before, now] = [-1, 0]
  while (now > before) {
    for (let count = 0; count < TABS_BETWEEN_LOOKS; count++) await page.keyboard.press('Tab')
    before = now
    now = (await passedMarks()).length
  }
  await leaveControls(page)
  return new Set(await passedMarks())
}

/** Moves the focus to the beginning of the page. */
async function leaveControls(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute('tabindex')
  })
}

async function expectReachable(page: Page): Promise<void> {
  const controls = await markControls(page)
  expect(controls.size).toBeGreaterThan(5)
  const passed = await walkByTab(page)
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
