/** Several encoders make segments of a video. The result is the same as from a single encoder. */

import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RenderReport } from '../src/index.ts'
import { expect, grabFolder, test } from './fixtures.ts'
import { differingEncoders, mishapAt, patchWorker } from './frame-worker.ts'
import { openLibrary, renderFolders } from './run.ts'
import {
  frameNumbers,
  frameTimesMs,
  hasFfmpeg,
  keyFrameTimesMs,
  soundSum,
  writeVideo,
} from './videos.ts'

test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make and check these videos')
// Of the long files, this is the last: its tests keep both cores busy to the end.
test.describe.configure({ mode: 'parallel' })

const FRAME_COUNT = 250
const numbers = Array.from({ length: FRAME_COUNT }, (_, index) => index)
const renderers = [{ type: 'frame_info', font: { size: 8 }, position: { x: 2, y: 2 } }]
const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-bf', '3']
const VP9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8']
const config = { renderers, output: { format: 'mp4' } }
/** From here, a run resumes. */
const SEGMENTS = 'drive-overlay.mp4.overlane-segments'

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 4 }),
  )
})

/** 10 s with sound. @param keyEvery frames from one key frame to the next */
function writeDrive(folder: string, keyEvery: number): string {
  const path = join(folder, 'drive.mp4')
  const encoding = [...H264, '-g', String(keyEvery)]
  writeVideo(path, { frameCount: FRAME_COUNT, encoding, soundS: FRAME_COUNT / 25 })
  return path
}

const makers = ({ workers }: RenderReport): number =>
  workers.filter(({ frameCount }) => frameCount > 0).length

function expectWhole(made: string, source: string): void {
  expect(frameNumbers(made)).toEqual(numbers)
  const [times, expected] = [frameTimesMs(made), frameTimesMs(source)]
  for (const [index, timeMs] of times.entries()) {
    expect(Math.abs(timeMs - (expected[index] ?? NaN)), `frame ${index}`).toBeLessThan(1)
  }
}

for (const workerCount of [1, 2, 3]) {
  test(`every frame is there once, at its time, with the sound: ${workerCount} encoders`, async ({
    page,
    makeFolder,
  }) => {
    const [folder, output] = [makeFolder('drive'), makeFolder('out')]
    const source = writeDrive(folder, 12)
    await openLibrary(page)
    const report = await renderFolders(page, folder, output, {
      workerCount,
      config: { ...config, recording: { frames: 'drive.mp4' } },
    })
    expect(report).toMatchObject({ status: 'finished', renderedCount: FRAME_COUNT, warnings: [] })
    expect(makers(report)).toBe(workerCount)
    const made = join(output, 'drive-overlay.mp4')
    expectWhole(made, source)
    expect(soundSum(made)).toBe(soundSum(source))
  })
}

test('segments of VP9 in WebM are joined too', async ({ page, makeFolder }) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  const source = join(folder, 'drive.webm')
  writeVideo(source, { frameCount: FRAME_COUNT, encoding: [...VP9, '-g', '25'] })
  await openLibrary(page)
  const report = await renderFolders(page, folder, output, {
    workerCount: 3,
    config: { renderers, output: { format: 'webm' } },
  })
  expect(makers(report)).toBe(3)
  expectWhole(join(output, 'drive-overlay.webm'), source)
})

test('segments of a folder of frames are joined too, and key frames follow the interval', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path, timestampsMs } = await makeRecording({ frameCount: 150 })
  const output = makeFolder('out')
  await openLibrary(page)
  const report = await renderFolders(page, path, output, {
    workerCount: 2,
    config: { renderers, output: { format: 'mp4', video: { key_frame_interval_s: 1 } } },
  })
  expect(makers(report)).toBe(2)
  const made = join(output, 'drive-overlay.mp4')
  const times = frameTimesMs(made)
  expect(times).toHaveLength(timestampsMs.length)
  const keys = keyFrameTimesMs(made)
  for (const [index, keyMs] of keys.entries()) {
    expect(keyMs - (keys[index - 1] ?? keyMs), `key frame ${index}`).toBeLessThan(1100)
  }
})

test('a source with a single key frame gets one encoder, and the report says so', async ({
  page,
  makeFolder,
}) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  const source = writeDrive(folder, 10_000)
  await openLibrary(page)
  const report = await renderFolders(page, folder, output, {
    config: { ...config, recording: { frames: 'drive.mp4' } },
  })
  expect(report.workerReason).toBe(
    '1 worker, as the video is short or can only be decoded in one piece.',
  )
  expectWhole(join(output, 'drive-overlay.mp4'), source)
})

test('a benchmark does not measure a number of encoders that is impossible', async ({
  page,
  makeFolder,
}) => {
  const folder = makeFolder('drive')
  writeDrive(folder, 10_000)
  await openLibrary(page)
  const handle = await grabFolder(page, folder)
  const failures = await page.evaluate(async (handle) => {
    const { overlane } = globalThis
    const config = overlane.parseConfig({
      recording: { frames: 'drive.mp4' },
      output: { format: 'mp4' },
    })
    const recording = await overlane.openRecording(new overlane.HandleDirectory(handle), { config })
    const options = { workerCounts: [1, 2], frameCount: 30, repeatCount: 1, scratchParent: null }
    const { rows } = await overlane.measureBenchmark({ recording, config, ...options })
    return rows.map(({ workerCount, failure }) => [workerCount, failure])
  }, handle)
  expect(failures).toEqual([
    [1, null],
    [1, null],
    [2, 'It ran with 1 worker, one for each segment that the video can be cut into.'],
  ])
})

test('if encoders need different decoders, one encoder starts again and counts every frame once', async ({
  page,
  makeFolder,
}) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  const source = writeDrive(folder, 12)
  await patchWorker(page, 'segment', differingEncoders)
  await openLibrary(page)
  const report = await renderFolders(page, folder, output, {
    workerCount: 3,
    config: { ...config, recording: { frames: 'drive.mp4' } },
  })
  expect(report).toMatchObject({
    status: 'finished',
    renderedCount: FRAME_COUNT,
    settings: { workerCount: 1 },
    workerReason:
      '1 worker: the output of several encoders could not be joined, so the video was started again.',
  })
  expectWhole(join(output, 'drive-overlay.mp4'), source)
})

const mishaps = {
  'a worker that dies': 'self.close()',
  'a worker that hangs': 'for (;;);',
  'a worker that throws': 'setTimeout(() => { throw new Error("failed on purpose") })',
  'an encoder that stops giving output': 'isSilent = true',
  'an encoder that fails': 'error(new DOMException("failed on purpose", "OperationError"))',
}

for (const [mishap, script] of Object.entries(mishaps)) {
  test(`after ${mishap}, the video is complete and every frame is counted once`, async ({
    page,
    makeFolder,
    allowError,
  }) => {
    allowError(/failed on purpose/)
    const [folder, output] = [makeFolder('drive'), makeFolder('out')]
    const source = writeDrive(folder, 12)
    // Each of the two workers makes more frames than this, however the segments are shared.
    await patchWorker(page, 'segment', mishapAt('index === 20', script), 1)
    await openLibrary(page)
    const report = await renderFolders(page, folder, output, {
      workerCount: 2,
      frameTimeoutMs: 3000,
      config: { ...config, recording: { frames: 'drive.mp4' } },
    })
    expect(report).toMatchObject({
      status: 'finished',
      renderedCount: FRAME_COUNT,
      skipped: [],
      failed: [],
      replacedWorkerCount: 1,
    })
    expect(report.warnings.map(({ code }) => code)).toEqual(['worker-replaced'])
    const made = join(output, 'drive-overlay.mp4')
    expectWhole(made, source)
    expect(soundSum(made)).toBe(soundSum(source))
  })
}

test('after a lost encoder, its segment goes on at the first key frame that is not written yet', async ({
  page,
  makeFolder,
  allowError,
}) => {
  allowError(/failed on purpose/)
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  // The video is one segment. The result has a key frame every 50 frames.
  const source = writeDrive(folder, 10_000)
  await patchWorker(page, 'segment', mishapAt('index === 170', mishaps['a worker that throws']), 1)
  await openLibrary(page)
  const report = await renderFolders(page, folder, output, {
    config: { ...config, recording: { frames: 'drive.mp4' } },
  })
  expect(report).toMatchObject({ status: 'finished', renderedCount: FRAME_COUNT })
  expect(report.replacedWorkerCount).toBe(1)
  const made = join(output, 'drive-overlay.mp4')
  expectWhole(made, source)
  expect(keyFrameTimesMs(made)).toEqual([0, 2000, 4000, 6000, 8000])
})

test('a video fails if several encoders are lost on the same part, and the report says so', async ({
  page,
  makeFolder,
  allowError,
}) => {
  allowError(/poison/)
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  writeDrive(folder, 12)
  const poison = 'setTimeout(() => { throw new Error("poison") })'
  await patchWorker(page, 'segment', mishapAt('timestamp === 6_000_000', poison))
  await openLibrary(page)
  const report = await renderFolders(page, folder, output, {
    workerCount: 2,
    config: { ...config, recording: { frames: 'drive.mp4' } },
  })
  expect(report).toMatchObject({ status: 'stopped', files: [], replacedWorkerCount: 2 })
  expect(report.stopReason?.code).toBe('worker-failed')
  expect(report.stopReason?.message).toMatch(
    /^drive-overlay\.mp4 could not be written: 2 workers died or hung on frames \d+ to \d+ of the video\. The last one: .*poison\. The unfinished file was removed/,
  )
  expect(readdirSync(output).sort()).toEqual([SEGMENTS, 'overlane-report.json'])
})

test('a cancelled run with several encoders keeps an earlier video unchanged', async ({
  page,
  makeFolder,
}) => {
  const [folder, output] = [makeFolder('drive'), makeFolder('out')]
  writeDrive(folder, 12)
  writeFileSync(join(output, 'drive-overlay.mp4'), 'an earlier video')
  await openLibrary(page)
  const report = await renderFolders(page, folder, output, {
    workerCount: 3,
    overwrite: true,
    cancelAfter: 60,
    config: { ...config, recording: { frames: 'drive.mp4' } },
  })
  expect(report).toMatchObject({ status: 'cancelled', files: [] })
  const names = readdirSync(output).filter((name) => name !== SEGMENTS)
  expect(names.sort()).toEqual(['drive-overlay.mp4', 'overlane-report.json'])
})

for (const kind of ['segment', 'movie'] as const) {
  test(`a ${kind} worker that cannot start ends the run, says why, and leaves no video`, async ({
    page,
    makeFolder,
  }) => {
    const [folder, output] = [makeFolder('drive'), makeFolder('out')]
    writeDrive(folder, 12)
    await patchWorker(page, kind, 'throw new Error("out of order")')
    await openLibrary(page)
    const report = await renderFolders(page, folder, output, {
      config: { ...config, recording: { frames: 'drive.mp4' } },
    })
    expect(report).toMatchObject({ status: 'stopped', files: [] })
    expect(report.stopReason?.message).toMatch(
      /^drive-overlay\.mp4 could not be written: .*out of order/,
    )
    expect(readdirSync(output)).toEqual(['overlane-report.json'])
  })
}
