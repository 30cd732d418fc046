/** A video in the page: opened, looked at, rendered. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { dropFolder, expect, hasRealRecordings, realRecordings, test } from './fixtures.ts'
import {
  factsOf,
  openByDrop,
  openSection,
  regionOf,
  renderButton,
  renderInto,
  seeRecording,
  stageOf,
  withoutPickers,
} from './page.ts'
import { frameTimesMs, hasFfmpeg, writeVideo } from './videos.ts'

test('a dropped video file is a recording, with its codec and its own times', async ({
  page,
  makeFolder,
}) => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed; it makes the video')
  const path = join(makeFolder('drive'), 'drive.mp4')
  writeVideo(path, { frameCount: 30, encoding: ['-c:v', 'libx264', '-bf', '2'] })
  await page.goto('/')
  await dropFolder(page, path)
  await seeRecording(page, 'drive.mp4')
  const facts = await factsOf(await openSection(page, 'frames'))
  expect(facts).toMatchObject({
    Video: 'drive.mp4',
    Size: '192 × 96 px',
    'Written as': 'frame_{:06d}.png',
  })
  expect(facts.Codec).toMatch(/^H\.264 avc1\.\w+, MP4$/)
  expect(await factsOf(await openSection(page, 'timestamps'))).toMatchObject({
    From: 'the video itself',
    Rate: '25 frames/s',
  })
  await expect(stageOf(page)).toBeVisible()
  const output = makeFolder('out')
  await renderInto(page, output)
  expect(readdirSync(output).filter((name) => name.endsWith('.png'))).toHaveLength(30)
})

test('a video is made in the page: one worker, its name and its frames are told', async ({
  page,
  makeFolder,
}) => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed; it makes the video')
  const path = join(makeFolder('drive'), 'drive.mp4')
  writeVideo(path, { frameCount: 30, encoding: ['-c:v', 'libx264', '-bf', '2'] })
  await page.goto('/')
  await dropFolder(page, path)
  await seeRecording(page, 'drive.mp4')
  await regionOf(page, 'Render').getByLabel('Format').selectOption('mp4')
  await expect(regionOf(page, 'Render')).toContainText('1 worker')
  const output = makeFolder('out')
  await renderInto(page, output)
  const report = regionOf(page, 'Report')
  await expect(report).toContainText('30 frames in out/drive-overlay.mp4')
  await expect(report).toContainText('its decoder and its encoder use the other cores')
  expect(frameTimesMs(join(output, 'drive-overlay.mp4'))).toHaveLength(30)
})

test('no video goes into a ZIP, and the page says what to do', async ({ page, makeRecording }) => {
  const { path } = await makeRecording({ frameCount: 3 })
  await page.goto('/')
  await withoutPickers(page, ['showSaveFilePicker'])
  await page.reload()
  await openByDrop(page, path)
  const bar = regionOf(page, 'Render')
  await bar.getByLabel('Format').selectOption('mp4')
  await bar.getByRole('button', { name: 'Download as ZIP' }).click()
  await renderButton(page).click()
  await expect(bar).toContainText('A video cannot be written into a ZIP. Choose an output folder.')
})

test('a real drone video: every frame is found, shown and rendered', async ({
  page,
  makeFolder,
}) => {
  test.skip(!hasRealRecordings, 'the real recordings are not there')
  await page.goto('/')
  await openByDrop(page, join(realRecordings, 'park-1080p'))
  expect(await factsOf(await openSection(page, 'frames'))).toMatchObject({
    Video: 'park.mp4',
    Size: '1920 × 1080 px',
  })
  await regionOf(page, 'Render').getByLabel('Format').selectOption('jpeg')
  const output = makeFolder('out')
  await renderInto(page, output)
  expect(readdirSync(output).filter((name) => name.endsWith('.jpg'))).toHaveLength(171)
})
