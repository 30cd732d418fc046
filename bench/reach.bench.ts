/** Measures the limits of Overlane, and writes them to `bench/REACH.md`. */

import {
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from '@playwright/test'
import { grabFolder, realRecordings, test } from '../e2e/fixtures.ts'
import type { RenderReport } from '../src/index.ts'
import { renderFolders } from '../e2e/run.ts'
import type { RunOptions } from '../e2e/run.ts'
import { hasFfmpeg, runFfmpeg } from '../e2e/videos.ts'
import { Figures, median, spread } from './figures.ts'
import { peakMemoryMb } from './process-memory.ts'
import { processorSeconds } from './process-time.ts'
import { writeReach } from './reach-figures.ts'
import { measureStages } from './video-stages.ts'

const figures = new Figures()
const note = (what: string, figure: string): void => figures.note(what, figure)

test.afterAll(({ browser }) => writeReach(figures, browser.version()))

test('parallel against sequential: 1080p PNG to a folder', async ({ page, makeFolder }) => {
  const recording = makeFolder('drive')
  await page.goto('/')
  await makeSampleDrive(page, recording, { widthPx: 1920, heightPx: 1080, frameCount: 300 })
  const speeds: Record<'sequential' | 'parallel', number[]> = { sequential: [], parallel: [] }
  const idleShares: number[] = []
  const ownShares: Record<'sequential' | 'parallel', number[]> = { sequential: [], parallel: [] }
  const ROUNDS = 3
  for (let round = 0; round < ROUNDS; round++) {
    for (const mode of ['sequential', 'parallel'] as const) {
      const report = await renderFolders(page, recording, makeFolder(`${mode}-${round}`), { mode })
      if (report.renderedCount !== 300)
        throw new Error(`Only ${report.renderedCount} were rendered.`)
      speeds[mode].push(report.framesPerSecond)
      ownShares[mode].push(100 * ownCostShare(report))
      if (mode === 'sequential') continue
      for (const { busyMs, idleMs } of report.workers) idleShares.push(idleMs / (busyMs + idleMs))
    }
  }
  note('sequential, 300 frames of 1080p PNG, frames/s', spread(speeds.sequential))
  note(`parallel, ${os.cpus().length} workers, frames/s`, spread(speeds.parallel))
  const ratios = speeds.parallel.map((speed, round) => speed / (speeds.sequential[round] ?? NaN))
  note('parallel ÷ sequential, within a round', spread(ratios))
  note('largest idle share of a worker, per cent', (100 * Math.max(...idleShares)).toFixed(1))
  note('the engine’s own cost, sequential, per cent', spread(ownShares.sequential))
  note('the engine’s own cost, parallel, per cent', spread(ownShares.parallel))
})

/** The share of the run's seconds × workers that belongs to no stage. */
function ownCostShare({ durationMs, settings, stageMs }: RenderReport): number {
  const stagesMs = Object.values(stageMs).reduce((sum, ms) => sum + ms, 0)
  return 1 - stagesMs / (durationMs * settings.workerCount)
}

test('auto against a sweep of fixed workers and chunks', async ({ page, makeFolder }) => {
  const recording = makeFolder('drive')
  await page.goto('/')
  await makeSampleDrive(page, recording, { widthPx: 1920, heightPx: 1080, frameCount: 150 })
  const cores = os.cpus().length
  const counts = [...new Set([1, cores, cores * 2])]
  const fixed = counts.flatMap((workerCount) =>
    [1, 4].map((chunkSize) => ({ workerCount, chunkSize })),
  )
  const choices: RunOptions[] = [{ workerCount: 'auto', chunkSize: 'auto' }, ...fixed]
  const ROUNDS = 5
  const seconds: number[][] = []
  for (let round = -1; round < ROUNDS; round++) {
    const inRound: number[] = []
    for (let turn = 0; turn < choices.length; turn++) {
      const index = (turn + round + 1) % choices.length
      const output = makeFolder(`sweep-${round}-${index}`)
      const report = await renderFolders(page, recording, output, choices[index])
      if (report.renderedCount !== 150)
        throw new Error(`Only ${report.renderedCount} were rendered.`)
      inRound[index] = report.durationMs / 1000
      rmSync(output, { recursive: true })
    }
    // The first round only warms up.
    if (round >= 0) seconds.push(inRound)
  }
  // Auto ÷ each choice of the sweep, within a round. The best choice has the largest ratio.
  const ratios = fixed.map((choice, index) => ({
    choice,
    ratios: seconds.map((inRound) => (inRound[0] ?? NaN) / (inRound[index + 1] ?? NaN)),
  }))
  ratios.sort((a, b) => median(b.ratios) - median(a.ratios))
  const [best] = ratios
  const { workerCount, chunkSize } = best?.choice ?? {}
  note(
    `auto ÷ the best of a sweep (${String(workerCount)} workers, chunk ${String(chunkSize)}), seconds of 150 frames of 1080p PNG within a round`,
    spread(best?.ratios ?? []),
  )
})

test('the benchmark agrees with a clock around a run', async ({ page, makeFolder }) => {
  const recording = makeFolder('drive')
  await page.goto('/')
  await makeSampleDrive(page, recording, { widthPx: 1920, heightPx: 1080, frameCount: 100 })
  const scratch = await grabFolder(page, makeFolder('scratch'))
  const handle = await grabFolder(page, recording)
  const workerCount = os.cpus().length
  const ratios = await page.evaluate(
    async ({ handle, scratch, workerCount }) => {
      const { overlane } = globalThis
      const recording = await overlane.openRecording(new overlane.HandleDirectory(handle))
      const { config } = recording
      const scratchParent = new overlane.HandleDirectory(scratch)
      const methods = { workerCounts: [workerCount], repeatCount: 1 }
      const ratios: number[] = []
      for (let round = 0; round < 5; round++) {
        const options = { recording, config, scratchParent, ...methods }
        const { rows } = await overlane.measureBenchmark(options)
        const folder = await scratch.getDirectoryHandle(`clocked-${round}`, { create: true })
        const output = new overlane.HandleDirectory(folder)
        const startMs = performance.now()
        await overlane.renderRecording({ recording, config, output, workerCount })
        const clockedSeconds = (performance.now() - startMs) / 1000
        ratios.push((rows[1]?.seconds?.median ?? NaN) / clockedSeconds)
      }
      return ratios
    },
    { handle, scratch, workerCount },
  )
  note(
    `the benchmark’s seconds ÷ a stopwatch around a run after it, ${workerCount} workers`,
    spread(ratios),
  )
})

test('memory does not grow with the number of frames', async ({
  page,
  makeRecording,
  makeFolder,
  browser,
}) => {
  const { path } = await makeRecording({
    frameCount: 50,
    widthPx: 640,
    heightPx: 360,
    format: 'jpeg',
    files: { 'timestamps.csv': null },
  })
  for (let index = 50; index < 5000; index++) {
    const name = (of: number): string => join(path, `frame_${String(of).padStart(6, '0')}.jpg`)
    linkSync(name(index % 50), name(index))
  }
  const peaksMb: number[] = []
  for (const frameCount of [500, 5000]) {
    await page.goto('about:blank')
    await page.goto('/')
    const endMs = ((frameCount - 1) * 1000) / 30
    const config = {
      renderers: [{ type: 'frame_info' }],
      range: { end_time: endMs },
    } as NonNullable<RunOptions['config']>
    const output = makeFolder(`out-${frameCount}`)
    const peakMb = await peakMemoryMb(browser, async () => {
      const { renderedCount } = await renderFolders(page, path, output, { config })
      if (renderedCount !== frameCount) throw new Error(`Only ${renderedCount} were rendered.`)
    })
    peaksMb.push(peakMb)
    note(
      `peak memory of all browser processes, ${frameCount} frames of 640×360 JPEG, MB`,
      peakMb.toFixed(0),
    )
  }
  const [few = NaN, many = NaN] = peaksMb
  note('peak of 5,000 frames ÷ peak of 500', (many / few).toFixed(3))
})

test('a run goes on where 10,000 frames are finished', async ({
  page,
  browser,
  makeRecording,
  makeFolder,
}) => {
  const FINISHED_COUNT = 10_000
  const { path } = await makeRecording({
    frameCount: 50,
    widthPx: 160,
    heightPx: 90,
    format: 'jpeg',
    files: { 'timestamps.csv': null },
  })
  for (let index = 50; index < FINISHED_COUNT; index++) {
    const name = (of: number): string => join(path, `frame_${String(of).padStart(6, '0')}.jpg`)
    linkSync(name(index % 50), name(index))
  }
  const output = makeFolder('out')
  const config = { renderers: [{ type: 'frame_info' }] }
  await page.goto('/')
  await renderFolders(page, path, output, { config })
  const seconds: number[] = []
  const coreSeconds: number[] = []
  for (let round = 0; round < 3; round++) {
    await page.goto('about:blank')
    await page.goto('/')
    const handles = { drive: await grabFolder(page, path), out: await grabFolder(page, output) }
    const handle = await page.evaluateHandle(
      async ({ handles, source }) => {
        const { overlane } = globalThis
        const config = overlane.parseConfig(source)
        const drive = new overlane.HandleDirectory(handles.drive)
        const recording = await overlane.openRecording(drive, { config })
        return { config, recording, output: new overlane.HandleDirectory(handles.out) }
      },
      { handles, source: config },
    )
    let [keptCount, ms] = [0, NaN]
    const work = async (): Promise<void> => {
      ;({ keptCount, ms } = await handle.evaluate(async (options) => {
        const startMs = performance.now()
        const { keptCount } = await globalThis.overlane.renderRecording(options)
        return { keptCount, ms: performance.now() - startMs }
      }))
    }
    coreSeconds.push(await processorSeconds(browser, work))
    if (keptCount !== FINISHED_COUNT) throw new Error(`Only ${keptCount} were kept.`)
    seconds.push(ms / 1000)
  }
  note('to check and keep 10,000 finished frames, s', spread(seconds))
  note('of that, processor time of all browser processes, s', spread(coreSeconds))
})

test.describe('memory does not grow with the length of a video', () => {
  test.skip(!hasFfmpeg, 'ffmpeg is not installed')

  test('a minute against twenty', async ({ page, makeFolder, browser }) => {
    const [short, long] = [
      await renderLongVideo(page, browser, makeFolder, 1),
      await renderLongVideo(page, browser, makeFolder, 20),
    ]
    note('peak of 20 minutes of video ÷ peak of 1', (long / short).toFixed(3))
  })

  test('two hours', async ({ page, makeFolder, browser }) => {
    await renderLongVideo(page, browser, makeFolder, 120)
  })
})

/** @returns the peak memory of a video that is rendered to a video with its overlay, in MB */
async function renderLongVideo(
  page: Page,
  browser: Browser,
  makeFolder: (name: string) => string,
  minutes: number,
): Promise<number> {
  const [clip, folder] = [join(makeFolder('clip'), 'clip.mp4'), makeFolder(`${minutes}-minutes`)]
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=10']
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=10']
  const coding = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'veryfast', '-c:a', 'aac']
  runFfmpeg([...picture, ...sound, ...coding, clip])
  const times = String(minutes * 6 - 1)
  runFfmpeg(['-stream_loop', times, '-i', clip, '-c', 'copy', join(folder, 'long.mp4')])
  await page.goto('about:blank')
  await page.goto('/')
  const config = { renderers: [{ type: 'frame_info' }], output: { format: 'mp4' } }
  const wantedCount = minutes * 60 * 30
  let speed = NaN
  const peakMb = await peakMemoryMb(browser, async () => {
    const output = makeFolder(`${minutes}-minutes-out`)
    const { framesPerSecond, renderedCount } = await renderFolders(page, folder, output, { config })
    if (renderedCount !== wantedCount) throw new Error(`Only ${renderedCount} were rendered.`)
    speed = framesPerSecond
  })
  const what = `${minutes} min of 320×180 H.264 with sound to the same with its overlay`
  note(`${what}, frames/s`, speed.toFixed(0))
  note(`${what}, peak memory of all browser processes, MB`, peakMb.toFixed(0))
  return peakMb
}

test('a video with its overlay, against ffmpeg doing the same', async ({
  page,
  makeFolder,
  browser,
}) => {
  const source = join(realRecordings, 'park-1080p', 'park.mp4')
  test.skip(!hasFfmpeg || !existsSync(source), 'ffmpeg is not installed, or the video is missing')
  const folder = makeFolder('park')
  copyFileSync(source, join(folder, 'park.mp4'))
  await page.goto('/')
  const handle = await grabFolder(page, folder)
  const drawn = "drawtext=text='Frame 12  08\\:30\\:10':x=10:y=10:fontsize=24:fontcolor=white"
  const config = { renderers: [{ type: 'frame_info' }], output: { format: 'mp4' } }
  const speeds: number[] = []
  const toFfmpeg: number[] = []
  const toStage: number[] = []
  const toCores: number[] = []
  for (let round = 0; round < 3; round++) {
    const output = makeFolder(`video-${round}`)
    const { framesPerSecond, renderedCount } = await renderFolders(page, folder, output, { config })
    if (renderedCount !== 171) throw new Error(`Only ${renderedCount} were rendered.`)
    const startMs = performance.now()
    const made = join(output, 'ffmpeg.mp4')
    const coding = ['-c:v', 'libx264', '-preset', 'veryfast', '-c:a', 'copy']
    runFfmpeg(['-i', source, '-vf', drawn, ...coding, made])
    const ffmpegSpeed = (171 * 1000) / (performance.now() - startMs)
    const { decoding, encoding } = await measureStages(page, browser, handle)
    speeds.push(framesPerSecond)
    toFfmpeg.push(framesPerSecond / ffmpegSpeed)
    toStage.push(framesPerSecond / Math.min(decoding.framesPerSecond, encoding.framesPerSecond))
    const seconds = decoding.processorSeconds + encoding.processorSeconds
    toCores.push((framesPerSecond * seconds) / (171 * os.cpus().length))
  }
  note('1080p H.264 to H.264 with its overlay and sound, frames/s', spread(speeds))
  note('÷ ffmpeg -preset veryfast with drawtext, within a round', spread(toFfmpeg))
  note('÷ the slower of decoding alone and encoding alone, within a round', spread(toStage))
  note(
    '÷ the speed that the cores allow for decoding and encoding, within a round',
    spread(toCores),
  )
})

test('a large recording opens while the page stays responsive', async ({ page, makeRecording }) => {
  const { path } = await makeRecording({ frameCount: 12 })
  const RECORDS = 1_000_000
  const lines = Array.from(
    { length: RECORDS },
    (_, index) => `{"timestamp_ms":${1_761_525_000_000 + index},"speed":${(index % 1000) / 10}}`,
  )
  writeFileSync(join(path, 'speed.jsonl'), lines.join('\n'))
  await page.goto('/')
  const handle = await grabFolder(page, path)
  const { durationMs, longestGapMs } = await page.evaluate(async (handle) => {
    let [longestGapMs, lastMs, isOpen] = [0, performance.now(), false]
    const tick = (): void => {
      longestGapMs = Math.max(longestGapMs, performance.now() - lastMs)
      lastMs = performance.now()
      if (!isOpen) setTimeout(tick)
    }
    tick()
    const startMs = performance.now()
    const { overlane } = globalThis
    const recording = await overlane.openRecording(new overlane.HandleDirectory(handle))
    isOpen = true
    const count = recording.sensors.find(({ name }) => name === 'speed')?.timesMs.length
    if (count !== 1_000_000) throw new Error(`${String(count)} records were read.`)
    return { durationMs: performance.now() - startMs, longestGapMs }
  }, handle)
  note('opening a log of 1,000,000 records, s', (durationMs / 1000).toFixed(2))
  note('longest time in which the page did not respond meanwhile, ms', longestGapMs.toFixed(0))
})

test('the first page is light', async ({ page }) => {
  const scripts: Promise<Buffer>[] = []
  page.on('response', (response) => {
    const type = response.headers()['content-type'] ?? ''
    if (type.includes('javascript')) scripts.push(response.body())
  })
  await page.goto('/')
  await page.getByRole('button', { name: 'Open folder' }).first().waitFor()
  const gzippedBytes = (await Promise.all(scripts)).reduce(
    (sum, script) => sum + gzipSync(script).length,
    0,
  )
  note('JavaScript of the first page, gzipped, kB', (gzippedBytes / 1000).toFixed(1))

  const timesMs: number[] = []
  const ROUNDS = 5
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto('about:blank')
    await page.goto('/')
    await page.getByRole('button', { name: 'Open folder' }).first().waitFor()
    timesMs.push(await page.evaluate(() => performance.now()))
  }
  note('from navigation to a usable page, ms', spread(timesMs))
})

async function makeSampleDrive(
  page: Page,
  folder: string,
  options: { widthPx: number; heightPx: number; frameCount: number },
): Promise<void> {
  const handle = await grabFolder(page, folder)
  const seconds = await page.evaluate(
    async ({ handle, options }) => {
      const { overlane } = globalThis
      const startMs = performance.now()
      await overlane.createSampleDrive(new overlane.HandleDirectory(handle), options)
      return (performance.now() - startMs) / 1000
    },
    { handle, options },
  )
  const count = readdirSync(join(folder, 'frames')).length
  const bytes = readFileSync(join(folder, 'frames', 'frame_000000.png')).length
  note(
    `making the sample drive, ${count} frames of ${options.widthPx}×${options.heightPx} (${Math.round(bytes / 1000)} kB each), s`,
    seconds.toFixed(1),
  )
}
