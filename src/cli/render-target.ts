import { basename, dirname, extname, resolve } from 'node:path'
import { isVideoName } from '../index.ts'
import type { OutputConfig } from '../index.ts'
import { wrongInput } from './command-error.ts'
import { nameOutputs } from './output-folder.ts'

/** Where a call's results go. */
export interface RenderTarget {
  /** Absolute, for each recording. */
  folders: string[]
  /** What the name of a video says. */
  output: Partial<Pick<OutputConfig, 'format' | 'pattern'>>
}

/**
 * Reads `--out`: a folder, for several recordings with one for each below it; or a video by its name.
 * @param recordings absolute paths
 * @throws CommandError where several recordings would become one video, or one of another kind
 */
export function readRenderTarget(recordings: readonly string[], out: string): RenderTarget {
  const path = resolve(out)
  const format = { '.mp4': 'mp4', '.webm': 'webm' }[extname(path).toLowerCase()] as
    'mp4' | 'webm' | undefined
  if (!format && isVideoName(path)) {
    throw wrongInput(`--out: ${out} is no kind of video that is written. Name an .mp4 or a .webm.`)
  }
  if (!format) return { folders: nameOutputs(recordings, path), output: {} }
  if (recordings.length > 1) {
    throw wrongInput(
      `--out: ${out} is one video, and ${recordings.length} recordings are named. Name a folder, and --format ${format}.`,
    )
  }
  return { folders: [dirname(path)], output: { format, pattern: basename(path) } }
}
