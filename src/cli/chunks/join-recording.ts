import { MANIFEST_FILE_NAME, parseConfig, REPORT_FILE_NAME } from '../../index.ts'
import type { RenderReport } from '../../index.ts'
import type { BrowserSession } from '../browser/browser-session.ts'
import { renderInto } from '../commands/render-command.ts'
import { OutputFolder } from '../paths/output-folder.ts'
import { removeDeadLock } from '../paths/output-lock.ts'
import { thisProcess } from '../process-owner.ts'
import { joinChunks, removePlan } from './join-chunks.ts'
import { joinFrames } from './join-frames.ts'
import type { JoinOrder } from './join-frames.ts'

/**
 * Makes the result of a plan as if one machine had rendered it, and removes the plan.
 * @returns null, and nothing is done, where only a run in a browser can tell what is right
 * @throws CommandError if a file is not as its receipt says
 */
export async function joinWithoutBrowser(order: JoinOrder): Promise<RenderReport | null> {
  removeDeadLock(order.output)
  const report = await joinFrames(order)
  if (report) removePlan(order.output)
  return report
}

/**
 * Makes the result of a plan as if one machine had rendered it, and removes the plan.
 * @throws CommandError if a file is not as its receipt says
 */
export async function joinInBrowser(
  session: BrowserSession,
  { recording, output: folder, plan, overwrite, checkAll, guard, place }: JoinOrder,
): Promise<RenderReport> {
  const output = new OutputFolder(folder)
  const leftOut = await joinChunks(output.path, plan)
  session.checkFiles = (files) => guard.check(place, output.path, files)
  session.hasFiles = () => true
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
