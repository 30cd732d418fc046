/** The page is smaller without what it needs only where a recording is opened. */

import type { openRecording as open } from './opening/recording-folder.ts'
import type { parsePipelineFile as parsePipeline } from './project/pipeline-file.ts'

/** See `opening/recording-folder.ts`. */
export const openRecording: typeof open = async (...args) =>
  (await import('./opening/recording-folder.ts')).openRecording(...args)

/** See `project/pipeline-file.ts`. */
export const parsePipelineFile: typeof parsePipeline = async (...args) =>
  (await import('./project/pipeline-file.ts')).parsePipelineFile(...args)

/** See `opening/known-frames.ts`. */
export function loadKnownFrames(): Promise<typeof import('./opening/known-frames.ts')> {
  return import('./opening/known-frames.ts')
}
