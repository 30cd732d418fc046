/** Measures how fast the stage and the timeline answer, and writes it to `bench/TIMELINE.md`. */

import { existsSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { dropFolder, expect, grabFolder, realRecordings, test } from '../e2e/fixtures.ts'
import { openByDrop, regionOf } from '../e2e/page.ts'
import { hasFfmpeg, runFfmpeg } from '../e2e/videos.ts'
import { installDrawClock, timeUntilDrawn } from './draw-clock.ts'
import { Figures, spread } from './figures.ts'
import { processorSeconds } from './process-time.ts'

const figures = new Figures()
const note = (what: string, figure: string): void => figures.note(what, figure)
const park = join(realRecordings, 'park-1080p', 'park.mp4')
const SIZE = { widthPx: 1920, heightPx: 1080 }

test.afterAll(({ browser }) => {
  figures.write(
    'TIMELINE.md',
    'How fast the stage and the timeline answer',
    'npm run bench:timeline',
    browser.version(),
    'A median is followed by the lowest and the highest figure. A frame is shown when it is drawn with its overlay.',
  )
})

test.beforeEach(async ({ page }) => {
  await installDrawClock(page)
})

test('frames of 1080p images', async ({ page, makeFolder, browser }) => {
  await measureKeys(page, browser, await makeDrive(page, makeFolder('images')), '1080p PNG')
})

test.describe('videos of 1080p', () => {
  test.skip(!hasFfmpeg || !existsSync(park), 'ffmpeg is not installed, or the video is missing')

  for (const group of [15, 30, 60, 250]) {
    test(`with a key frame in ${group} frames`, async ({ page, makeFolder, browser }) => {
      const folder = makeFolder('video')
      const coding = ['-g', String(group), '-sc_threshold', '0']
      writeParkVideo(join(folder, 'park.mp4'), 500, coding)
      const what = `1080p H.264, a key frame in ${group} frames`
      await measureKeys(page, browser, folder, what)
      await measureQuick(page, 500, what)
      if (group >= 60) await measurePlaying(page, browser, what)
    })
  }
})

test('a nudge and a drag of a log', async ({ page, makeFolder }) => {
  const path = await makeDrive(page, makeFolder('moved'))
  await page.goto('/')
  await openByDrop(page, path)
  const timeline = regionOf(page, 'Timeline')
  await timeline.getByRole('button', { name: 'speed', exact: true }).click()
  await page.keyboard.press('Home')
  for (let press = 0; press < 20; press++) await page.keyboard.press('ArrowRight')
  await settle(page)
  const nudges: number[] = []
  for (let round = 0; round < 30; round++) {
    const key = round % 2 === 0 ? '.' : ','
    nudges.push(await timeUntilDrawn(page, ['stage', 'lanes'], () => page.keyboard.press(key)))
  }
  note(
    'from a nudge until the overlay of a 1080p frame and the curves are drawn, ms',
    spread(nudges),
  )
  const row = await timeline.getByRole('button', { name: 'speed', exact: true }).boundingBox()
  const plot = await timeline.locator('canvas').last().boundingBox()
  if (!row || !plot) throw new Error('The lane is not shown.')
  const place = { x: plot.x + plot.width / 2, y: row.y + row.height / 2 }
  await page.keyboard.down('Alt')
  await page.mouse.move(place.x, place.y)
  await page.mouse.down()
  const drags: number[] = []
  for (let step = 1; step <= 30; step++) {
    const move = (): Promise<void> => page.mouse.move(place.x + 3 * step, place.y)
    drags.push(await timeUntilDrawn(page, ['stage', 'lanes'], move))
  }
  await page.mouse.up()
  await page.keyboard.up('Alt')
  note('from a move of a dragged log until both are drawn, ms', spread(drags))
})

test('5 logs of 1,000,000 records and 15 of 10,000', async ({ page, makeRecording, browser }) => {
  const large = logsOf((index) => (index < 5 ? 1_000_000 : 10_000))
  const [{ path }, { path: small }] = [
    await makeRecording({ name: 'large', frameCount: 6, files: spanningFiles }),
    await makeRecording({ name: 'small', frameCount: 6, files: spanningFiles }),
  ]
  let logBytes = 0
  for (const [name, text] of large) {
    writeFileSync(join(path, name), text())
    logBytes += statSync(join(path, name)).size
  }
  for (const [name, text] of logsOf(() => 100)) writeFileSync(join(small, name), text())

  const records = (await memoryOfApi(page, path)) - (await memoryOfApi(page, small))
  const shown = (await memoryOfPage(page, path)) - (await memoryOfPage(page, small))
  note('the logs on the disk, MB', (logBytes / 1e6).toFixed(0))
  note('the logs in the memory, MB', (records / 1e6).toFixed(0))
  note('the timeline of these logs in the memory, MB', ((shown - records) / 1e6).toFixed(1))
  note('÷ the logs in the memory, per cent', ((100 * (shown - records)) / records).toFixed(1))

  await page.setViewportSize({ width: 1280, height: 1000 })
  await page.goto('/')
  await openLarge(page, path)
  const timeline = regionOf(page, 'Timeline')
  const startMs = Date.now()
  await page.evaluate(() => globalThis.drawClock.idle(2000))
  note('until all curves are complete, s', ((Date.now() - startMs - 2000) / 1000).toFixed(1))
  await zoom(page, browser, 'as it opens')
  for (let press = 0; press < 40; press++) {
    await timeline.getByRole('separator', { name: 'Height of the timeline' }).press('ArrowUp')
  }
  await timeline.getByRole('button', { name: 'Lanes' }).click()
  for (let index = 0; index < 5; index++) {
    await timeline.getByLabel(`Height of log_0${index}`).selectOption('high')
  }
  await page.keyboard.press('Escape')
  await zoom(page, browser, '5 high lanes, as many others as fit')
})

/** Large logs take longer to open than a test waits. */
async function openLarge(page: Page, path: string): Promise<void> {
  await dropFolder(page, path)
  const heading = page.getByRole('banner').getByRole('heading')
  await expect(heading).toHaveText(basename(path), { timeout: 180_000 })
}

/** Zooms in by 40 steps of the wheel and out again. */
async function zoom(page: Page, browser: Browser, what: string): Promise<void> {
  const plot = await regionOf(page, 'Timeline').locator('canvas').last().boundingBox()
  if (!plot) throw new Error('The timeline is not shown.')
  await page.mouse.move(plot.x + plot.width * 0.37, plot.y + 20)
  await page.evaluate(() => globalThis.drawClock.idle(1000))
  const client = await page.context().newCDPSession(page)
  await client.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busyMs = async (): Promise<number> => {
    const { metrics } = await client.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN)
  }
  await page.evaluate(() => globalThis.drawClock.takeLaneMs())
  const before = await busyMs()
  await browser.startTracing(page, { categories: ['devtools.timeline'] })
  const STEPS = 80
  for (let step = 0; step < STEPS; step++) {
    const wheel = (): Promise<void> => page.mouse.wheel(0, step < STEPS / 2 ? -60 : 60)
    await timeUntilDrawn(page, ['lanes'], wheel)
  }
  const trace = (await browser.stopTracing()).toString()
  const taskMs = ((await busyMs()) - before) / STEPS
  const laneMs = await page.evaluate(() => globalThis.drawClock.takeLaneMs())
  note(`drawing the lanes while zooming, ${what}, ms`, spread(laneMs))
  note(`of these redraws, ms of the processor, ${what}`, spread(animationFramesMs(trace)))
  note(`of 20 of these redraws, 19 take at most, ${what}, ms`, quantile(laneMs, 0.95).toFixed(2))
  note(
    `all work of the page for a step of the zoom, ${what}, mean, ms of the processor`,
    taskMs.toFixed(2),
  )
  await client.detach()
}

/**
 * The processor time of the callbacks of animation frames, in ms: without the time in which the thread
 * waited for a core.
 */
function animationFramesMs(trace: string): number[] {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: { name: string; tdur?: number }[] }
  return traceEvents.flatMap(({ name, tdur }) =>
    name === 'FireAnimationFrame' && tdur !== undefined ? [tdur / 1000] : [],
  )
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? NaN
}

/** Presses keys, each when the frame before is shown, and clicks into the timeline. */
async function measureKeys(
  page: Page,
  browser: Browser,
  path: string,
  what: string,
): Promise<void> {
  await page.goto('/')
  await openByDrop(page, path)
  await settle(page)
  const [firsts, owns]: [number[], number[]] = [[], []]
  const timed = async (act: () => Promise<void>): Promise<number> => {
    const ms = await timeUntilDrawn(page, ['stage'], act)
    firsts.push(await page.evaluate(() => globalThis.drawClock.firstMs()))
    owns.push(await page.evaluate(() => globalThis.drawClock.ownMs()))
    return ms
  }
  const press = (key: string): Promise<number> => timed(() => page.keyboard.press(key))
  const presses = async (key: string, count: number): Promise<number[]> => {
    const times: number[] = []
    for (let index = 0; index < count; index++) times.push(await press(key))
    return times
  }
  const forth = await presses('ArrowRight', 20)
  const back = await presses('ArrowLeft', 15)
  const seconds = [
    ...(await presses('Shift+ArrowRight', 2)),
    ...(await presses('Shift+ArrowLeft', 2)),
  ]
  const ends: number[] = []
  for (let round = 0; round < 4; round++) ends.push(await press(round % 2 === 0 ? 'End' : 'Home'))
  const beforeEnd = [await press('End'), ...(await presses('ArrowLeft', 15))]
  const plot = await regionOf(page, 'Timeline').locator('canvas').last().boundingBox()
  if (!plot) throw new Error('The timeline is not shown.')
  const clicks: number[] = []
  const spent = await processorSeconds(browser, async () => {
    for (let index = 0; index < 20; index++) {
      // The golden ratio spreads them evenly.
      const x = plot.x + plot.width * ((0.3 + 0.618 * index) % 1)
      clicks.push(await timed(() => page.mouse.click(x, plot.y + 3)))
    }
  })
  const all = [...forth, ...back, ...seconds, ...ends, ...beforeEnd, ...clicks]
  note(`${what}: → until the frame is shown, ms`, spread(forth))
  note(`${what}: ←, ms`, spread(back))
  note(`${what}: ← from the end, ms`, spread(beforeEnd.slice(1)))
  note(`${what}: a second forth or back, ms`, spread(seconds))
  note(`${what}: Home and End, ms`, spread(ends))
  note(`${what}: a click anywhere, ms`, spread(clicks))
  const meanMs = (1000 * spent) / clicks.length
  note(`${what}: of the processors, for each of these clicks, ms`, meanMs.toFixed(0))
  const countInTime = (times: readonly number[]): string =>
    String(times.filter((ms) => ms <= 100).length)
  note(`${what}: shown within 100 ms, of ${all.length}`, countInTime(all))
  note(`${what}: shown within 100 ms, be it small, of ${all.length}`, countInTime(owns))
  note(`${what}: until it or a frame on the way to it is shown, ms`, spread(firsts))
  note(
    `${what}: shown within 100 ms, or a frame on the way to it with its name, of ${all.length}`,
    countInTime(firsts),
  )
}

/** Waits until small pictures of all frames are made, and clicks into the timeline. */
async function measureQuick(page: Page, frameCount: number, what: string): Promise<void> {
  const timeline = regionOf(page, 'Timeline')
  const label = `${frameCount} of ${frameCount} frames can be shown at once`
  await expect(timeline.getByRole('img', { name: label })).toBeVisible({ timeout: 120_000 })
  const plot = await timeline.locator('canvas').last().boundingBox()
  if (!plot) throw new Error('The timeline is not shown.')
  const [owns, exact]: [number[], number[]] = [[], []]
  for (let index = 0; index < 40; index++) {
    // The golden ratio spreads them evenly.
    const x = plot.x + plot.width * ((0.3 + 0.618 * index) % 1)
    exact.push(await timeUntilDrawn(page, ['stage'], () => page.mouse.click(x, plot.y + 3)))
    owns.push(await page.evaluate(() => globalThis.drawClock.ownMs()))
  }
  const withSmall = `${what}, with small pictures`
  note(`${withSmall}: from a click anywhere until its frame is shown, ms`, spread(owns))
  const inTime = owns.filter((ms) => ms <= 100).length
  note(`${withSmall}: shown within 100 ms, of ${owns.length} clicks`, String(inTime))
  note(`${withSmall}: until it is sharp, ms`, spread(exact))
}

/** Plays the whole video once. */
async function measurePlaying(page: Page, browser: Browser, what: string): Promise<void> {
  await page.keyboard.press('Home')
  await settle(page)
  const spent = await processorSeconds(browser, async () => {
    await page.keyboard.press('Space')
    await pausedAgain(page)
  })
  const place = regionOf(page, 'Preview').locator('.transport .place')
  const leftOut = place.getByText(/left out/)
  const count = (await leftOut.count()) === 0 ? 0 : Number.parseInt(await leftOut.innerText(), 10)
  const total = Number((await place.innerText()).match(/\/ (\d+)/)?.[1])
  note(
    `${what}, 30 frames/s with its overlay in real time: frames left out, per cent`,
    ((100 * count) / total).toFixed(1),
  )
  note(
    `${what}: of the processors, for each frame played, ms (two cores have 66.7)`,
    ((1000 * spent) / (total - count)).toFixed(1),
  )
}

/** Does not look at the page meanwhile, which would take as much of the processor as a frame. */
async function pausedAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pause' }).evaluate(
    (button) =>
      new Promise<void>((resolve) => {
        new MutationObserver((_, observer) => {
          if (button.ariaLabel === 'Pause') return
          observer.disconnect()
          resolve()
        }).observe(button, { attributeFilter: ['aria-label'] })
      }),
  )
}

async function settle(page: Page): Promise<void> {
  await expect(regionOf(page, 'Preview').locator('.loading')).toHaveCount(0)
  await page.evaluate(() => globalThis.drawClock.idle(700))
}

async function makeDrive(page: Page, path: string): Promise<string> {
  await page.goto('/')
  const handle = await grabFolder(page, path)
  await page.evaluate(
    async ({ handle, size }) => {
      const { overlane } = globalThis
      await overlane.createSampleDrive(new overlane.HandleDirectory(handle), {
        ...size,
        frameCount: 60,
      })
    },
    { handle, size: SIZE },
  )
  return path
}

/** The video of the park, repeated, with other key frames. */
function writeParkVideo(path: string, frameCount: number, coding: readonly string[]): void {
  const source = ['-stream_loop', '-1', '-i', park, '-frames:v', String(frameCount), '-an']
  runFfmpeg([...source, '-c:v', 'libx264', '-preset', 'veryfast', ...coding, path])
}

const SPAN_MS = 1_000_000
const spanningFiles = {
  'timestamps.csv': [
    'frame_index,timestamp_ms',
    ...Array.from({ length: 6 }, (_, index) => `${index},${(index * SPAN_MS) / 5}`),
  ].join('\n'),
  'speed.jsonl': null,
  'targets.jsonl': null,
}

/** Twenty logs over the same time, seeded; each text is made when it is asked for. */
function logsOf(countOf: (index: number) => number): [name: string, text: () => string][] {
  return Array.from({ length: 20 }, (_, index) => [
    `log_${String(index).padStart(2, '0')}.csv`,
    () => {
      const count = countOf(index)
      const rows = Array.from({ length: count }, (_, row) => {
        const timeMs = (row * SPAN_MS) / count
        const noise = ((row * 7919 + index * 104_729) % 1000) / 250
        const speed = 40 + 30 * Math.sin(timeMs / 7000 + index) + noise
        return `${timeMs.toFixed(1)},${speed.toFixed(3)},${(noise * 90).toFixed(2)}`
      })
      return ['timestamp_ms,speed_kmh,heading_deg', ...rows].join('\n')
    },
  ])
}

async function heapBytes(page: Page): Promise<number> {
  const client = await page.context().newCDPSession(page)
  for (let round = 0; round < 3; round++) await client.send('HeapProfiler.collectGarbage')
  const usage = (await client.send('Runtime.getHeapUsage')) as {
    usedSize: number
    backingStorageSize?: number
  }
  await client.detach()
  return usage.usedSize + (usage.backingStorageSize ?? 0)
}

/** Of a page that has opened a recording without showing it. */
async function memoryOfApi(page: Page, path: string): Promise<number> {
  await page.goto('about:blank')
  await page.goto('/')
  const handle = await grabFolder(page, path)
  const opened = await page.evaluateHandle(async (handle) => {
    const { overlane } = globalThis
    return overlane.openRecording(new overlane.HandleDirectory(handle))
  }, handle)
  const bytes = await heapBytes(page)
  await opened.dispose()
  return bytes
}

/** Of a page that shows a recording, when its curves are complete. */
async function memoryOfPage(page: Page, path: string): Promise<number> {
  await page.goto('about:blank')
  await page.goto('/')
  await openLarge(page, path)
  await page.evaluate(() => globalThis.drawClock.idle(2000))
  return heapBytes(page)
}
