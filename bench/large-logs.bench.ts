/** Measures how much memory large logs take while they are opened, and writes it to `bench/LOGS.md`. */

import { readFileSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { CLI, start } from '../e2e/cli.ts'
import { dropFolder, expect, hasRealRecordings, realRecordings, test } from '../e2e/fixtures.ts'
import { regionOf, seeRecording } from '../e2e/page.ts'
import { browserPid } from '../src/cli/browser/browser-memory.ts'
import { Figures } from './figures.ts'
import { writeGpx, writeOneFrame, writeRobotLog } from './large-logs.ts'
import { sampleMemory } from './soak/browser-processes.ts'

const SAMPLE_INTERVAL_MS = 200
/** A road that takes longer has come to a stop. */
const MOST_MS = 600_000

const figures = new Figures()

test.afterAll(({ browser }) => {
  figures.write(
    'LOGS.md',
    'Large logs',
    'npm run bench:logs',
    browser.version(),
    'The peak is the proportional set size while the file is opened and its first frame is shown: of the process that has the page and its threads, and of all processes of the browser.',
  )
})

test.skip(!hasRealRecordings, 'It needs ../shared/data.')

const image = (): Buffer =>
  readFileSync(join(realRecordings, 'gopro-karma', 'frames', 'frame_000001.jpg'))

for (const pointCount of [48_000, 480_000]) {
  test(`GPX of ${pointCount} points`, async ({ page, browser, makeFolder }) => {
    const folder = makeFolder('walk')
    writeGpx(folder, pointCount)
    writeOneFrame(folder, image())
    await measure(page, browser, folder, 'walk.gpx')
  })
}

for (const { messageCount, compression } of [
  { messageCount: 400, compression: '' },
  { messageCount: 4000, compression: '' },
  { messageCount: 4000, compression: 'lz4' },
  { messageCount: 4000, compression: 'zstd' },
] as const) {
  const packed = compression === '' ? '' : ` in chunks of ${compression}`
  test(`MCAP of ${messageCount} images${packed}`, async ({ page, browser, makeFolder }) => {
    const folder = makeFolder('robot')
    const written = { image: image(), imageBytes: 1_000_000, messageCount, compression }
    await writeRobotLog(folder, written)
    await measure(page, browser, folder, 'robot.mcap', packed)
    rmSync(folder, { recursive: true })
  })
}

/** @param packed how the file is compressed, for the names of the rows */
async function measure(
  page: Page,
  browser: Browser,
  folder: string,
  name: string,
  packed = '',
): Promise<void> {
  const size = `${name.split('.')[1]?.toUpperCase() ?? ''} of ${(statSync(join(folder, name)).size / 1e6).toFixed(0)} MB${packed}`
  await page.goto('/')
  page.setDefaultTimeout(MOST_MS)
  const steps = await watchProgress(page)
  const startMs = performance.now()
  const inPage = await peaksOf(await browserPid(browser), async () => {
    await dropFolder(page, folder)
    await expect(page.getByRole('banner').getByRole('heading')).toHaveText(basename(folder), {
      timeout: MOST_MS,
    })
    await seeRecording(page, basename(folder))
    await regionOf(page, 'Preview').getByText('loading').waitFor({ state: 'hidden' })
  })
  note(`${size}, in the page`, inPage, performance.now() - startMs)
  figures.note(`${size}, in the page: shares that it told`, `${await steps()}`)

  const beginMs = performance.now()
  const running = start(process.execPath, [CLI, 'inspect', folder])
  const inTerminal = await peaksOf(running.child.pid ?? 0, async () => {
    const { exitCode, stdout, stderr } = await running.ended
    if (exitCode !== 0) throw new Error(`${stdout}\n${stderr}`)
  })
  note(`${size}, in the terminal`, inTerminal, performance.now() - beginMs)
}

function note(what: string, { rendererMb, totalMb }: Peaks, durationMs: number): void {
  figures.note(`${what}: s`, (durationMs / 1000).toFixed(1))
  figures.note(
    `${what}: peak of the page, of all processes, MB`,
    `${rendererMb.toFixed(0)}, ${totalMb.toFixed(0)}`,
  )
}

/** @returns counts how many different shares the page has told since */
async function watchProgress(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    globalThis.toldShares = new Set()
    new MutationObserver(() => {
      const { value } = document.querySelector('progress') ?? { value: 0 }
      if (value > 0) toldShares.add(value)
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
  })
  return () => page.evaluate(() => toldShares.size)
}

declare global {
  var toldShares: Set<number>
}

interface Peaks {
  rendererMb: number
  totalMb: number
}

async function peaksOf(rootPid: number, work: () => Promise<void>): Promise<Peaks> {
  const peaks = { rendererMb: 0, totalMb: 0 }
  const timer = setInterval(() => {
    const { totalMb, mbByKind } = sampleMemory(rootPid)
    peaks.totalMb = Math.max(peaks.totalMb, totalMb)
    peaks.rendererMb = Math.max(peaks.rendererMb, mbByKind.renderer ?? 0)
  }, SAMPLE_INTERVAL_MS)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return peaks
}
