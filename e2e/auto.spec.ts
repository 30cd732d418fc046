/** `auto` chooses workers and chunks from the first frames of the run, within the memory limit. */

import { readdirSync } from 'node:fs'
import { expect, test } from './fixtures.ts'
import { patchFrameWorker, slowDisk } from './frame-worker.ts'
import { openLibrary, renderFolders } from './run.ts'

const AUTO = { workerCount: 'auto', chunkSize: 'auto' } as const

test('auto adds workers if they wait for the disk, and every frame is rendered once', async ({
  page,
  makeRecording,
  makeFolder,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 60, widthPx: 64, heightPx: 36 })
  const output = makeFolder('out')
  await openLibrary(page)
  await patchFrameWorker(page, slowDisk(100))
  const coreCount = await page.evaluate(() => navigator.hardwareConcurrency)
  const report = await renderFolders(page, path, output, AUTO)
  expect(report).toMatchObject({ status: 'finished', renderedCount: 60, skipped: [], failed: [] })
  expect(readdirSync(output).sort()).toEqual([
    ...frameNames,
    'overlane-manifest.jsonl',
    'overlane-report.json',
  ])
  expect(report.settings.workerCount).toBe(coreCount * 2)
  expect(report.workerReason).toMatch(
    /waited for the disk for the rest; more workers use that time/,
  )
  expect(report.workers).toHaveLength(coreCount * 2)
  expect(report.workers.reduce((sum, { frameCount }) => sum + frameCount, 0)).toBe(60)
})

test('auto respects the memory limit', async ({ page, makeRecording, makeFolder }) => {
  const { path } = await makeRecording({ frameCount: 40, widthPx: 64, heightPx: 36 })
  await openLibrary(page)
  await patchFrameWorker(page, slowDisk(100))
  const report = await renderFolders(page, path, makeFolder('out'), {
    ...AUTO,
    // The browser with one worker needs about 290 MB, with two workers 330 MB.
    config: { renderers: [{ type: 'frame_info' }], output: { memory_limit_mb: 300 } },
  })
  expect(report).toMatchObject({ status: 'finished', renderedCount: 40 })
  expect(report.settings.workerCount).toBe(1)
  expect(report.estimatedMemoryBytes).toBeLessThanOrEqual(300e6)
  expect(report.warnings.map(({ code }) => code)).toContain('workers-reduced')
})

test('auto makes the same pictures as fixed settings', async ({
  library,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 24 })
  const [auto, fixed] = [makeFolder('auto'), makeFolder('fixed')]
  await renderFolders(library, path, auto, AUTO)
  await renderFolders(library, path, fixed, { mode: 'sequential' })
  const hashes = await pictures.hashes(auto)
  expect(Object.keys(hashes)).toEqual(frameNames)
  expect(hashes).toEqual(await pictures.hashes(fixed))
})

test('a run can leave two cores free, and never takes more workers than twice the cores', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 40, widthPx: 64, heightPx: 36 })
  const coreCount = await library.evaluate(() => navigator.hardwareConcurrency)
  const free = await renderFolders(library, path, makeFolder('free'), {
    workerCount: 'leave_two_free',
  })
  expect(free.settings.workerCount).toBe(Math.max(1, coreCount - 2))
  const many = await renderFolders(library, path, makeFolder('many'), {
    workerCount: coreCount * 3,
  })
  expect(many.settings.workerCount).toBe(Math.min(coreCount * 2, 40))
  expect(many.warnings.map(({ code }) => code)).toContain('workers-reduced')
})
