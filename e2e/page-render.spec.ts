import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { dropFolder, expect, test } from './fixtures.ts'
import { imagesIn } from './folder-contents.ts'
import {
  chooseOutput,
  factsOf,
  openByDrop,
  refuseWriting,
  regionOf,
  reloadRemembered,
  renderButton,
  renderInto,
  renderToEnd,
  setWorkers,
  stubPicker,
} from './page.ts'
import { renderFolders } from './run.ts'

const REPORT = 'overlane-report.json'
const MANIFEST = 'overlane-manifest.jsonl'
/** Enough frames that there is time to act during a run, because WebP is slow to encode. */
const large = { frameCount: 40, widthPx: 640, heightPx: 360 }

const readReport = (path: string) =>
  JSON.parse(readFileSync(path, 'utf8')) as { status: string; files: string[] }
const status = (page: Page) => page.getByRole('status')
const alertOf = (page: Page) => regionOf(page, 'Render').getByRole('alert')

/** Opens a large recording and starts a run that is slow on any number of cores. */
async function startSlowRun(
  page: Page,
  path: string,
  output: string,
  workerCount = 1,
): Promise<void> {
  await openByDrop(page, path)
  await page.getByLabel('Format').selectOption('webp')
  await setWorkers(page, workerCount)
  await chooseOutput(page, output)
  await renderButton(page).click()
  await expect(status(page)).toHaveText('Rendering')
}

test('a run writes exactly the planned files, a manifest and a report, with the same pixels as the library', async ({
  page,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 24 })
  await page.goto('/')
  await openByDrop(page, path)
  const [output, expected] = [makeFolder('out'), makeFolder('expected')]
  await renderInto(page, output)
  expect(readdirSync(output).sort()).toEqual([...frameNames, MANIFEST, REPORT])
  await renderFolders(page, path, expected, { mode: 'sequential' })
  expect(await pictures.hashes(output)).toEqual(await pictures.hashes(expected))
})

test('if no folder is chosen, Render asks for one', async ({ page, makeRecording, makeFolder }) => {
  const { path } = await makeRecording({ frameCount: 3 })
  const output = makeFolder('out')
  await page.goto('/')
  await openByDrop(page, path)
  await stubPicker(page, output)
  await renderToEnd(page)
  expect(imagesIn(output)).toHaveLength(3)
  await expect(page.getByRole('button', { name: 'Output folder out', pressed: true })).toBeVisible()
})

test('closing the folder picker renders nothing and shows no error', async ({
  page,
  makeRecording,
}) => {
  const { path } = await makeRecording({ frameCount: 3 })
  await page.goto('/')
  await openByDrop(page, path)
  await page.evaluate(() => {
    globalThis.showDirectoryPicker = () =>
      Promise.reject(new DOMException('The user closed the dialog.', 'AbortError'))
  })
  await renderButton(page).click()
  await expect(renderButton(page)).toBeEnabled()
  await expect(alertOf(page)).toBeHidden()
  await expect(status(page)).toHaveText('')
})

test('the run uses the format, the range and the workers that the page shows', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 12 })
  await page.goto('/')
  await openByDrop(page, path)
  await page.getByLabel('Format').selectOption('jpeg')
  await setWorkers(page, 1)
  await page.getByRole('slider', { name: 'Frame' }).fill('3')
  await page.keyboard.press('Alt+I')
  await page.getByRole('slider', { name: 'Frame' }).fill('6')
  await page.keyboard.press('Alt+O')
  await expect(renderButton(page)).toHaveText('Render 4 frames')
  const output = makeFolder('out')
  await renderInto(page, output)
  expect(imagesIn(output)).toEqual([3, 4, 5, 6].map((index) => `frame_00000${index}.jpg`))
  await expect.poll(() => factsOf(regionOf(page, 'Report'))).toMatchObject({ Workers: '1' })
})

test('during a run, the page shows the progress, the step of each worker and the skipped frames', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ ...large, missingIndexes: [2] })
  await page.goto('/')
  await startSlowRun(page, path, makeFolder('out'), 2)
  const bar = regionOf(page, 'Render')
  await expect(bar.getByRole('progressbar', { name: 'Render progress' })).toBeVisible()
  const lanes = bar.getByRole('list', { name: 'Workers' }).getByRole('listitem')
  await expect(lanes).toHaveText([/load|match|draw|save/, /load|match|draw|save/])
  await expect(bar).toContainText(/\d+ \/ 40/)
  await expect(bar).toContainText(/\d+\.\d frames\/s/)
  await bar.getByText('1 skipped, 0 failed').click()
  await expect(bar).toContainText('2 The frame is not in the folder.')
  await expect(status(page)).toHaveText('Finished, 1 skipped', { timeout: 30_000 })
  await expect(bar.getByRole('progressbar')).toBeHidden()
})

test('the speed is a dash until the first frame is drawn, and never 0', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording(large)
  await page.goto('/')
  const shown = await page.evaluateHandle(() => {
    const texts: string[] = []
    const note = (): void => {
      const mean = document.querySelector('[title="Average since the first frame"]')
      if (mean) texts.push(mean.textContent.trim())
    }
    const options = { subtree: true, childList: true, characterData: true }
    new MutationObserver(note).observe(document.body, options)
    return texts
  })
  await startSlowRun(page, path, makeFolder('out'))
  await expect(status(page)).toHaveText('Finished', { timeout: 30_000 })
  const texts = await shown.jsonValue()
  expect(texts[0]).toBe('mean –')
  expect(texts).not.toContain('mean 0.0')
  expect(texts.at(-1)).toMatch(/^mean \d+\.\d$/)
})

test('Esc cancels the run: the report lists the written frames, and they are complete', async ({
  page,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path } = await makeRecording(large)
  await page.goto('/')
  const output = makeFolder('out')
  await startSlowRun(page, path, output)
  await expect.poll(() => imagesIn(output).length).toBeGreaterThan(3)
  await page.keyboard.press('Escape')
  await expect(status(page)).toHaveText('Cancelled')
  const report = readReport(join(output, REPORT))
  expect(report).toMatchObject({ status: 'cancelled' })
  const images = imagesIn(output)
  expect(images).toEqual(report.files.sort())
  expect(images.length).toBeLessThan(40)
  expect(Object.keys(await pictures.hashes(output))).toEqual(images)
  await expect(regionOf(page, 'Report')).toContainText(`${images.length} frames of 40`)
})

test('the report lists every frame that was not rendered, and why', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 6, missingIndexes: [2] })
  writeFileSync(join(path, 'frame_000004.png'), '')
  await page.goto('/')
  await openByDrop(page, path)
  const output = makeFolder('out')
  await renderInto(page, output, 'Finished, 2 skipped')
  const report = regionOf(page, 'Report')
  await expect(report).toContainText('4 frames of 6 in out')
  expect(await factsOf(report)).toMatchObject({ Skipped: '2', Failed: '0' })
  const issues = report.getByRole('list', { name: 'Frames that were not rendered' })
  await expect(issues.getByRole('listitem')).toHaveText([
    /^2\s+skipped\s+The frame is not in the folder\.$/,
    /^4\s+skipped\s+frame_000004\.png cannot be read as an image: it is empty \(0 bytes\)\.$/,
  ])
  await issues.getByRole('button', { name: '4' }).click()
  await expect(page.getByRole('slider', { name: 'Frame' })).toHaveValue('4')
  // The report has made room for the frame.
  await page.getByRole('button', { name: 'Result', exact: true }).click()
  const downloading = page.waitForEvent('download')
  await report.getByRole('button', { name: 'Report', exact: true }).click()
  const downloaded = readReport(await (await downloading).path())
  expect(readReport(join(output, REPORT))).toMatchObject(downloaded)
})

test.describe('the report of a run lists the problems of the recording', () => {
  const empty = { 'speed.jsonl': '', 'targets.jsonl': '' }
  const more = { 'camera_calibration.json': '{}', 'gps.jsonl': '' }

  test('without a click if there are few', async ({ page, makeRecording, makeFolder }) => {
    const { path } = await makeRecording({ frameCount: 3, files: empty })
    await page.goto('/')
    await openByDrop(page, path)
    await renderInto(page, makeFolder('out'))
    await expect(regionOf(page, 'Report').getByText(/has no records/)).toHaveCount(2)
    await expect(
      regionOf(page, 'Report')
        .getByText(/has no records/)
        .first(),
    ).toBeInViewport()
  })

  test('in a closed list if there are many', async ({ page, makeRecording, makeFolder }) => {
    const { path } = await makeRecording({ frameCount: 3, files: { ...empty, ...more } })
    await page.goto('/')
    await openByDrop(page, path)
    await renderInto(page, makeFolder('out'))
    const report = regionOf(page, 'Report')
    const log = report.getByText('speed.jsonl has no records')
    await expect(log).toBeHidden()
    await report.getByText('4 warnings and notes').click()
    await expect(log).toBeVisible()
  })
})

test('a frame that cannot be drawn is listed as failed, and the run goes on', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 6 })
  await page.route('**/frame.worker*', async (route) => {
    const response = await route.fetch()
    const fault = `
      const { prototype } = OffscreenCanvasRenderingContext2D
      const { fillText } = prototype
      prototype.fillText = function (text, ...place) {
        if (text.startsWith('Frame: 3 ')) throw new Error('drawing failed on purpose')
        return fillText.call(this, text, ...place)
      };`
    await route.fulfill({ response, body: fault + (await response.text()) })
  })
  await page.goto('/')
  await openByDrop(page, path)
  const output = makeFolder('out')
  await renderInto(page, output, 'Finished with failures')
  const report = regionOf(page, 'Report')
  await expect(report).toContainText('5 frames of 6 in out')
  expect(await factsOf(report)).toMatchObject({ Skipped: '0', Failed: '1' })
  await expect(
    report.getByRole('list', { name: 'Frames that were not rendered' }).getByRole('listitem'),
  ).toHaveText([/^3\s+failed\s+.*drawing failed on purpose/])
  expect(imagesIn(output).sort()).toEqual([0, 1, 2, 4, 5].map((index) => `frame_00000${index}.png`))
})

test('the frames folder or a folder inside it is refused as output before anything is written', async ({
  page,
  makeRecording,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 3, framesFolder: 'frames' })
  const frames = join(path, 'frames')
  const inside = join(frames, 'out')
  mkdirSync(inside)
  await page.goto('/')
  await openByDrop(page, path)
  const refused = {
    [frames]: 'The output folder "frames" is the frames folder itself.',
    [inside]: 'The output folder "out" lies inside the frames folder.',
  }
  for (const [output, message] of Object.entries(refused)) {
    await dropFolder(page, output, { onto: page.locator('[data-drop=output]') })
    await expect(alertOf(page)).toContainText(`${message} Choose another one`)
    await expect(status(page)).toHaveText('Not rendered')
    await expect(page.getByRole('button', { name: 'Output folder', pressed: true })).toBeHidden()
  }
  expect(readdirSync(frames).sort()).toEqual([...frameNames, 'out'])
  expect(readdirSync(inside)).toEqual([])
})

test.describe('if the output folder contains files with the same names', () => {
  const mine = { 'frame_000001.png': 'mine', 'thesis.txt': 'mine too' }

  async function askToReplace(page: Page, path: string, output: string): Promise<void> {
    for (const [name, text] of Object.entries(mine)) writeFileSync(join(output, name), text)
    await page.goto('/')
    await openByDrop(page, path)
    await chooseOutput(page, output)
    await renderButton(page).click()
    await expect(status(page)).toHaveText('Waiting for your answer')
    await expect(page.getByRole('alertdialog', { name: 'Confirm replacement' })).toContainText(
      'out already contains 1 file with these names, and not all of them are from Overlane. First: frame_000001.png. Other files will not change.',
    )
    await expect(page.getByRole('button', { name: 'Keep the files' })).toBeFocused()
  }
  const textsIn = (folder: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    )

  for (const way of ['Keep the files', 'Escape'] as const) {
    test(`${way} leaves all files unchanged`, async ({ page, makeRecording, makeFolder }) => {
      const { path } = await makeRecording({ frameCount: 3 })
      const output = makeFolder('out')
      await askToReplace(page, path, output)
      if (way === 'Escape') await page.keyboard.press(way)
      else await page.getByRole('button', { name: way }).click()
      await expect(page.getByRole('alertdialog')).toBeHidden()
      await expect(renderButton(page)).toBeEnabled()
      expect(textsIn(output)).toEqual(mine)
    })
  }

  test('Replace replaces them, and keeps all other files', async ({
    page,
    makeRecording,
    makeFolder,
    pictures,
  }) => {
    const { path, frameNames } = await makeRecording({ frameCount: 3 })
    const output = makeFolder('out')
    await askToReplace(page, path, output)
    await page.getByRole('button', { name: 'Replace 1 file' }).click()
    await expect(status(page)).toHaveText('Finished')
    expect(readdirSync(output).sort()).toEqual([...frameNames, MANIFEST, REPORT, 'thesis.txt'])
    expect(textsIn(output)).toMatchObject({ 'thesis.txt': 'mine too' })
    expect(Object.keys(await pictures.hashes(output))).toEqual(frameNames)
  })

  test('another folder can be chosen', async ({ page, makeRecording, makeFolder }) => {
    const { path } = await makeRecording({ frameCount: 3 })
    const [output, other] = [makeFolder('out'), makeFolder('other')]
    await askToReplace(page, path, output)
    await stubPicker(page, other)
    await page.getByRole('button', { name: 'Choose another folder' }).click()
    await expect(
      page.getByRole('button', { name: 'Output folder other', pressed: true }),
    ).toBeVisible()
    await renderToEnd(page)
    expect(textsIn(output)).toEqual(mine)
    expect(imagesIn(other)).toHaveLength(3)
  })

  test('a second run asks, and renders all frames again if that is wanted', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 3 })
    await page.goto('/')
    await openByDrop(page, path)
    await renderInto(page, makeFolder('out'))
    await page.getByRole('button', { name: 'Run again' }).click()
    const question = page.getByRole('alertdialog', { name: 'Earlier run' })
    await expect(question).toContainText('out contains 3 of 3 frames, finished by an earlier run')
    await question.getByRole('button', { name: 'Start over' }).click()
    await expect(question).toBeHidden()
    await expect(status(page)).toHaveText('Finished')
    await expect(regionOf(page, 'Report')).not.toContainText('of an earlier run')
  })
})

test.describe('permission', () => {
  const message =
    'Overlane has no permission to write to the folder "out". Choose it again and allow it to save changes.'

  test('refused for the output folder: the page says so, and nothing is written', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 3 })
    const output = makeFolder('out')
    await page.goto('/')
    await openByDrop(page, path)
    await refuseWriting(page)
    await dropFolder(page, output, { onto: page.locator('[data-drop=output]') })
    await expect(alertOf(page)).toContainText(message)
    await expect(page.getByRole('button', { name: 'Output folder', pressed: true })).toBeHidden()
    await expect(status(page)).toHaveText('Not rendered')
    expect(readdirSync(output)).toEqual([])
  })

  test('withdrawn before the run: the page says so, and nothing is written', async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    const { path } = await makeRecording({ frameCount: 3 })
    const output = makeFolder('out')
    await page.goto('/')
    await openByDrop(page, path)
    await chooseOutput(page, output)
    await refuseWriting(page)
    await renderButton(page).click()
    await expect(alertOf(page)).toContainText(message)
    await expect(status(page)).toHaveText('Not rendered')
    expect(readdirSync(output)).toEqual([])
  })

  test('refused for the last folder: the start screen says so', async ({ page, makeRecording }) => {
    const { path } = await makeRecording({ frameCount: 3 })
    await page.goto('/')
    await openByDrop(page, path)
    await reloadRemembered(page)
    await refuseWriting(page)
    await page.getByRole('button', { name: 'Open drive again' }).click()
    await expect(page.getByRole('alert')).toContainText(
      '"drive" was not opened, as permission to read it was refused.',
    )
  })
})

test('during a run, no second run starts and no other recording is opened', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording(large)
  const other = await makeRecording({ name: 'other', frameCount: 3 })
  await page.goto('/')
  const output = makeFolder('out')
  await startSlowRun(page, path, output)
  await expect(renderButton(page)).toBeHidden()
  await page.keyboard.press('r')
  await expect(page.getByRole('button', { name: 'Open folder' })).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Sample drive' })).toBeDisabled()
  await dropFolder(page, other.path)
  const refusal = page.getByText('Frames are being rendered. Cancel the run first, or wait for it.')
  await expect(refusal).toBeVisible()
  await expect(page.getByRole('banner').getByRole('heading')).toHaveText('drive')
  await expect(status(page)).toHaveText('Finished', { timeout: 30_000 })
  await expect(refusal).toBeHidden()
  expect(imagesIn(output)).toHaveLength(40)
})

test('the page asks before it is closed during a run, and only then', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording(large)
  await page.goto('/')
  const output = makeFolder('out')
  await startSlowRun(page, path, output)
  const asking = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const dialog = await asking
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  // The user stays on the page, and the run continues.
  await expect(status(page)).toHaveText('Finished', { timeout: 30_000 })
  expect(imagesIn(output)).toHaveLength(40)
  const closing = page.waitForEvent('close')
  page.on('dialog', (dialog) => {
    throw new Error(`The page asked: ${dialog.type()}`)
  })
  await page.close({ runBeforeUnload: true })
  await closing
})

test('a frame that cannot be written stops the run, and the page names the frame', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording(large)
  await page.goto('/')
  const output = makeFolder('out')
  // A folder with content has the name of a frame.
  mkdirSync(join(output, 'frame_000030.png', 'mine'), { recursive: true })
  await openByDrop(page, path)
  await chooseOutput(page, output)
  await renderButton(page).click()
  await page.getByRole('button', { name: 'Replace 1 file' }).click()
  await expect(status(page)).toHaveText('Stopped', { timeout: 30_000 })
  await expect(regionOf(page, 'Report')).toContainText('frame_000030.png could not be written')
  expect(readdirSync(join(output, 'frame_000030.png'))).toEqual(['mine'])
})
