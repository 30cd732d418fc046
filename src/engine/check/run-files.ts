import type { FramePlan } from '../../core/plan/frame-plan.ts'
import { REPORT_FILE_NAME } from '../../io/folders/list-folders.ts'
import { LOCK_FILE_NAME, MANIFEST_FILE_NAME } from '../../io/folders/manifest-files.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { listOutputs } from './check-output.ts'
import { framePaths, sourcePaths } from './find-source.ts'

/** The names of a run's files, for a caller that knows more about the disk than a page does. */
export interface RunFiles {
  /** Path of the frames folder inside the recording; null if a video contains the frames. */
  framesFolder: string | null
  /** Paths inside the recording of all files that it was read from. */
  reads: string[]
  /** Names in the output folder of all files that the run may write. */
  writes: string[]
}

/** @param replacesNone whether no file that is there can be written into: then none is listed */
export function listRunFiles(
  recording: RecordingFolder,
  plan: FramePlan,
  replacesNone = false,
): RunFiles {
  const { source } = recording
  const framesFolder = source?.kind === 'images' ? source.path : null
  if (replacesNone) return { framesFolder, reads: [], writes: [] }
  return {
    framesFolder,
    reads: [...sourcePaths(recording), ...framePaths(recording)],
    writes: [...listOutputs(plan), REPORT_FILE_NAME, MANIFEST_FILE_NAME, LOCK_FILE_NAME],
  }
}
