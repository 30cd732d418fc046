import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadJoinedRun } from '../../index.ts'
import type { FileStamp } from '../../index.ts'
import { fileStamp } from '../paths/file-stamp.ts'
import { writeWholeFile } from '../paths/write-whole-file.ts'
import { FrameInputs } from './frame-inputs.ts'
import { planFolder } from './plan-file.ts'
import type { StoredPlan } from './plan-file.ts'

/** Names, times and logs of the planned frames, which are the same for all chunks. */
export interface PlanFrames {
  /** The folder that they are in, directly below that of the recording. */
  folder: string
  /** As a page takes them. */
  frames: string
}

/** The first line of the file; the frames follow. */
interface Header extends Pick<PlanFrames, 'folder'> {
  /** Checksum of the names in the folder. */
  names: string
  /** Of the logs: what they must be still. */
  stamps: [file: string, stamp: FileStamp | null][]
}

/**
 * Stores the frames of a plan, so that who renders a chunk of a million frames neither lists them nor
 * reads their times and logs.
 * @param recording its folder; absolute
 * @param known as a page found them, and the logs that it has read for them
 */
export function writePlanFrames(
  output: string,
  recording: string,
  { fingerprint }: Pick<StoredPlan, 'fingerprint'>,
  { frames, files }: { frames: string; files: readonly string[] },
): void {
  const folder = new FrameInputs(recording, fingerprint).framesFolder
  const names = folder ? namesChecksum(recording, folder) : null
  if (!folder || names === null) return
  const header: Header = { names, folder, stamps: stampsOf(recording, files) }
  writeWholeFile(pathOf(output), `${JSON.stringify(header)}\n${frames}`)
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
  const { names, folder, stamps } = JSON.parse(text.slice(0, end)) as Header
  const now = stampsOf(
    recording,
    stamps.map(([file]) => file),
  )
  if (JSON.stringify(now) !== JSON.stringify(stamps)) return null
  if (namesChecksum(recording, folder) !== names) return null
  return { folder, frames: text.slice(end + 1) }
}

function stampsOf(recording: string, files: readonly string[]): Header['stamps'] {
  return files.map((file) => [file, fileStamp(join(recording, file))])
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
