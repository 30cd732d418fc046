import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { audit } from './audit.ts'
import { expect, grabFolder, test } from './fixtures.ts'
import {
  openAdvanced,
  openByDrop,
  regionOf,
  renderButton,
  renderInto,
  renderToEnd,
  seeRecording,
  stageOf,
  startSlowZip,
  withoutPickers,
} from './page.ts'
import { element } from './placing.ts'
import { hasFfmpeg, writeVideo } from './videos.ts'

const encoding = ['-c:v', 'libx264', '-bf', '2']

/** The page's dialogs return this video, and a new file of the browser's own storage. */
async function stubDialogs(page: Page, folder: string): Promise<void> {
  const handle = await grabFolder(page, folder)
  const video = await handle.evaluateHandle((from) => from.getFileHandle('drive.mp4'))
  await page.evaluate((video) => {
    globalThis.showOpenFilePicker = () => Promise.resolve<[FileSystemFileHandle]>([video])
    globalThis.showSaveFilePicker = async ({ suggestedName = '' } = {}) => {
      const root = await navigator.storage.getDirectory()
      return root.getFileHandle(suggestedName, { create: true })
    }
  }, video)
}

test.describe('a video', () => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed; it makes the video')

  test('becomes an MP4 with its overlay in two clicks, is played, and is opened as a recording', async ({
    page,
    makeFolder,
  }) => {
    const folder = makeFolder('drive')
    writeVideo(join(folder, 'drive.mp4'), { frameCount: 30, encoding })
    await page.goto('/')
    await stubDialogs(page, folder)
    await page.getByRole('button', { name: 'Open video' }).click()
    await seeRecording(page, 'drive.mp4')
    const bar = regionOf(page, 'Render')
    await expect(bar.getByLabel('Format')).toHaveValue('mp4')
    await expect(bar.getByRole('button', { name: 'Save as…', pressed: true })).toBeVisible()
    await renderToEnd(page)
    const report = regionOf(page, 'Report')
    await expect(report).toContainText('30 frames in drive-overlay.mp4')
    const player = report.getByLabel('The video that was made')
    await expect
      .poll(() => player.evaluate((video: HTMLVideoElement) => Math.round(video.duration * 10)))
      .toBe(12)
    await audit(page, 'a video was made')
    await report.getByRole('button', { name: 'Open as a recording' }).click()
    await seeRecording(page, 'drive-overlay.mp4')
    await expect(renderButton(page)).toHaveText('Render 30 frames')
  })

  test('is downloaded where the browser has no dialogs', async ({ page, makeFolder }) => {
    const folder = makeFolder('drive')
    writeVideo(join(folder, 'drive.mp4'), { frameCount: 10, encoding })
    await withoutPickers(page, ['showDirectoryPicker', 'showSaveFilePicker'])
    await page.goto('/')
    await page.locator('input[type=file]').setInputFiles(folder)
    await seeRecording(page, 'drive')
    await expect(page.getByRole('button', { name: 'Download', pressed: true })).toBeVisible()
    await renderToEnd(page)
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Save drive-overlay.mp4' }).click()
    expect((await downloading).suggestedFilename()).toBe('drive-overlay.mp4')
    await expect(page.getByRole('button', { name: 'Open as a recording' })).toBeHidden()
  })
})

test('Esc asks before it ends a run that would be lost, and a second Esc goes on', async ({
  page,
  makeRecording,
}) => {
  await withoutPickers(page, ['showSaveFilePicker'])
  const { path } = await makeRecording({ frameCount: 60, widthPx: 640, heightPx: 360 })
  await page.goto('/')
  await openByDrop(page, path)
  await startSlowZip(page)
  // It does not end while this test looks at it.
  await page.keyboard.press('p')
  await page.evaluate(() => {
    const now = performance.now.bind(performance)
    performance.now = () => now() + 60_000
  })
  const question = page.getByRole('alertdialog', { name: 'Cancel the run?' })
  await page.keyboard.press('Escape')
  await expect(question).toBeVisible()
  await expect(question.getByRole('button', { name: 'Go on rendering' })).toBeFocused()
  await audit(page, 'asking')
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await page.keyboard.press('Escape')
  await question.getByRole('button', { name: 'Cancel the run' }).click()
  await expect(page.getByRole('status')).toHaveText('Cancelled')
})

test('the report shows each file, and the picture stays where it is', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 3 })
  const output = makeFolder('out')
  await page.goto('/')
  await openByDrop(page, path)
  const place = () => stageOf(page).boundingBox()
  const before = await place()
  await page
    .getByRole('region', { name: 'Speed options' })
    .getByLabel('Text colour', { exact: true })
    .fill('limee')
  await expect(renderButton(page)).toBeDisabled()
  expect(await place()).toEqual(before)
  await page
    .getByRole('region', { name: 'Speed options' })
    .getByLabel('Text colour', { exact: true })
    .fill('lime')
  const onPicture = () => element(page, 'Speed').boundingBox()
  const picture = await onPicture()
  for (const name of ['Line up', 'Thumbnails']) {
    const opener = regionOf(page, 'Timeline').getByRole('button', { name })
    await opener.click()
    expect((await place())?.height).toBeLessThan(before?.height ?? 0)
    await expect.poll(onPicture).toEqual(picture)
    await opener.click()
  }
  await renderInto(page, output)
  expect(await place()).toEqual(before)
  const report = regionOf(page, 'Report')
  await expect(report.getByRole('img')).toHaveAccessibleName(`${frameNames[0]}, as it was written`)
  await report.getByRole('button', { name: 'Next file' }).click()
  await expect(report.getByRole('img')).toHaveAccessibleName(`${frameNames[1]}, as it was written`)
  await page.keyboard.press('Escape')
  await expect(report).toBeHidden()
  await regionOf(page, 'Render').getByRole('button', { name: 'Result' }).click()
  await report.getByRole('button', { name: 'Open as a recording' }).click()
  await page.getByRole('button', { name: 'Go on without saving' }).click()
  await seeRecording(page, 'out')
  await expect(renderButton(page)).toHaveText('Render 3 frames')
})

test('the overlay alone is shown on a checkered ground', async ({ page, makeRecording }) => {
  const { path } = await makeRecording({ frameCount: 3 })
  await page.goto('/')
  await openByDrop(page, path)
  await (await openAdvanced(page)).getByLabel('Content').selectOption('overlay')
  const corner = () =>
    stageOf(page).evaluate((canvas: HTMLCanvasElement) => [
      ...(canvas.getContext('2d')?.getImageData(canvas.width - 1, 0, 1, 1).data ?? []),
    ])
  await expect.poll(async () => ['#7a7a7a', '#666666'].includes(toHex(await corner()))).toBe(true)
})

function toHex([red = 0, green = 0, blue = 0]: readonly number[]): string {
  return `#${[red, green, blue].map((level) => level.toString(16).padStart(2, '0')).join('')}`
}
