import { copyFileSync, linkSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { MANIFEST_FILE_NAME, segmentFileName, segmentFolderName } from '../../index.ts'
import type { LeftOutFrame } from '../browser/page-messages.ts'
import { planFolder } from './plan-file.ts'
import type { StoredPlan } from './plan-file.ts'
import { readReceipt, segmentsFolder } from './receipt.ts'
import type { Receipt } from './receipt.ts'
import { writeWholeFile } from '../paths/write-whole-file.ts'

/** Why a frame is left out that has ended a browser, as its receipt and the report say it. */
export const DEADLY_FRAME =
  'The browser ended twice while it worked on this frame, so it was left out.'

/**
 * Makes one interrupted run of all complete chunks: its manifest lists everything that is finished, so
 * that a run that resumes it has nothing left to render.
 * @returns frames that no run may render again, because they have ended a browser
 * @throws CommandError if a file is not as its receipt says
 */
export async function joinChunks(output: string, plan: StoredPlan): Promise<LeftOutFrame[]> {
  const receipts: Receipt[] = []
  for (const index of plan.chunks.keys()) receipts.push(await readReceipt(output, index))
  const header = receipts[0]?.header ?? ''
  const lines =
    plan.video === null
      ? receipts.flatMap(({ files }) => files.map(({ line }) => line))
      : placeSegments(output, plan.video, receipts)
  const folder = plan.video === null ? output : join(output, segmentFolderName(plan.video))
  writeWholeFile(join(folder, MANIFEST_FILE_NAME), `${[header, ...lines].join('\n')}\n`)
  return receipts
    .flatMap(({ skipped }) => skipped)
    .filter(({ reason }) => reason === DEADLY_FRAME)
    .map(({ frameIndex, reason }) => ({ frameIndex, reason }))
}

/** Removes the plan, its receipts and what was not committed. */
export function removePlan(output: string): void {
  rmSync(planFolder(output), { recursive: true, force: true })
}

/**
 * Gives the segments the names that a run gives them, in order. The originals stay until the video is
 * complete, so that an interrupted `join` can be repeated.
 * @returns their lines in the manifest
 */
function placeSegments(output: string, video: string, receipts: readonly Receipt[]): string[] {
  const folder = join(output, segmentFolderName(video))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const files = receipts.flatMap(({ files }) => files)
  return files.map(({ name, line }, index) => {
    const own = segmentFileName(index + 1)
    linkOrCopy(join(segmentsFolder(output), name), join(folder, own))
    return JSON.stringify({ ...(JSON.parse(line) as object), name: own })
  })
}

/** Some disks have no links. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}
