/** A video in the page: opened, looked at, rendered. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { dropFolder, expect, hasRealRecordings, realRecordings, test } from './fixtures.ts'
import {
  factsOf,
  openByDrop,
  openSection,
  regionOf,
  renderInto,
  seeRecording,
  stageOf,
} from './page.ts'
import { hasFfmpeg, writeVideo } from './videos.ts'

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
