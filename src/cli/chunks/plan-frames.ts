import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadJoinedRun } from '../../index.ts'
import type { DiskListing, FileStamp } from '../../index.ts'
import { fileStamp } from '../paths/file-stamp.ts'
import { listNames } from '../paths/list-disk.ts'
import { writeWholeFile } from '../paths/write-whole-file.ts'
import { FrameInputs } from './frame-inputs.ts'
import { planFolder } from './plan-file.ts'
import type { StoredPlan } from './plan-file.ts'

/** In the folder of the plan: names, times and logs of its frames, as the page has packed them. */
export const PACKED_FRAMES = 'frames.packed'

/** Names, times and logs of the planned frames, which are the same for all chunks. */
export interface PlanFrames {
  /** The folder that they are in, directly below that of the recording. */
  folder: string
  /** As a page takes them. */
  frames: Uint8Array
}

/** What must be as it was. */
interface FramesNote extends Pick<PlanFrames, 'folder'> {
  /** Checksum of the names of the files in the folder. */
  names: string
  /** Of the logs. */
  stamps: [file: string, stamp: FileStamp | null][]
}

/**
 * Notes what the packed frames of a plan depend on, so that who renders a chunk of a million frames
 * neither lists them nor reads their times and logs.
 * @param recording its folder; absolute
 * @param listing of this folder, as the page has got it
 * @param files the logs that were read for them
 */
export function notePlanFrames(
  output: string,
  recording: string,
  { plain }: Pick<DiskListing, 'plain'>,
  { fingerprint }: Pick<StoredPlan, 'fingerprint'>,
  files: readonly string[],
): void {
  const folder = new FrameInputs(recording, fingerprint).framesFolder
  const names = plain.find(([each]) => each === folder)?.[1]
  if (!folder || !names) return
  const stamps = stampsOf(recording, files)
  const note: FramesNote = { names: namesChecksum(names), folder, stamps }
  writeWholeFile(notePath(output), JSON.stringify(note))
}

/** Null if they were not stored, or anything is not as it was: then they are looked for. */
export async function readPlanFrames(
  output: string,
  recording: string,
  { fingerprint }: Pick<StoredPlan, 'fingerprint'>,
): Promise<PlanFrames | null> {
  if (!existsSync(notePath(output))) return null
  const { stampText } = await loadJoinedRun()
  if (!new FrameInputs(recording, fingerprint).areSame(stampText)) return null
  const { names, folder, stamps } = JSON.parse(readFileSync(notePath(output), 'utf8')) as FramesNote
  const now = stampsOf(
    recording,
    stamps.map(([file]) => file),
  )
  if (JSON.stringify(now) !== JSON.stringify(stamps)) return null
  if (namesChecksum(listNames(join(recording, folder))) !== names) return null
  return { folder, frames: readFileSync(join(planFolder(output), PACKED_FRAMES)) }
}

function stampsOf(recording: string, files: readonly string[]): FramesNote['stamps'] {
  return files.map((file) => [file, fileStamp(join(recording, file))])
}

/**
 * Tells whether a name was added, removed or changed. It does not depend on the order of the names, which
 * is another one on another machine; to sort a million takes a second.
 */
function namesChecksum(names: readonly string[]): string {
  const sum = names.reduce((sum, name) => (sum + hashOf(name)) >>> 0, 0)
  return `${names.length} ${sum}`
}

/** FNV-1a over the characters, and the last steps of MurmurHash3, so that sums tell names apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function notePath(output: string): string {
  return join(planFolder(output), 'frames.json')
}
