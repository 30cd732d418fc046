import { MANIFEST_FILE_NAME, parseConfig, REPORT_FILE_NAME } from '../../index.ts'
import type { RenderReport } from '../../index.ts'
import type { BrowserSession } from '../browser/browser-session.ts'
import { renderInto } from '../commands/render-command.ts'
import type { InputGuard } from '../paths/input-guard.ts'
import { OutputFolder } from '../paths/output-folder.ts'
import { removeDeadLock } from '../paths/output-lock.ts'
import type { RecordingPath } from '../paths/recording-path.ts'
import { thisProcess } from '../process-owner.ts'
import { joinChunks, removePlan } from './join-chunks.ts'
import { joinFrames } from './join-frames.ts'
import type { StoredPlan } from './plan-file.ts'

export interface JoinOptions {
  /** Whether existing files may be replaced. */
  overwrite: boolean
  /** Whether the contents of all frames are checked, not only of a sample. */
  checkAll: boolean
}

/**
 * Makes the result of a plan whose chunks are all complete, as if one machine had rendered it, and
 * removes the plan.
 * @param folder with the plan; absolute
 * @param guard of the recordings of the command
 * @param place of the recording among them
 * @throws CommandError if a file is not as its receipt says
 */
export async function joinRecording(
  session: BrowserSession,
  recording: RecordingPath,
  folder: string,
  plan: StoredPlan,
  { overwrite, checkAll }: JoinOptions,
  guard: InputGuard,
  place = 0,
): Promise<RenderReport> {
  removeDeadLock(folder)
  const joined = await joinFrames({ recording, output: folder, plan, checkAll, guard, place })
  if (joined) {
    removePlan(folder)
    return joined
  }
  const output = new OutputFolder(folder)
  const leftOut = await joinChunks(output.path, plan)
  session.checkFiles = (files) => guard.check(place, output.path, files)
  const report = await renderInto(session, recording, output.path, {
    config: parseConfig(plan.config),
    layout: null,
    outputSettings: {},
    videoSettings: {},
    range: {},
    pattern: null,
    framesPerSecond: null,
    process: thisProcess(),
    encoder: null,
    leftOut,
    existing: {
      overwrite,
      resume: 'matching',
      checkContents: checkAll ? 'all' : 'sample',
    },
  })
  output.share([...report.files, REPORT_FILE_NAME, MANIFEST_FILE_NAME])
  if (report.status.startsWith('finished')) removePlan(output.path)
  return report
}
