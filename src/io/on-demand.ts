/** The page is smaller without what it needs only where a recording is opened. */

import type { openRecording as open } from './opening/recording-folder.ts'
import type { parsePipelineFile as parsePipeline } from './project/pipeline-file.ts'

/** See `opening/recording-folder.ts`. */
export const openRecording: typeof open = async (...args) =>
  (await import('./opening/recording-folder.ts')).openRecording(...args)

/** See `project/pipeline-file.ts`. */
export const parsePipelineFile: typeof parsePipeline = async (...args) =>
  (await import('./project/pipeline-file.ts')).parsePipelineFile(...args)

/** See `opening/known-frames.ts` and `opening/packed-known.ts`. */
export async function loadKnownFrames(): Promise<
  typeof import('./opening/known-frames.ts') & typeof import('./opening/packed-known.ts')
> {
  const [known, packed] = await Promise.all([
    import('./opening/known-frames.ts'),
    import('./opening/packed-known.ts'),
  ])
  return { ...known, ...packed }
}
