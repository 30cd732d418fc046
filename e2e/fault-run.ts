/** A run with a fault, and what must be true of its output folder whatever happened. */

import { createHash } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { RenderReport } from '../src/index.ts'
import { randomUnit } from '../src/sample/seeded-random.ts'
import type { Stage } from './fault-cases.ts'
import { expect, test as base } from './fixtures.ts'
import { fileHashes, imagesIn, listedCount, namesIn, readReport } from './folder-contents.ts'
import type { WrittenRecording } from './recordings.ts'
import { openLibrary, renderFolders } from './run.ts'
import type { RunOptions } from './run.ts'

/** `npm run faults` sets these. */
export const runsAll = process.env.FAULTS === 'all'
export const FAULT_SEED = Number(process.env.FAULT_SEED ?? 11)

export const FRAME_COUNT = 12
/** To become WebP, a frame is decoded and encoded as a whole. */
export const options: RunOptions = {
  workerCount: 2,
  config: { renderers: [{ type: 'frame_info' }], output: { format: 'webp', quality: 0.8 } },
}

/** What a run calls at each stage of a frame, in its worker. */
const CALLS: Record<Stage, { owner: string; name: string; isOfFrame: string }> = {
  read: { owner: 'Blob.prototype', name: 'arrayBuffer', isOfFrame: 'this instanceof File' },
  decode: { owner: 'self', name: 'createImageBitmap', isOfFrame: 'true' },
  draw: {
    owner: 'OffscreenCanvasRenderingContext2D.prototype',
    name: 'fillText',
    isOfFrame: 'true',
  },
  encode: { owner: 'OffscreenCanvas.prototype', name: 'convertToBlob', isOfFrame: 'true' },
  write: { owner: 'FileSystemFileHandle.prototype', name: 'createWritable', isOfFrame: 'true' },
}

/** A script for a frame worker. @param isDue an expression with the number of the call, from 1 */
export function faultAt(stage: Stage, script: string, isDue: string): string {
  const { owner, name, isOfFrame } = CALLS[stage]
  return `{
    const { ${name}: call } = ${owner}
    let number = 0
    ${owner}.${name} = function (...input) {
      if (${isOfFrame}) {
        number++
        if (${isDue}) { ${script} }
      }
      return call.apply(this, input)
    }
  }`
}

/** A number from 1 to 4, which says at which call a fault happens. */
export function seededCall(key: string): number {
  const hash = Number.parseInt(createHash('sha256').update(key).digest('hex').slice(0, 8), 16)
  return 1 + Math.floor(4 * randomUnit(FAULT_SEED, 0, hash))
}

/** Files of others that lie in the output folder. The names are close to those of a run's files. */
const FOREIGN: Readonly<Record<string, string>> = {
  'thesis.txt': 'mine',
  'frame_000003.webp.bak': 'mine',
  'frame_000003.png': 'mine',
  'pipeline.lock': '',
  'other.mp4': '',
  'other.mp4.crswap': '',
}
const OWN = /^(?:frame_\d{6}\.webp|overlane-(?:report\.json|lock\.json|manifest(?:-\d+)?\.jsonl))$/

/** A recording, what a run makes of it, and a folder for a run with a fault. */
export class FaultRun {
  readonly recording: WrittenRecording
  readonly output: string
  /** The images of a run without a fault, by name. */
  readonly expected: Record<string, string>

  constructor(recording: WrittenRecording, output: string, expected: Record<string, string>) {
    this.recording = recording
    this.output = output
    this.expected = expected
    this.writeForeign()
  }

  start(page: Page, changes: RunOptions = {}): Promise<RenderReport> {
    return renderFolders(page, this.recording.path, this.output, { ...options, ...changes })
  }

  /** Waits until the run has written two frames. */
  async hasWritten(): Promise<void> {
    await expect.poll(() => this.writtenNames().length, { timeout: 30_000 }).toBeGreaterThan(1)
  }

  /** Waits until the run has written some frames and listed them. */
  async hasBegun(): Promise<void> {
    await expect
      .poll(() => listedCount(this.output), { timeout: 30_000, intervals: [20] })
      .toBeGreaterThan(1)
  }

  /** Checks a run that finished. @param lostCount how many frames are left out, and named */
  expectFinished(report: RenderReport, lostCount: number): void {
    const { skipped, failed, renderedCount, keptCount } = report
    expect(report.status).toBe(failed.length > 0 ? 'finished-with-failures' : 'finished')
    expect(skipped.length + failed.length).toBe(lostCount)
    expect(renderedCount + keptCount + lostCount).toBe(FRAME_COUNT)
    for (const { reason } of [...skipped, ...failed]) expect(reason).not.toBe('')
    expect(this.writtenNames()).toEqual([...report.files].sort())
    this.expectUnharmed()
    expect(namesIn(this.output)).not.toContain('overlane-lock.json')
    expect(readReport(this.output)).toMatchObject({ status: report.status })
  }

  /**
   * Checks that the files of others are untouched, that no image is torn, and that nothing else is
   * left. A killed browser leaves swap files and empty files, which the next run removes.
   */
  expectUnharmed(end: 'ended' | 'killed' = 'ended'): void {
    const { output, expected } = this
    const isEmpty = (name: string): boolean => statSync(join(output, name)).size === 0
    const images = this.writtenNames().filter((name) => end === 'ended' || !isEmpty(name))
    const hashes = fileHashes(output, images)
    for (const name of images) expect(hashes[name], `${name} is whole`).toBe(expected[name])
    for (const [name, text] of Object.entries(FOREIGN)) {
      expect(readFileSync(join(output, name), 'utf8'), name).toBe(text)
    }
    const isOwn = (name: string): boolean =>
      OWN.test(end === 'killed' ? name.replace(/(?:\.\d)?\.crswap$/, '') : name)
    const others = namesIn(output).filter((name) => !isOwn(name))
    expect(others).toEqual(Object.keys(FOREIGN).sort())
  }

  /** Runs again, without the fault: the frames of the first run are kept. */
  async expectResumed(page: Page): Promise<void> {
    const before = this.writtenNames().length
    const report = await this.start(page)
    this.expectFinished(report, 0)
    expect(report.keptCount).toBeGreaterThan(0)
    expect(report.keptCount).toBeLessThanOrEqual(before)
  }

  /** Writes the files of others. */
  writeForeign(): void {
    for (const [name, text] of Object.entries(FOREIGN)) {
      writeFileSync(join(this.output, name), text)
    }
  }

  /** Images of the run. An empty file is one that a killed browser had not begun to write. */
  writtenNames(): string[] {
    return imagesIn(this.output).filter((name) => name.endsWith('.webp'))
  }
}

export const test = base.extend<{ faulty: FaultRun }>({
  faulty: async ({ page, context, makeRecording, makeFolder, allowError }, use) => {
    allowError(/failed on purpose/)
    const recording = await makeRecording({ frameCount: FRAME_COUNT })
    const expected = makeFolder('expected')
    const other = await context.newPage()
    await openLibrary(other)
    await renderFolders(other, recording.path, expected, options)
    await other.close()
    await openLibrary(page)
    await use(new FaultRun(recording, makeFolder('out'), fileHashes(expected, imagesIn(expected))))
  },
})
