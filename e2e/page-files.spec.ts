/** Every file says how it is used; what is not used is made usable in the recording panel. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { runCli } from './cli.ts'
import { dropFolder, expect, grabFolder, test } from './fixtures.ts'
import { START_MS } from './recordings.ts'
import { factsOf, openByDrop, openSection, regionOf, seeRecording } from './page.ts'

const GPX = `<gpx><trk><trkseg>
<trkpt lat="48" lon="11"><time>2024-05-01T10:00:00Z</time></trkpt>
<trkpt lat="48.001" lon="11"><time>2024-05-01T10:00:10Z</time></trkpt>
</trkseg></trk></gpx>`

test('a log without a known time shows its fields; its column and unit are chosen by their values', async ({
  page,
  makeRecording,
}) => {
  const start = START_MS / 1000
  const speed = `clock,speed\n${start},50\n${start + 0.1},51.5\n`
  const files = { 'speed.jsonl': null, 'targets.jsonl': null, 'speed.csv': speed }
  const { path } = await makeRecording({ frameCount: 3, files })
  await page.goto('/')
  await openByDrop(page, path)
  const section = await openSection(page, 'sensor_speed')
  await expect(section.getByRole('list', { name: 'Fields' })).toHaveText(/clock.*speed\s+51.5/s)
  const chooser = section.getByRole('group', { name: 'Times of speed' })
  await chooser.getByRole('radio', { name: /^clock/ }).check()
  const use = chooser.getByRole('button', { name: 'Use these times' })
  await expect(use).toBeDisabled()
  await expect(chooser.getByRole('radio', { name: /^Seconds 20\d\d-/ })).toBeEnabled()
  await chooser.getByRole('radio', { name: /^Seconds/ }).check()
  await use.press('Enter')
  await expect
    .poll(() => factsOf(section))
    .toMatchObject({ Records: '2', Covers: '100 % of video' })
  await page.keyboard.press('Control+z')
  await expect.poll(() => factsOf(section)).toMatchObject({ Records: '0' })
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(() => factsOf(section)).toMatchObject({ Records: '2' })
  await page.keyboard.press('Control+s')
  await expect(page.locator('#place-project-file summary')).toContainText('saved')
  const { stdout } = await runCli(['inspect', path])
  expect(stdout).toMatch(/speed +2 /)
})

test('a file that is not used says why, and becomes a log, and none again', async ({
  page,
  makeRecording,
}) => {
  const files = {
    'notes.txt': 'timestamp_ms,mood\n',
    'other.bag': 'x',
    'rear/frame_1.png': 'no image',
    'rear/frame_2.png': 'no image',
  }
  const { path } = await makeRecording({ frameCount: 3, framesFolder: 'frames', files })
  await page.goto('/')
  await openByDrop(page, path)
  await regionOf(page, 'Recording').getByText('4 not used').click()
  const list = page.locator('#place-files')
  await expect(list).toContainText('mcap convert FILE drive.mcap')
  await expect(list.getByRole('button', { name: 'Use as frames: rear' })).toBeVisible()
  await list.getByRole('button', { name: 'Use as a log: notes.txt' }).click()
  await expect(page.locator('#place-sensor_notes')).toBeVisible()
  await list.getByRole('button', { name: 'Do not use as a log: notes.txt' }).click()
  await expect(page.locator('#place-sensor_notes')).toHaveCount(0)
  const { stdout } = await runCli(['inspect', path])
  expect(stdout).toContain('sensors.notes.file: notes.txt')
})

test('two sequences of images are a question above the picture, and its answer can be undone', async ({
  page,
  makeRecording,
}) => {
  const files = { 'rear/frame_1.png': 'x', 'rear/frame_2.png': 'x' }
  const { path } = await makeRecording({ frameCount: 3, framesFolder: 'front', files })
  await page.goto('/')
  await openByDrop(page, path)
  const question = page.getByRole('group', { name: /^Which are the frames/ })
  await expect(question.getByRole('radio', { name: 'front/ 3 images, proposed' })).toBeChecked()
  await question.getByRole('radio', { name: 'rear/ 2 images' }).check()
  await page.getByRole('button', { name: 'Use these frames' }).press('Enter')
  await expect(question).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(question).toBeVisible()
  await page.getByRole('button', { name: 'Keep these frames' }).click()
  await expect(question).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Render 3 frames' })).toBeVisible()
})

/** Lets the page's file picker return files of the disk. */
async function stubFilePicker(page: Page, folder: string, ...names: string[]): Promise<void> {
  const handle = await grabFolder(page, folder)
  const files = await handle.evaluateHandle(
    (from, names) => Promise.all(names.map((name) => from.getFileHandle(name))),
    names,
  )
  await page.evaluate((files) => {
    globalThis.showOpenFilePicker = () => Promise.resolve(files as [FileSystemFileHandle])
  }, files)
}

test('a log opens alone, shows its fields, and takes the folder that belongs to it', async ({
  page,
  makeFolder,
  makeRecording,
}) => {
  const folder = makeFolder('watch')
  writeFileSync(join(folder, 'ride.gpx'), GPX)
  const { path } = await makeRecording({ frameCount: 3 })
  await page.goto('/')
  await dropFolder(page, join(folder, 'ride.gpx'))
  await seeRecording(page, 'ride.gpx')
  const section = await openSection(page, 'sensor_ride')
  await expect(section.getByRole('list', { name: 'Fields' })).toContainText('lat_deg')
  const panel = regionOf(page, 'Recording')
  await expect(panel).toContainText('There are no frames yet.')
  const handle = await grabFolder(page, path)
  await page.evaluate((handle) => {
    globalThis.showDirectoryPicker = () => Promise.resolve(handle)
  }, handle)
  await panel.getByRole('button', { name: 'Add a folder' }).click()
  await expect(panel).not.toContainText('There are no frames yet.')
  await expect(page.locator('#place-sensor_ride')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Render 3 frames' })).toBeVisible()

  await page.goto('/')
  writeFileSync(join(folder, 'more.csv'), 'timestamp_ms,v\n1,2\n')
  await stubFilePicker(page, folder, 'ride.gpx', 'more.csv')
  await page.getByRole('button', { name: 'Open video' }).click()
  await seeRecording(page, 'ride.gpx')
  await expect(page.locator('#place-sensor_more')).toBeVisible()
})
