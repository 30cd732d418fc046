import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { formatQuantity, REPORT_FILE_NAME, serializeConfig } from '../../index.ts'
import { hasPlan } from '../../cli/chunks/plan-file.ts'
import { wrongInput } from '../../cli/command-error.ts'
import { readRenderRequest } from '../../cli/commands/render-request.ts'
import type { RenderRequestOptions } from '../../cli/commands/render-request.ts'
import { EXIT } from '../../cli/exit-code.ts'
import type { ExitCode } from '../../cli/exit-code.ts'
import { checkRecordingPath, readRecordingPath } from '../../cli/paths/recording-path.ts'
import { print, printJson, say } from '../../cli/print/console.ts'
import { Mounts } from '../mounts/mounts.ts'
import type { FleetQueue } from '../queue/fleet-queue.ts'
import type { RunClass } from '../queue/job-names.ts'
import type { StoredRecording, StoredRun } from '../queue/run-store.ts'
import { withQueue } from './open-queue.ts'

export interface SubmitCommandOptions extends RenderRequestOptions {
  queue?: string
  mount: string[]
  chunkFrames?: number
  class: RunClass
}

/**
 * `overlane submit`: queues the rendering of recordings as one run. Recordings that are complete
 * already are left out, and so is every chunk that has a receipt.
 */
export async function submitCommand(
  paths: readonly string[],
  options: SubmitCommandOptions,
): Promise<ExitCode> {
  const mounts = Mounts.parse(options.mount)
  for (const path of paths) checkRecordingPath(readRecordingPath(path))
  const { outputs, page } = await readRenderRequest(paths, options, {}, {})
  const overwrite = options.overwrite === true
  const all = paths.map((path, place) => ({ path, output: outputs[place] ?? '' }))
  const open = all.filter(({ output }) => overwrite || !isComplete(output))
  const completeCount = all.length - open.length
  const recordings = open.map(({ path, output }): StoredRecording => ({
    recording: mounts.nameOf(readRecordingPath(path).path),
    output: mounts.nameOf(output),
  }))
  const { config } = page
  const run: StoredRun = {
    // It begins with a letter: the queue does not take ids that are numbers.
    id: `r${randomBytes(4).toString('hex')}`,
    runClass: options.class,
    createdMs: Date.now(),
    recordingCount: recordings.length,
    framesPerChunk: options.chunkFrames ?? null,
    overwrite,
    settings: JSON.stringify({ ...page, config: config && serializeConfig(config) }),
    isCancelled: false,
    round: 0,
  }
  if (completeCount > 0) {
    say(
      `${formatQuantity(completeCount, 'recording')} of ${all.length} left out: the output is complete. To render again, add --overwrite.`,
    )
  }
  if (recordings.length > 0) await withQueue(options, (queue) => submitRun(queue, run, recordings))
  if (options.json) {
    printJson({
      run: recordings.length > 0 ? run.id : null,
      class: run.runClass,
      recordings: recordings.length,
      complete: completeCount,
    })
  } else if (recordings.length > 0) {
    print(
      `Run ${run.id}: ${formatQuantity(recordings.length, 'recording')} submitted. Watch it with "overlane jobs watch ${run.id}".`,
    )
  } else print('Nothing is left to render.')
  return EXIT.done
}

/**
 * Queues a run.
 * @throws CommandError `wrong-input` if another run writes into one of its output folders
 */
export async function submitRun(
  queue: FleetQueue,
  run: StoredRun,
  recordings: readonly StoredRecording[],
): Promise<void> {
  const outputs = recordings.map(({ output }) => output)
  const others = await queue.runs.claimOutputs(run.id, outputs)
  if (others.length > 0) {
    throw wrongInput(
      `Run ${others.join(', ')} writes into the same output folder. Wait until it is done, cancel it with "overlane jobs cancel ${others[0] ?? ''}", or choose another --out.`,
    )
  }
  await queue.runs.add(run, recordings)
  const keys = recordings.map((_, place) => ({ run: run.id, place, round: 0 }))
  await queue.addPlans(keys, run.runClass)
}

/** Whether an earlier run has rendered everything into a folder. */
function isComplete(output: string): boolean {
  const path = join(output, REPORT_FILE_NAME)
  if (!existsSync(path) || hasPlan(output)) return false
  try {
    const { status } = JSON.parse(readFileSync(path, 'utf8')) as { status?: unknown }
    return String(status).startsWith('finished')
  } catch {
    return false
  }
}
