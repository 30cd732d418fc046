/** A run pauses, and goes on as if nothing had happened. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { RenderReport } from '../src/index.ts'
import { expect, grabFolder, test } from './fixtures.ts'
import { fileHashes, imagesIn, listedCount, readReport } from './folder-contents.ts'
import { chooseOutput, openByDrop, regionOf, renderButton, slowDown } from './page.ts'
import { renderFolders } from './run.ts'
import { frameTimesMs, hasFfmpeg } from './videos.ts'

const renderers = [{ type: 'frame_info' }, { type: 'targets', sensor: 'targets' }]

interface PausedRun {
  report: RenderReport
  /** How many frames were done at each progress message during the pause. */
  settledCounts: number[]
}

/** Renders, pauses in the middle, and goes on after thirty progress messages. */
async function renderWithPause(
  page: Page,
  recordingPath: string,
  outputPath: string,
  format: string,
): Promise<PausedRun> {
  const recording = await grabFolder(page, recordingPath)
  const output = await grabFolder(page, outputPath)
  return page.evaluate(
    async ({ recording, output, config: source }) => {
      const { overlane } = globalThis
      const config = overlane.parseConfig(source)
      const directory = new overlane.HandleDirectory(recording)
      const pause = new overlane.RunPause()
      const settledCounts: number[] = []
      const report = await overlane.renderRecording({
        recording: await overlane.openRecording(directory, { config }),
        config,
        output: new overlane.HandleDirectory(output),
        workerCount: 2,
        pause,
        onProgress({ settledCount }) {
          if (settledCounts.length === 0 && settledCount > 5) pause.pause()
          if (pause.isPaused) settledCounts.push(settledCount)
          if (settledCounts.length === 30) pause.goOn()
        },
      })
      return { report, settledCounts }
    },
    { recording, output, config: { renderers, output: { format, quality: 0.9 } } },
  )
}

function expectPaused({ report, settledCounts }: PausedRun, frameCount: number): void {
  // The frames in hand were finished at first, and then there were no more.
  expect(new Set(settledCounts.slice(-10)).size).toBe(1)
  expect(settledCounts.at(-1)).toBeLessThan(frameCount)
  expect(report).toMatchObject({ status: 'finished', renderedCount: frameCount, warnings: [] })
  expect(report.pausedMs).toBeGreaterThan(0)
}

test('frames are the same with a pause, and the report does not count it', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const frameCount = 60
  const { path } = await makeRecording({ frameCount })
  const [output, expected] = [makeFolder('out'), makeFolder('expected')]
  await page.goto('/')
  expectPaused(await renderWithPause(page, path, output, 'webp'), frameCount)
  expect(readReport(output)).toHaveProperty('paused_seconds')
  const config = { renderers, output: { format: 'webp', quality: 0.9 } }
  await renderFolders(page, path, expected, { config })
  expect(fileHashes(output, imagesIn(output))).toEqual(fileHashes(expected, imagesIn(expected)))
})

test('a video has all frames with a pause', async ({ page, makeRecording, makeFolder }) => {
  test.skip(!hasFfmpeg, 'ffprobe reads the times of the frames')
  const frameCount = 120
  const { path } = await makeRecording({ frameCount })
  const output = makeFolder('out')
  await page.goto('/')
  expectPaused(await renderWithPause(page, path, output, 'mp4'), frameCount)
  expect(frameTimesMs(join(output, 'drive-overlay.mp4'))).toHaveLength(frameCount)
})

test('in the page, a button and a key pause the run; it can be cancelled meanwhile', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 60, widthPx: 640, heightPx: 360 })
  const output = makeFolder('out')
  await page.goto('/')
  await openByDrop(page, path)
  await slowDown(page)
  await chooseOutput(page, output)
  await renderButton(page).click()
  const status = page.getByRole('status')
  await expect(status).toHaveText('Rendering')
  await regionOf(page, 'Render').getByRole('button', { name: 'Pause' }).click()
  await expect(status).toHaveText('Paused')
  await page.keyboard.press('p')
  await expect(status).toHaveText('Rendering')
  await page.keyboard.press('p')
  await expect(status).toHaveText('Paused')
  await regionOf(page, 'Render').getByRole('button', { name: 'Cancel' }).click()
  await expect(status).toHaveText('Cancelled')
  expect(imagesIn(output).length).toBeLessThan(60)
  expect(readdirSync(output)).toContain('overlane-report.json')
})

test('after a reload, the start screen offers to go on, with the overlay of the run', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const frameCount = 60
  const { path } = await makeRecording({ frameCount, widthPx: 640, heightPx: 360 })
  const output = makeFolder('out')
  page.on('dialog', (dialog) => void dialog.accept())
  const status = page.getByRole('status')
  const offer = page.getByRole('region', { name: 'Interrupted run' })
  const goOn = offer.getByRole('button', {
    name: /^Go on with the run of drive: \d+ of 60 frames are done$/,
  })
  await page.goto('/')
  await openByDrop(page, path)
  await expect(offer).toBeHidden()
  await slowDown(page)
  await chooseOutput(page, output)
  await renderButton(page).click()
  await expect.poll(() => listedCount(output)).toBeGreaterThan(5)
  await page.keyboard.press('p')
  await expect(status).toHaveText('Paused')

  // While the run goes on in one page, another page does not offer it.
  const other = await page.context().newPage()
  await other.goto('/')
  await expect(other.getByRole('button', { name: 'Open drive again' })).toBeVisible()
  await expect(other.getByRole('region', { name: 'Interrupted run' })).toBeHidden()
  await other.close()

  await page.reload()
  await goOn.click()
  await expect(status).toHaveText('Finished', { timeout: 30_000 })
  expect(readReport(output)).toMatchObject({
    status: 'finished',
    settings: { format: 'webp', num_workers: 1 },
    planned_count: frameCount,
  })
  expect(readReport(output).kept_count).toBeGreaterThan(5)
  expect(imagesIn(output)).toHaveLength(frameCount)

  await page.reload()
  await expect(page.getByRole('button', { name: 'Open drive again' })).toBeVisible()
  await expect(offer).toBeHidden()
})

test('an interrupted run is not offered any more after it was dismissed', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 60, widthPx: 640, heightPx: 360 })
  const output = makeFolder('out')
  page.on('dialog', (dialog) => void dialog.accept())
  const offer = page.getByRole('region', { name: 'Interrupted run' })
  await page.goto('/')
  await openByDrop(page, path)
  await slowDown(page)
  await chooseOutput(page, output)
  await renderButton(page).click()
  await expect.poll(() => imagesIn(output).length).toBeGreaterThan(0)
  await page.reload()
  const finishedCount = imagesIn(output).length
  await offer.getByRole('button', { name: 'Dismiss' }).click()
  await expect(offer).toBeHidden()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Open drive again' })).toBeVisible()
  await expect(offer).toBeHidden()
  expect(imagesIn(output)).toHaveLength(finishedCount)
})
