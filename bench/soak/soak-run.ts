/** A long run in the page, as a user starts it, and what it holds meanwhile. */

import os from 'node:os'
import { basename } from 'node:path'
import type { Browser, Locator, Page } from '@playwright/test'
import { dropFolder, expect } from '../../e2e/fixtures.ts'
import { chooseOutput, regionOf, renderButton } from '../../e2e/page.ts'
import { browserPid } from '../../src/cli/browser/browser-memory.ts'
import { countOpenFiles, sampleMemory } from './browser-processes.ts'
import type { MemorySample } from './browser-processes.ts'
import { traceTasks } from './task-times.ts'
import type { PageTask } from './task-times.ts'
import { fitTrend } from './trend.ts'
import type { Trend } from './trend.ts'
import { watchPage } from './watch-page.ts'
import type { PageWatch } from './watch-page.ts'

export interface SoakRun {
  frameCount: number
  seconds: number
  /** When the memory was at its peak. */
  peak: MemorySample
  /** MB per 1,000 frames after the warm-up; null for fewer than three samples. */
  growth: Trend | null
  openFilesBefore: number
  openFilesAfter: number
  /** At a time, in the page and its workers. */
  mostOpenPictures: number
  /** In the page, when the run has ended. */
  openPicturesAfter: number
  /** Of the page while it opened the recording, in ms. */
  openingTasksMs: number[]
  /** Of the page during the run, in ms. */
  longTasksMs: number[]
  /** How many tasks of the machine wanted a core, on average over the last minute. */
  load: number
}

export interface TaskRun {
  /** Of the page during the run. */
  tasks: PageTask[]
  /** See `SoakRun`. */
  load: number
}

const RUN_TIMEOUT_MS = 15 * 60_000
const SAMPLE_INTERVAL_MS = 1000
const OPENING_TIMEOUT_MS = 120_000
const REST_TIMEOUT_MS = 60_000
/** The share of the frames in which buffers grow to their size and code is compiled. */
const WARM_UP = 0.2

interface Sample extends MemorySample {
  frameCount: number
}

interface SoakOptions {
  /** The folder of the recording. */
  path: string
  /** An empty folder. */
  output: string
  frameCount: number
  /** As in `output.format`. */
  format: 'same' | 'mp4'
}

/**
 * Opens a recording in a new page and renders all of it.
 * @throws Error if not every frame is rendered
 */
export async function soak(
  browser: Browser,
  page: Page,
  { path, output, frameCount, format }: SoakOptions,
): Promise<SoakRun> {
  const pid = await browserPid(browser)
  const watch = await watchPage(page)
  const bar = await openForRun(page, { path, output, format })
  const openingTasksMs = await watch.takeLongTasks()
  const openFilesBefore = countOpenFiles(pid)
  const samples: Sample[] = []
  let mostOpenPictures = 0
  const startMs = performance.now()
  await renderButton(page).click()
  const isOver = bar
    .getByRole('status')
    .filter({ hasText: /Finished|Stopped|Cancelled/ })
    .waitFor({ timeout: 0 })
    .then(() => true)
  for (;;) {
    const share = await bar
      .getByRole('progressbar', { name: 'Render progress' })
      .evaluateAll(([progress]) => (progress instanceof HTMLProgressElement ? progress.value : 0))
    samples.push({ ...sampleMemory(pid), frameCount: Math.round(share * frameCount) })
    mostOpenPictures = Math.max(mostOpenPictures, await watch.openPictures())
    const pause = new Promise<false>((resolve) =>
      setTimeout(() => resolve(false), SAMPLE_INTERVAL_MS),
    )
    if (await Promise.race([isOver, pause])) break
  }
  const seconds = (performance.now() - startMs) / 1000
  await expect(bar.getByRole('status')).toHaveText('Finished')
  const settled = samples.filter(({ frameCount: done }) => done >= WARM_UP * frameCount)
  return {
    frameCount,
    seconds,
    peak: samples.reduce((peak, each) => (each.totalMb > peak.totalMb ? each : peak)),
    growth:
      settled.length < 3
        ? null
        : fitTrend(settled.map(({ frameCount: done, totalMb }) => [done / 1000, totalMb])),
    openFilesBefore,
    openFilesAfter: countOpenFiles(pid),
    mostOpenPictures,
    openPicturesAfter: await restingPictures(watch),
    openingTasksMs,
    longTasksMs: await watch.takeLongTasks(),
    load: os.loadavg()[0] ?? 0,
  }
}

/** Runs as `soak` does, and tells the tasks of the page meanwhile. Not for more than a few minutes. */
export async function soakTasks(
  browser: Browser,
  page: Page,
  options: Omit<SoakOptions, 'frameCount'>,
): Promise<TaskRun> {
  const bar = await openForRun(page, options)
  const tasks = await traceTasks(browser, async () => {
    await renderButton(page).click()
    await expect(bar.getByRole('status')).toHaveText('Finished', { timeout: RUN_TIMEOUT_MS })
  })
  return { tasks, load: os.loadavg()[0] ?? 0 }
}

/** @returns the region with the progress of the run */
async function openForRun(
  page: Page,
  { path, output, format }: Omit<SoakOptions, 'frameCount'>,
): Promise<Locator> {
  await page.goto('/')
  await dropFolder(page, path)
  const heading = page.getByRole('banner').getByRole('heading')
  await expect(heading).toHaveText(basename(path), { timeout: OPENING_TIMEOUT_MS })
  const bar = regionOf(page, 'Render')
  await bar.getByLabel('Format').selectOption(format)
  await chooseOutput(page, output)
  return bar
}

/**
 * The stage shows its earlier frame again. Then the decoder is released, and what it read ahead. The walk
 * that makes small pictures goes on too, and has a few open until it ends.
 */
async function restingPictures(watch: PageWatch): Promise<number> {
  const endMs = performance.now() + REST_TIMEOUT_MS
  let count = await watch.openPictures()
  while (count > 1 && performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 250))
    count = await watch.openPictures()
  }
  return count
}
