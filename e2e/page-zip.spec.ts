import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Download, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import {
  ROUNDING,
  differenceFromStage,
  openByDrop,
  regionOf,
  renderButton,
  renderInto,
  renderToEnd,
  seeRecording,
  startSlowZip,
  withoutPickers,
} from './page.ts'
import { readZip } from './zip-file.ts'

/** The file that the page downloads after a press. */
async function downloadBy(page: Page, press: () => Promise<void>): Promise<Download> {
  const downloading = page.waitForEvent('download')
  await press()
  return downloading
}

test('the ZIP has all frames, with the same pixels as a run into a folder', async ({
  page,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  await withoutPickers(page, ['showSaveFilePicker'])
  const { path, frameNames } = await makeRecording({ frameCount: 24 })
  await page.goto('/')
  await openByDrop(page, path)
  await page.getByRole('button', { name: 'Download as ZIP' }).click()
  await renderToEnd(page)
  const made = regionOf(page, 'Report')
  await expect(made.getByRole('img')).toHaveAccessibleName(`${frameNames[0]}, as it was written`)
  await expect(made).toContainText('save the ZIP, unpack it, and open the folder')
  const link = page.getByRole('link', { name: 'Save drive-overlay.zip' })
  const download = await downloadBy(page, () => link.click())
  expect(download.suggestedFilename()).toBe('drive-overlay.zip')
  const zip = readZip(readFileSync(await download.path()))
  expect([...zip.keys()]).toEqual([...frameNames, 'overlane-report.json'])
  const report = JSON.parse(zip.get('overlane-report.json')?.toString() ?? '') as unknown
  expect(report).toMatchObject({ status: 'finished', rendered_count: 24, files: frameNames })

  const [unpacked, folder] = [makeFolder('unpacked'), makeFolder('out')]
  for (const [name, content] of zip) writeFileSync(join(unpacked, name), content)
  await renderInto(page, folder)
  expect(await pictures.hashes(unpacked)).toEqual(await pictures.hashes(folder))
})

test('with a file picker, the ZIP is written to the picked file during the run, and opens as a recording', async ({
  page,
  makeRecording,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 4 })
  await page.goto('/')
  await openByDrop(page, path)
  await page.evaluate(() => {
    globalThis.showSaveFilePicker = async ({ suggestedName = '' } = {}) => {
      const root = await navigator.storage.getDirectory()
      return root.getFileHandle(suggestedName, { create: true })
    }
  })
  await page.getByRole('button', { name: 'Download as ZIP' }).click()
  await renderToEnd(page)
  await expect(page.getByRole('link', { name: /^Save / })).toBeHidden()
  await expect(regionOf(page, 'Report')).toContainText('4 frames in drive-overlay.zip')
  const bytes = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const file = await (await root.getFileHandle('drive-overlay.zip')).getFile()
    return [...new Uint8Array(await file.arrayBuffer())]
  })
  const names = [...readZip(Buffer.from(bytes)).keys()]
  expect(names.sort()).toEqual([...frameNames, 'overlane-report.json'])

  await regionOf(page, 'Report').getByRole('button', { name: 'Open as a recording' }).click()
  await seeRecording(page, 'drive-overlay.zip')
  await expect(renderButton(page)).toHaveText('Render 4 frames')
})

test('without folder access, a folder is opened with the file dialog and the result is a ZIP', async ({
  page,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  await withoutPickers(page, ['showDirectoryPicker', 'showSaveFilePicker'])
  const { path, frameNames } = await makeRecording({ framesFolder: 'frames' })
  await page.goto('/')
  await page.locator('input[type=file]').setInputFiles(path)
  await seeRecording(page, 'drive')
  await expect(page.getByRole('button', { name: 'Output folder' })).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Download as ZIP', pressed: true })).toBeVisible()
  await renderToEnd(page)
  const link = page.getByRole('link', { name: 'Save drive-overlay.zip' })
  const download = await downloadBy(page, () => link.click())
  const zip = readZip(readFileSync(await download.path()))
  expect([...zip.keys()]).toEqual([...frameNames, 'overlane-report.json'])

  const unpacked = makeFolder('unpacked')
  for (const [name, content] of zip) writeFileSync(join(unpacked, name), content)
  const written = await pictures.pixels(join(unpacked, frameNames[0] ?? ''))
  await page.keyboard.press('Home')
  await expect.poll(() => differenceFromStage(page, written)).toBeLessThanOrEqual(ROUNDING)
})

test('a cancelled run offers no ZIP', async ({ page, makeRecording }) => {
  await withoutPickers(page, ['showSaveFilePicker'])
  const { path } = await makeRecording({ frameCount: 60, widthPx: 640, heightPx: 360 })
  await page.goto('/')
  await openByDrop(page, path)
  await startSlowZip(page)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('status')).toHaveText('Cancelled')
  await expect(page.getByRole('link', { name: /^Save / })).toBeHidden()
})

test('a frame that cannot be read is left out of the ZIP, and listed', async ({
  page,
  makeRecording,
}) => {
  await withoutPickers(page, ['showSaveFilePicker'])
  const { path } = await makeRecording({ frameCount: 4, missingIndexes: [1] })
  writeFileSync(join(path, 'frame_000002.png'), 'no picture')
  await page.goto('/')
  await openByDrop(page, path)
  await page.getByRole('button', { name: 'Download as ZIP' }).click()
  await renderToEnd(page, 'Finished, 2 skipped')
  const link = page.getByRole('link', { name: 'Save drive-overlay.zip' })
  const download = await downloadBy(page, () => link.click())
  const zip = readZip(readFileSync(await download.path()))
  expect([...zip.keys()]).toEqual(['frame_000000.png', 'frame_000003.png', 'overlane-report.json'])
})

test('a single downloaded frame is the same as a run writes it', async ({
  page,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path } = await makeRecording({ format: 'jpeg' })
  await page.goto('/')
  await openByDrop(page, path)
  await page.getByRole('slider', { name: 'Frame' }).fill('3')
  const button = page.getByRole('button', { name: 'Download this frame' })
  const download = await downloadBy(page, () => button.click())
  expect(download.suggestedFilename()).toBe('frame_000003.jpg')
  const output = makeFolder('out')
  await renderInto(page, output)
  const [single, written] = [await download.path(), join(output, 'frame_000003.jpg')]
  expect(await pictures.pixels(single)).toEqual(await pictures.pixels(written))
})
