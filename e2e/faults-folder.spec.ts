/** Faults around a run: of the disk, the folders, the tab and the machine. */

import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { chromium } from '@playwright/test'
import type { Page } from '@playwright/test'
import { browserArgs, findBrowser } from '../tools/find-browser.mjs'
import { OTHER_CASES } from './fault-cases.ts'
import { expect, grabFolder } from './fixtures.ts'
import { fileHashes, namesIn, readReport } from './folder-contents.ts'
import { FRAME_COUNT, faultAt, options, runsAll, test } from './fault-run.ts'
import { goOn, holdDisk, patchFrameWorker, patchWorker, slowDisk } from './frame-worker.ts'
import { fillDisk, freeDisk, mountDisk, unmountDisk } from './full-disk.ts'
import { renderFolders } from './run.ts'
import { frameTimesMs, hasFfmpeg } from './videos.ts'

/** Slow enough to meet a run in its middle. */
const slowly = slowDisk(400)

function isLeftOut(name: string): boolean {
  const isLong = OTHER_CASES.some(({ proof, isShort }) => proof.name === name && !isShort)
  return isLong && !runsAll
}

const NO_DISK = 'Only root can mount a disk, and not everywhere.'
const VIDEO = 'drive-overlay.webm'
const video = { config: { renderers: [{ type: 'frame_info' }], output: { format: 'webm' } } }

const WRITE_FAULTS = {
  'every write fails': 'InvalidStateError',
  'the permission is withdrawn': 'NotAllowedError',
}

test.describe('a write', () => {
  for (const [fault, name] of Object.entries(WRITE_FAULTS)) {
    if (isLeftOut(fault)) continue
    test(fault, async ({ page, faulty }) => {
      const script = `throw new DOMException('failed on purpose', '${name}')`
      await patchFrameWorker(page, faultAt('write', script, 'number > 2'))
      const report = await faulty.start(page)
      expect(report).toMatchObject({ status: 'stopped', stopReason: { code: 'write-failed' } })
      expect(report.stopReason?.message).toMatch(/^frame_\d{6}\.webp could not be written to "out"/)
      faulty.expectUnharmed()
      await page.unrouteAll()
      await faulty.expectResumed(page)
    })
  }
})

test.describe('a full disk', () => {
  test('the disk is full: frames', async ({ page, faulty }) => {
    test.skip(!mountDisk(faulty.output, '2m'), NO_DISK)
    try {
      faulty.writeForeign()
      await patchFrameWorker(page, slowly)
      const running = faulty.start(page, { workerCount: 1 })
      await faulty.hasBegun()
      fillDisk(faulty.output)
      const report = await running
      expect(report).toMatchObject({ status: 'stopped', stopReason: { code: 'write-failed' } })
      expect(report.stopReason?.message).toContain('is full')
      freeDisk(faulty.output)
      faulty.expectUnharmed()
      await page.unrouteAll()
      await faulty.expectResumed(page)
    } finally {
      unmountDisk(faulty.output)
    }
  })

  test('the disk is full: ZIP', async ({ page, faulty }) => {
    const { output, recording } = faulty
    test.skip(!mountDisk(output, '2m'), NO_DISK)
    try {
      fillDisk(output)
      const handles = {
        recording: await grabFolder(page, recording.path),
        output: await grabFolder(page, output),
      }
      const renderZip = () =>
        page.evaluate(async ({ recording: from, output }) => {
          const { overlane } = globalThis
          const recording = await overlane.openRecording(new overlane.HandleDirectory(from))
          const file = await output.getFileHandle('all.zip', { create: true })
          const { config } = recording
          const stream = await file.createWritable()
          return overlane.renderRecording({ recording, config, output: stream })
        }, handles)
      const report = await renderZip()
      expect(report).toMatchObject({ status: 'stopped', files: [] })
      expect(report.stopReason?.message).toMatch(/^The ZIP could not be written: .* is full\./)
      freeDisk(output)
      // The file is the one that the user named. It is as empty as it was.
      expect(namesIn(output)).toEqual(['all.zip'])
      expect(statSync(join(output, 'all.zip')).size).toBe(0)
      expect(await renderZip()).toMatchObject({ status: 'finished', renderedCount: FRAME_COUNT })
    } finally {
      unmountDisk(output)
    }
  })

  test('the disk is full: video', async ({ page, faulty }) => {
    test.skip(!mountDisk(faulty.output, '2m'), NO_DISK)
    try {
      faulty.writeForeign()
      await patchWorker(page, 'movie', slowStream(1500))
      const running = faulty.start(page, video)
      await expect.poll(() => existsSync(join(faulty.output, VIDEO))).toBe(true)
      fillDisk(faulty.output)
      const report = await running
      expect(report).toMatchObject({ status: 'stopped', files: [] })
      expect(report.stopReason?.message).toMatch(
        /^drive-overlay\.webm could not be written: .* full/,
      )
      freeDisk(faulty.output)
      await expectNoVideo(page)
      faulty.expectUnharmed()
    } finally {
      unmountDisk(faulty.output)
    }

    async function expectNoVideo(page: Page): Promise<void> {
      expect(namesIn(faulty.output)).not.toContain(VIDEO)
      await page.unrouteAll()
      const again = await faulty.start(page, { ...video, overwrite: true })
      expect(again).toMatchObject({ status: 'finished', renderedCount: FRAME_COUNT })
      rmSync(join(faulty.output, VIDEO))
    }
  })
})

test.describe('a folder', () => {
  test('the output folder is moved away', async ({ page, faulty }) => {
    await patchFrameWorker(page, slowly)
    const running = faulty.start(page, { workerCount: 1 })
    await faulty.hasBegun()
    renameSync(faulty.output, `${faulty.output} elsewhere`)
    const report = await running
    expect(report).toMatchObject({ status: 'stopped', stopReason: { code: 'write-failed' } })
    renameSync(`${faulty.output} elsewhere`, faulty.output)
    faulty.expectUnharmed('killed')
    await page.unrouteAll()
    await faulty.expectResumed(page)
  })
})

test('the tab crashes', async ({ page, context, faulty, allowError }) => {
  allowError(/the page crashed/)
  const other = await context.newPage()
  await patchFrameWorker(other, slowly)
  await other.goto('/')
  faulty.start(other, { workerCount: 1 }).catch(() => undefined)
  await faulty.hasBegun()
  const crash = other.waitForEvent('crash')
  void other.goto('chrome://crash').catch(() => undefined)
  await crash
  faulty.expectUnharmed('killed')
  expect(readReport(faulty.output)).toMatchObject({ status: 'running' })
  await faulty.expectResumed(page)
})

if (runsAll) {
  test('a worker runs out of memory, which ends its tab', async ({ page, faulty, baseURL }) => {
    const executablePath = findBrowser()
    const browser = await chromium.launch({
      args: [...browserArgs, '--js-flags=--max-old-space-size=128'],
      ...(executablePath ? { executablePath } : {}),
    })
    const other = await browser.newPage()
    const fill = 'for (const held = [];;) held.push(new Array(1 << 16).fill(held.length + 0.5))'
    await patchFrameWorker(other, `${slowly};${faultAt('decode', fill, 'number === 8')}`)
    await other.goto(baseURL ?? '')
    const crash = other.waitForEvent('crash')
    faulty.start(other, { workerCount: 1 }).catch(() => undefined)
    await crash
    await browser.close()
    faulty.expectUnharmed('killed')
    await faulty.expectResumed(page)
  })

  test('the source folder is renamed', async ({ page, faulty }) => {
    await patchFrameWorker(page, holdDisk(2))
    const running = faulty.start(page, { workerCount: 1 })
    await faulty.hasWritten()
    renameSync(faulty.recording.path, `${faulty.recording.path} elsewhere`)
    await goOn(page)
    const report = await running
    expect(report.skipped.length).toBeGreaterThan(0)
    faulty.expectFinished(report, report.skipped.length)
    renameSync(`${faulty.recording.path} elsewhere`, faulty.recording.path)
    await page.unrouteAll()
    await faulty.expectResumed(page)
  })

  test('a frame is deleted in the middle of the run', async ({ page, faulty }) => {
    await patchFrameWorker(page, holdDisk(2))
    const running = faulty.start(page, { workerCount: 1 })
    await faulty.hasWritten()
    rmSync(join(faulty.recording.path, faulty.recording.frameNames.at(-1) ?? ''))
    await goOn(page)
    const report = await running
    faulty.expectFinished(report, 1)
    expect(report.skipped[0]?.frameIndex).toBe(FRAME_COUNT - 1)
  })

  test('a frame is replaced in the middle of the run', async ({
    page,
    faulty,
    makeRecording,
    makeFolder,
  }) => {
    const { path, frameNames } = faulty.recording
    const other = await makeRecording({ frameCount: FRAME_COUNT, name: 'other/drive', seed: 2 })
    const last = frameNames.at(-1) ?? ''
    await patchFrameWorker(page, holdDisk(2))
    const running = faulty.start(page, { workerCount: 1 })
    await faulty.hasWritten()
    writeFileSync(join(path, 'new'), readFileSync(join(other.path, last)))
    renameSync(join(path, 'new'), join(path, last))
    await goOn(page)
    const report = await running
    await page.unrouteAll()
    const fresh = makeFolder('fresh')
    await renderFolders(page, path, fresh, options)
    const image = last.replace('.png', '.webp')
    expect(faulty.expected[image]).not.toBe(fileHashes(fresh, [image])[image])
    Object.assign(faulty.expected, fileHashes(fresh, [image]))
    faulty.expectFinished(report, 0)
  })

  test('the machine sleeps, and its clock jumps', async ({ page, faulty }) => {
    test.skip(process.platform !== 'linux', 'Only Linux stops processes by a signal.')
    await patchFrameWorker(page, slowly)
    const running = faulty.start(page, { frameTimeoutMs: 2000 })
    await faulty.hasBegun()
    const renderers = await renderersOf(page)
    expect(renderers.length).toBeGreaterThan(0)
    for (const id of renderers) process.kill(id, 'SIGSTOP')
    // Longer than the time in which a worker must give a sign.
    await delay(5000)
    for (const id of renderers) process.kill(id, 'SIGCONT')
    const report = await running
    faulty.expectFinished(report, 0)
    expect(report.replacedWorkerCount).toBe(0)
  })
}

const WRITER_FAULTS = {
  'the worker that writes the video hangs': 'for (;;);',
  'the worker that writes the video ends': 'self.close()',
  'a write of the video fails': `throw new DOMException('failed on purpose', 'InvalidStateError')`,
}

for (const [fault, script] of Object.entries(WRITER_FAULTS)) {
  if (isLeftOut(fault)) continue
  test(fault, async ({ page, faulty }) => {
    const { output } = faulty
    await patchWorker(page, 'movie', streamFault(script))
    const report = await faulty.start(page, { ...video, frameTimeoutMs: 1000 })
    expect(report).toMatchObject({ status: 'stopped', files: [] })
    expect(report.stopReason?.message).toContain(`${VIDEO} could not be written`)
    expect(namesIn(output)).not.toContain(VIDEO)
    faulty.expectUnharmed()
    await page.unrouteAll()
    const again = await faulty.start(page, { ...video, overwrite: true })
    expect(again).toMatchObject({ status: 'finished', renderedCount: FRAME_COUNT, files: [VIDEO] })
    if (hasFfmpeg) expect(frameTimesMs(join(output, VIDEO))).toHaveLength(FRAME_COUNT)
    rmSync(join(output, VIDEO))
    faulty.expectUnharmed()
  })
}

/** Something happens at each write of a file's stream. */
function streamFault(script: string): string {
  return `
    const { write } = FileSystemWritableFileStream.prototype
    FileSystemWritableFileStream.prototype.write = async function (...input) {
      ${script}
      return write.apply(this, input)
    }`
}

const slowStream = (delayMs: number): string =>
  streamFault(`await new Promise((resolve) => setTimeout(resolve, ${delayMs}))`)

/** The processes of the browser's pages. */
async function renderersOf(page: Page): Promise<number[]> {
  const session = await page.context().browser()?.newBrowserCDPSession()
  const { processInfo = [] } = (await session?.send('SystemInfo.getProcessInfo')) ?? {}
  await session?.detach()
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}
