import { readdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { makeLongFrames, writeLongVideo } from '../bench/soak/long-recordings.ts'
import { soak } from '../bench/soak/soak-run.ts'
import { expect, test } from './fixtures.ts'
import { imagesIn } from './folder-contents.ts'
import { openAdvanced, openByDrop, regionOf, renderInto } from './page.ts'
import { renderFolders } from './run.ts'
import { hasFfmpeg } from './videos.ts'

/** Browsers hold back the timers and the animation frames of a hidden page. Here they never come. */
async function stopTimers(page: Page): Promise<void> {
  await page.evaluate(() => {
    const never = (): number => 0
    Object.assign(globalThis, {
      setTimeout: never,
      setInterval: never,
      requestAnimationFrame: never,
      requestIdleCallback: never,
    })
  })
}

test('a run needs no timer and no animation frame of the page, so that it is as fast in a hidden tab', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 24 })
  const output = makeFolder('out')
  await page.goto('/')
  await renderFolders(page, path, output, { cancelAfter: 6 })
  await stopTimers(page)
  const resumed = await renderFolders(page, path, output)
  expect(resumed.renderedCount + resumed.keptCount).toBe(24)
  const config = { renderers: [{ type: 'frame_info' }], output: { format: 'mp4' } }
  const movie = makeFolder('movie')
  const { renderedCount } = await renderFolders(page, path, movie, { config })
  expect(renderedCount).toBe(24)
  expect(readdirSync(movie)).toContain('drive-overlay.mp4')
})

test('a long run of frames leaves no picture and no file open', async ({
  page,
  browser,
  makeRecording,
  makeFolder,
}) => {
  const frameCount = 500
  const path = await makeLongFrames(makeRecording, { frameCount, widthPx: 160, heightPx: 90 })
  const output = makeFolder('out')
  const run = await soak(browser, page, { path, output, frameCount, format: 'same' })
  expect(imagesIn(output)).toHaveLength(frameCount)
  expect(run.openPicturesAfter, 'only that of the stage').toBeLessThanOrEqual(1)
  expect(run.mostOpenPictures).toBeLessThan(50)
  expect(run.openFilesAfter - run.openFilesBefore).toBeLessThan(50)
})

test('a long video leaves no picture and no file open', async ({ page, browser, makeFolder }) => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed')
  const path = makeFolder('video')
  const { frameCount } = writeLongVideo(path, 0.5)
  const output = makeFolder('out')
  const run = await soak(browser, page, { path, output, frameCount, format: 'mp4' })
  expect(run.openPicturesAfter, 'only that of the stage').toBeLessThanOrEqual(1)
  expect(run.openFilesAfter - run.openFilesBefore).toBeLessThan(25)
})

test('the screen stays on during a run if the user wants it, and a low battery is told before', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 6 })
  await page.addInitScript(() => {
    globalThis.screenLocks = []
    const request = (): Promise<WakeLockSentinel> => {
      globalThis.screenLocks?.push('held')
      const release = (): Promise<void> =>
        Promise.resolve(void globalThis.screenLocks?.push('released'))
      return Promise.resolve({ release } as WakeLockSentinel)
    }
    Object.defineProperty(navigator, 'wakeLock', { value: { request } })
    const battery = Object.assign(new EventTarget(), { charging: false, level: 0.18 })
    Object.defineProperty(navigator, 'getBattery', { value: () => Promise.resolve(battery) })
  })
  const locks = () => page.evaluate(() => globalThis.screenLocks)
  await page.goto('/')
  await openByDrop(page, path)
  const bar = regionOf(page, 'Render')
  await expect(bar.getByText('The battery is at 18 %')).toBeVisible()
  await renderInto(page, makeFolder('without'))
  expect(await locks()).toEqual([])
  const settings = await openAdvanced(page)
  await settings.getByLabel('Keep the screen on during a run').check()
  await page.keyboard.press('Escape')
  await renderInto(page, makeFolder('with'))
  await expect.poll(locks).toEqual(['held', 'released'])
  await page.reload()
  await openByDrop(page, path)
  await openAdvanced(page)
  await expect(bar.getByLabel('Keep the screen on during a run')).toBeChecked()
})

declare global {
  /** What became of the screen locks that the page asked for. */
  var screenLocks: ('held' | 'released')[] | undefined
}
