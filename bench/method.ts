/** What is compared: ways of drawing the same overlay on the same frames. */

import { readdirSync, statSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import type { FrameSet } from './frame-sets.ts'

/** The result of a run. */
export interface Run {
  framesPerSecond: number
  bytesPerFrame: number
  /** Only for a video: its PSNR against the source in dB, measured where nothing is drawn. */
  psnrDb?: number
}

export interface Method {
  name: string
  /** The version of the tool, for the head of the results. */
  version: string
  /** Why the method cannot run here, in a few words; null if it can. */
  obstacle: string | null
  /** Whether the method runs on these frames. */
  isFor: (set: FrameSet) => boolean
  /**
   * @param output an empty folder
   * @throws Error if not every frame was written
   */
  run: (set: FrameSet, output: string) => Promise<Run>
}

/** The methods of one program. */
export interface Tool {
  /** From a folder of frames to another. */
  frames: Method[]
  /** From a video to a video. */
  videos: Method[]
}

export const coreCount = os.availableParallelism()

/**
 * The mean size of the frames in a folder.
 * @param extension the file extension of the frames that were written
 * @throws Error unless the folder holds all frames of the set, and none of them is empty
 */
export function measureFrames(
  set: FrameSet,
  folder: string,
  extension: string = set.extension,
): number {
  const names = readdirSync(folder).filter((name) => name.endsWith(extension))
  const sizes = names.map((name) => statSync(join(folder, name)).size)
  if (sizes.length !== set.frameCount || sizes.includes(0)) {
    const wholeCount = sizes.filter((size) => size > 0).length
    throw new Error(`${wholeCount} frames were written instead of ${set.frameCount}.`)
  }
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length
}
