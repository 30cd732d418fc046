import type { ChunkPlan, DiskListing } from '../../index.ts'
import type { BrowserSession } from '../browser/browser-session.ts'
import type { PageRenderOptions } from '../browser/page-messages.ts'
import { wrongInput } from '../command-error.ts'
import type { InputGuard } from '../paths/input-guard.ts'
import { listDisk } from '../paths/list-disk.ts'
import type { OutputFolder } from '../paths/output-folder.ts'
import { realPath } from '../paths/real-path.ts'
import type { RecordingPath } from '../paths/recording-path.ts'
import { chunkSizeOf } from './chunk-size.ts'
import { hasPlan, PLAN_FOLDER, planFolder, readPlan, writePlan } from './plan-file.ts'
import type { StoredPlan } from './plan-file.ts'
import { PACKED_FRAMES, notePlanFrames } from './plan-frames.ts'

/** What is planned. */
export interface PlanOrder {
  options: PageRenderOptions
  /** Null: as in an earlier plan, or as is usual. */
  framesPerChunk: number | null
  /** Recordings that are planned together. */
  recordingCount: number
  /** Whether files of earlier runs may be replaced. */
  overwrite: boolean
}

/**
 * Cuts the rendering of a recording into chunks, and stores the plan in its output folder.
 * @param guard of the recordings of the command
 * @param place of the recording among them
 * @throws CommandError if it cannot be rendered, or the folder has a plan of something else
 */
export async function planRecording(
  session: BrowserSession,
  recording: RecordingPath,
  output: OutputFolder,
  { options, framesPerChunk, recordingCount, overwrite }: PlanOrder,
  guard: InputGuard,
  place = 0,
): Promise<StoredPlan> {
  const earlier = hasPlan(output.path) ? readPlan(output.path) : null
  const chunkSize =
    framesPerChunk === null && earlier
      ? earlier.chunkSize
      : chunkSizeOf(framesPerChunk, recordingCount)
  session.checkFiles = (files) => guard.check(place, output.path, files)
  session.hasFiles = () => !output.isEmpty
  let listing: DiskListing | null = null
  const list = (): DiskListing => (listing ??= listDisk(recording.folder, recording.video !== null))
  const { plan: planned, knownFiles } = await session.run(
    (runner, { output, options, order, ...source }) => runner.plan(source, output, options, order),
    {
      ...(await session.grabRecording(recording, null, list)),
      output: await session.grab({ path: realPath(output.path), isWritable: true }),
      // The frames of a plan that is being rendered are in the folder already.
      options: {
        ...options,
        existing: { overwrite: overwrite || earlier !== null, resume: 'never' },
      } as const,
      order: {
        chunkSize,
        knownFile: earlier ? null : { folder: PLAN_FOLDER, name: PACKED_FRAMES },
      },
    },
  )
  const plan = { ...planned, recording: recording.path, chunkSize }
  if (earlier) checkSame(output.path, earlier, plan)
  else {
    if (knownFiles) notePlanFrames(output.path, recording.folder, list(), plan, knownFiles)
    writePlan(output.path, plan)
  }
  return plan
}

/** @throws CommandError if a folder has a plan of something else */
function checkSame(output: string, earlier: ChunkPlan, plan: ChunkPlan): void {
  const textOf = ({ fingerprint, chunks, video }: ChunkPlan): string =>
    JSON.stringify([Object.entries(fingerprint).sort(), chunks, video])
  if (textOf(earlier) === textOf(plan)) return
  throw wrongInput(
    `${output} has a plan of another recording, or with other settings. Choose another folder. If nobody needs what was rendered for that plan, delete ${planFolder(output)}.`,
  )
}
