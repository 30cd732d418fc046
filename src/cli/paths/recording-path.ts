import { accessSync, constants } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { mayHoldFrames } from '../../index.ts'
import { wrongInput } from '../command-error.ts'
import { pathKind } from './path-kind.ts'
import { realPath } from './real-path.ts'

/** A recording as it was named: a folder, or a video. */
export interface RecordingPath {
  /** Absolute, as it was typed. */
  path: string
  /** The folder itself, or the folder of the video. Its links are resolved. */
  folder: string
  /** File name of the video; null if a folder was named. */
  video: string | null
}

/**
 * @param path as it was typed
 * @throws CommandError if it is empty: nobody means the current folder by that
 */
export function readRecordingPath(path: string): RecordingPath {
  if (path.trim() === '') {
    throw wrongInput('A name is empty. Name a folder or a video; "." is the current folder.')
  }
  const absolute = resolve(path)
  const real = realPath(absolute)
  const isVideo = [absolute, real].some(mayHoldFrames) && pathKind(real) === 'file'
  return isVideo
    ? { path: absolute, folder: dirname(real), video: basename(real) }
    : { path: absolute, folder: real, video: null }
}

/** @throws CommandError if it is neither a folder nor a video that can be read */
export function checkRecordingPath({ path, folder, video }: RecordingPath): void {
  const kind = pathKind(path)
  if (kind === 'missing') {
    throw wrongInput(
      `There is no folder or video ${path}. Name the folder of a recording, or a video.`,
    )
  }
  if (kind === 'file' && video === null) {
    throw wrongInput(`${path} is a file. Name the folder of a recording, or a video.`)
  }
  try {
    accessSync(folder, constants.R_OK | constants.X_OK)
  } catch {
    throw wrongInput(`The folder ${folder} cannot be read: permission is denied.`)
  }
}
