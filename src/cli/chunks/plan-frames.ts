import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadJoinedRun } from '../../index.ts'
import { writeWholeFile } from '../paths/write-whole-file.ts'
import { FrameInputs } from './frame-inputs.ts'
import { planFolder } from './plan-file.ts'
import type { StoredPlan } from './plan-file.ts'

/** Names and times of the planned frames, which are the same for all chunks. */
export interface PlanFrames {
  /** The folder that they are in, directly below that of the recording. */
  folder: string
  /** As a page takes them. */
  frames: string
}

/**
 * Stores the frames of a plan, so that who renders a chunk of a million frames neither lists them nor
 * reads their times.
 * @param recording its folder; absolute
 * @param frames null if they cannot be stored
 */
export function writePlanFrames(
  output: string,
  recording: string,
  { fingerprint }: Pick<StoredPlan, 'fingerprint'>,
  frames: string | null,
): void {
  const folder = new FrameInputs(recording, fingerprint).framesFolder
  const names = frames === null || !folder ? null : namesChecksum(recording, folder)
  if (frames !== null && names !== null) {
    writeWholeFile(pathOf(output), `${JSON.stringify({ names, folder })}\n${frames}`)
  }
}

/** Null if they were not stored, or anything is not as it was: then they are looked for. */
export async function readPlanFrames(
  output: string,
  recording: string,
  { fingerprint }: Pick<StoredPlan, 'fingerprint'>,
): Promise<PlanFrames | null> {
  if (!existsSync(pathOf(output))) return null
  const { stampText } = await loadJoinedRun()
  if (!new FrameInputs(recording, fingerprint).areSame(stampText)) return null
  const text = readFileSync(pathOf(output), 'utf8')
  const end = text.indexOf('\n')
  const { names, folder } = JSON.parse(text.slice(0, end)) as { names: string; folder: string }
  if (namesChecksum(recording, folder) !== names) return null
  return { folder, frames: text.slice(end + 1) }
}

/** Null if the folder cannot be read. */
function namesChecksum(recording: string, folder: string): string | null {
  try {
    const names = readdirSync(join(recording, folder)).sort()
    return createHash('sha256').update(names.join('\n')).digest('hex')
  } catch {
    return null
  }
}

function pathOf(output: string): string {
  return join(planFolder(output), 'frames.json')
}
