import { existsSync, readdirSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { atWidths, audit, auditThemes, expectNoSidewaysScrolling } from './audit.ts'
import { expect, test } from './fixtures.ts'
import { patchFrameWorker, slowDrawing } from './frame-worker.ts'
import {
  chooseOutput,
  openByDrop,
  openSection,
  regionOf,
  renderButton,
  renderInto,
  slowDown,
  stageHash,
  stubPicker,
} from './page.ts'

const MOST_TAB_STOPS = 150
const large = { frameCount: 40, widthPx: 640, heightPx: 360 }

/** Presses Tab until the target has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const hasFocus = (): Promise<boolean> =>
    target.evaluate((element) => element === document.activeElement)
  for (let stop = 0; stop < MOST_TAB_STOPS; stop++) {
    await page.keyboard.press('Tab')
    if (await hasFocus()) return
  }
  throw new Error('Tab does not lead there.')
}

/** How many colours the lanes of the timeline have. */
function colourCount(page: Page): Promise<number> {
  const lanes = regionOf(page, 'Timeline').locator('canvas').first()
  return lanes.evaluate((canvas: HTMLCanvasElement) => {
    const context = canvas.getContext('2d')
    const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] }
    return new Set(new Uint32Array(Uint8Array.from(data).buffer)).size
  })
}

test.describe('with the keyboard only', () => {
  test('a recording can be opened, viewed, changed and rendered', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 6 })
    const output = makeFolder('out')
    await page.goto('/')
    await stubPicker(page, path, output)
    await tabTo(page, page.getByRole('button', { name: 'Open folder' }))
    await page.keyboard.press('Enter')
    await expect(regionOf(page, 'Preview')).toBeVisible()

    const slider = page.getByRole('slider', { name: 'Frame' })
    await tabTo(page, slider)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect(slider).toHaveValue('2')

    await expect.poll(() => stageHash(page)).not.toBe('')
    const before = await stageHash(page)
    await tabTo(page, page.getByRole('button', { name: /^3\s*Targets/ }))
    await page.keyboard.press('Enter')
    const options = page.getByRole('region', { name: 'Targets options' })
    await tabTo(page, options.getByLabel('Text colour', { exact: true }))
    await page.keyboard.press('Control+A')
    await page.keyboard.type('red')
    await expect.poll(() => stageHash(page)).not.toBe(before)

    await tabTo(page, page.getByRole('button', { name: 'Output folder' }))
    await page.keyboard.press('Enter')
    await expect(
      page.getByRole('button', { name: 'Output folder out', pressed: true }),
    ).toBeVisible()
    await tabTo(page, renderButton(page))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('status')).toHaveText('Finished')
    expect(readdirSync(output)).toHaveLength(8)
    // The focus has not moved since the run started.
    await tabTo(page, page.getByRole('button', { name: 'Output folder' }))
  })

  test('single keys work: O opens, R renders, Esc cancels', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording(large)
    await page.goto('/')
    await stubPicker(page, path, makeFolder('out'))
    await page.keyboard.press('o')
    await expect(regionOf(page, 'Preview')).toBeVisible()
    await slowDown(page)
    await page.keyboard.press('r')
    await expect(page.getByRole('status')).toHaveText('Rendering')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('status')).toHaveText('Cancelled')
  })

  test('keys that are typed into a field are no commands', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 6 })
    await page.goto('/')
    await openByDrop(page, path)
    const field = page.getByRole('region', { name: 'Speed options' }).getByLabel('Field')
    await field.fill('')
    await field.pressSequentially('org ?')
    await expect(field).toHaveValue('org ?')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(page.getByRole('status')).toHaveText('')
    await field.press('Home')
    await expect(page.getByRole('slider', { name: 'Frame' })).toHaveValue('0')
  })

  test('? opens the list of keys, and Esc closes it', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 6 })
    await page.goto('/')
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    for (const state of ['empty', 'open']) {
      if (state === 'open') await openByDrop(page, path)
      await page.keyboard.press('?')
      await expect(keys).toContainText('Go to a frame or time')
      await expect(keys.getByRole('status')).toContainText('documentation', { ignoreCase: true })
      await expect(keys).toContainText('Cancel or close')
      await page.keyboard.press('Escape')
      await expect(keys).toBeHidden()
    }
  })

  test('? leads to the documentation, whose example runs in the page', async ({
    page,
    context,
  }) => {
    test.skip(!existsSync('dist/docs'), 'The documentation is not built: `npm run docs` builds it.')
    await page.goto('/')
    await page.keyboard.press('?')
    const opening = context.waitForEvent('page')
    await page.getByRole('link', { name: 'documentation (new tab)' }).click()
    const docs = await opening
    await expect(docs.getByRole('heading', { level: 1 })).toHaveText('Overlane')
    await audit(docs, 'the first page of the documentation')
    await docs.getByRole('button', { name: 'Search' }).click()
    await docs.getByRole('searchbox').fill('donkeycar')
    await docs
      .getByRole('option', { name: /Donkeycar/ })
      .first()
      .click()
    await expect(docs.getByRole('heading', { level: 1 })).toHaveText('What it opens')

    await docs.getByRole('link', { name: 'The API' }).click()
    const example = docs.locator('.language-js code')
    await expect(example).toContainText('renderRecording')
    await docs.getByRole('switch').first().click()
    await audit(docs, 'the API, light')
    const code = await example.innerText()
    const logged = await page.evaluate(
      `(async () => { const console = { log: (...all) => (console.text = all.join(' ')) }; ${code}; return console.text })()`,
    )
    expect(logged).toBe('finished 10')
  })

  test('every element that Tab reaches shows that it has the focus', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording({ frameCount: 3 })
    await page.goto('/')
    await openByDrop(page, path)
    const stops = new Set<string>()
    for (let stop = 0; stop < MOST_TAB_STOPS; stop++) {
      await page.keyboard.press('Tab')
      const { name, isShown, isEnd } = await page.evaluate(() => {
        const { activeElement } = document
        if (!activeElement || activeElement === document.body)
          return { name: '', isShown: true, isEnd: true }
        const shownBy = [activeElement, ...(activeElement.parentElement?.children ?? [])]
        return {
          name: `${activeElement.tagName} ${activeElement.ariaLabel ?? activeElement.textContent}`,
          isShown: shownBy.some((element) => {
            const { outlineStyle, outlineWidth } = getComputedStyle(element)
            return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
          }),
          isEnd: false,
        }
      })
      if (isEnd) break
      expect(isShown, name).toBe(true)
      stops.add(name)
    }
    expect(stops.size).toBeGreaterThan(30)
  })
})

test.describe('axe finds nothing wrong', () => {
  const problems = {
    'speed.jsonl': '{"speed": 1}\n',
    'overlane.yaml': 'renderers: [{ type: frame_info, colour: red }]',
  }

  test('while no recording is open', async ({ page }) => {
    await page.goto('/')
    await atWidths(page, (place) => auditThemes(page, `empty, ${place}`))
  })

  test('with a recording and all sections open', async ({ page, makeRecording }) => {
    test.slow()
    const { path } = await makeRecording({ frameCount: 3, missingIndexes: [1] })
    await page.goto('/')
    await openByDrop(page, path)
    for (const place of ['timestamps', 'sensor_speed', 'calibration', 'project-file'])
      await openSection(page, place)
    await atWidths(page, async (place, width) => {
      await auditThemes(page, `loaded, ${place}`)
      if (width <= 700) {
        for (const name of ['Recording', 'Overlay'] as const) {
          await page.getByRole('banner').getByRole('button', { name, exact: true }).click()
          await audit(page, `${name} over the stage, ${place}`)
          await page.keyboard.press('Escape')
        }
      }
      for (const key of ['g', '?']) {
        await page.keyboard.press(key)
        await audit(page, `after ${key}, ${place}`)
        await page.keyboard.press('Escape')
      }
    })
  })

  test('with problems', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 3, files: problems })
    await page.goto('/')
    await openByDrop(page, path)
    await atWidths(page, (place) => auditThemes(page, `problems, ${place}`))
    await page.getByRole('banner').getByRole('button', { name: '2 problems' }).click()
    await atWidths(page, (place) => audit(page, `the list of problems, ${place}`))
  })

  test('while frames are rendered', async ({ page, makeRecording, makeFolder }) => {
    const { path } = await makeRecording({ frameCount: 200, widthPx: 64, heightPx: 36 })
    await patchFrameWorker(page, slowDrawing(100))
    await page.goto('/')
    await openByDrop(page, path)
    await chooseOutput(page, makeFolder('out'))
    await renderButton(page).click()
    await expect(page.getByRole('status')).toHaveText('Rendering')
    await atWidths(page, (place) => audit(page, `running, ${place}`))
    await expect(page.getByRole('status')).toHaveText('Rendering')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('status')).toHaveText('Cancelled')
  })

  test('with the report of a run and the question of the next run', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 4, missingIndexes: [1] })
    await page.goto('/')
    await openByDrop(page, path)
    await renderInto(page, makeFolder('out'), 'Finished, 1 skipped')
    await atWidths(page, (place) => auditThemes(page, `finished, ${place}`))
    await page.emulateMedia({ forcedColors: 'active' })
    // The curves of the lanes are seen on their ground, whatever colours the system forces on texts.
    await expect.poll(() => colourCount(page)).toBeGreaterThan(4)
    await page.emulateMedia({ forcedColors: 'none' })
    await page.getByRole('button', { name: 'Run again' }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await atWidths(page, (place) => audit(page, `the question, ${place}`))
  })
})

test('the theme is dark, light, or that of the system, and the page remembers it', async ({
  page,
}) => {
  const background = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/')
  const dark = await background()
  await page.getByRole('button', { name: 'Theme: dark. Change to light' }).click()
  const light = await background()
  expect(light).not.toBe(dark)
  await page.getByRole('button', { name: 'Theme: light. Change to system' }).click()
  expect(await background()).toBe(light)
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await background()).toBe(dark)
  await page.reload()
  await expect(page.getByRole('button', { name: /^Theme: system/ })).toBeVisible()
})

for (const width of [360, 700]) {
  test.describe(`in a window of ${width} px`, () => {
    test.use({ viewport: { width, height: 800 } })

    test('nothing extends beyond its sides, whatever is open', async ({
      page,
      makeRecording,
      makeFolder,
    }) => {
      const { path } = await makeRecording({ ...large, missingIndexes: [3] })
      await page.goto('/')
      await expectNoSidewaysScrolling(page)
      await openByDrop(page, path)
      await expectNoSidewaysScrolling(page)
      for (const name of ['Recording', 'Overlay'] as const) {
        await page.getByRole('banner').getByRole('button', { name, exact: true }).click()
        await expect(regionOf(page, name)).toBeVisible()
        await expectNoSidewaysScrolling(page)
        await page.keyboard.press('Escape')
        await expect(regionOf(page, name)).toBeHidden()
      }
      await page.keyboard.press('g')
      await expectNoSidewaysScrolling(page)
      await page.keyboard.press('Escape')
      await chooseOutput(page, makeFolder('a folder for the frames with a rather long name'))
      await expectNoSidewaysScrolling(page)
      await slowDown(page)
      await renderButton(page).click()
      await expect(page.getByRole('status')).toHaveText('Rendering')
      await expectNoSidewaysScrolling(page)
      await expect(page.getByRole('status')).toHaveText('Finished, 1 skipped', { timeout: 30_000 })
      await expectNoSidewaysScrolling(page)
      await expect(renderButton(page)).toBeInViewport({ ratio: 1 })
    })
  })
}

test.describe('at 360 px and wider', () => {
  const WIDTHS = [360, 390, 500, 700, 701, 1000]
  const name = 'a drive with a rather long name'

  test('every control can be pressed, and the name of the recording can be read', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording({ name, frameCount: 3, files: { 'speed.jsonl': '' } })
    await page.goto('/')
    await openByDrop(page, path)
    const heading = page.getByRole('banner').getByRole('heading')
    await expect(heading).toHaveAttribute('title', name)
    // 640 × 400 is a window of 1280 × 800 at 200 %.
    for (const [width, height] of [...WIDTHS.map((each) => [each, 800] as const), [640, 400]]) {
      await page.setViewportSize({ width, height })
      await expectNoSidewaysScrolling(page)
      for (const region of [page.getByRole('banner'), regionOf(page, 'Render')]) {
        for (const button of await region.getByRole('button').all()) {
          if (await button.isVisible()) await button.click({ trial: true })
        }
      }
      const letters = await heading.evaluate((element) => element.clientWidth / 7.3)
      expect(letters, `letters at ${width} px`).toBeGreaterThan(8)
    }
  })

  test('the times of the timeline do not touch each other, and none is cut off', async ({
    page,
    makeRecording,
  }) => {
    const { path } = await makeRecording({ frameCount: 200 })
    await page.goto('/')
    await openByDrop(page, path)
    const labels = regionOf(page, 'Preview').getByText(/^\d:\d\d$/)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      let ends: number[] = []
      const areThere = async (): Promise<boolean> => {
        ends = await labels.evaluateAll((elements) =>
          elements.flatMap((element) => {
            const { left, right } = element.getBoundingClientRect()
            return [left, right]
          }),
        )
        return ends.length > 4 && Math.min(...ends) > 0
      }
      // They are made again when the width has changed. One that is taken away has no place.
      await expect.poll(areThere).toBe(true)
      expect(ends, `at ${width} px`).toEqual(ends.toSorted((a, b) => a - b))
      expect(ends.at(-1)).toBeLessThan(width)
    }
  })
})
