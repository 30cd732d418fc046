/** Long runs, and what they hold meanwhile. Writes `bench/SOAK.md`. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from '../../e2e/fixtures.ts'
import { hasFfmpeg } from '../../e2e/videos.ts'
import { makeLongFrames, writeLongVideo } from './long-recordings.ts'
import { formatSoak } from './soak-report.ts'
import type { NamedRun, NamedTaskRun } from './soak-report.ts'
import { soak, soakTasks } from './soak-run.ts'

/** On a machine with other work, two hours of video take longer than two hours. */
test.setTimeout(4 * 3600_000)

const runs: NamedRun[] = []
const taskRuns: NamedTaskRun[] = []

test.afterAll(async ({ browser }) => {
  const report = new URL('../SOAK.md', import.meta.url)
  const published = existsSync(report) ? readFileSync(report, 'utf8') : ''
  writeFileSync(report, await formatSoak(runs, taskRuns, browser.version(), published))
})

for (const { name, ...kind } of [
  { name: '320×180 JPEG', frameCount: 20_000, widthPx: 320, heightPx: 180 },
  { name: '1920×1080 JPEG', frameCount: 2000, widthPx: 1920, heightPx: 1080 },
  { name: '7680×4320 JPEG', frameCount: 200, widthPx: 7680, heightPx: 4320 },
]) {
  test(`${kind.frameCount} frames of ${name}`, async ({
    page,
    browser,
    makeRecording,
    makeFolder,
  }) => {
    const path = await makeLongFrames(makeRecording, kind)
    const output = makeFolder('out')
    const run = await soak(browser, page, {
      path,
      output,
      frameCount: kind.frameCount,
      format: 'same',
    })
    runs.push({ name: `${name} to a folder`, ...run })
  })
}

for (const minutes of [1, 120]) {
  test(`${minutes} min of video`, async ({ page, browser, makeFolder }) => {
    test.skip(!hasFfmpeg, 'ffmpeg is not installed')
    const path = makeFolder(`${minutes}-minutes`)
    const { frameCount } = writeLongVideo(path, minutes)
    const run = await soak(browser, page, {
      path,
      output: makeFolder('out'),
      frameCount,
      format: 'mp4',
    })
    runs.push({ name: `${minutes} min of 320×180 H.264 with sound to the same`, ...run })
  })
}

test('the tasks of the page: 2,000 frames', async ({
  page,
  browser,
  makeRecording,
  makeFolder,
}) => {
  const kind = { frameCount: 2000, widthPx: 320, heightPx: 180 }
  const path = await makeLongFrames(makeRecording, kind)
  const run = await soakTasks(browser, page, { path, output: makeFolder('out'), format: 'same' })
  taskRuns.push({ name: '2,000 frames of 320×180 JPEG to a folder', ...run })
})

test('the tasks of the page: a video', async ({ page, browser, makeFolder }) => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed')
  const path = makeFolder('2-minutes')
  writeLongVideo(path, 2)
  const run = await soakTasks(browser, page, { path, output: makeFolder('out'), format: 'mp4' })
  taskRuns.push({ name: '2 min of 320×180 H.264 with sound to the same', ...run })
})
