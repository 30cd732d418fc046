import { setTimeout as delay } from 'node:timers/promises'
import { formatQuantity } from '../../index.ts'
import { wrongInput } from '../../cli/command-error.ts'
import { EXIT } from '../../cli/exit-code.ts'
import type { ExitCode } from '../../cli/exit-code.ts'
import { print, printJson, say } from '../../cli/print/console.ts'
import { cancelRun, retryRun } from '../queue/change-run.ts'
import type { FleetQueue } from '../queue/fleet-queue.ts'
import { failuresOf, isOver, readFleet, readProgress } from '../queue/run-progress.ts'
import type { RunProgress } from '../queue/run-progress.ts'
import type { StoredRun } from '../queue/run-store.ts'
import { withQueue } from './open-queue.ts'
import type { FleetOptions } from './open-queue.ts'
import { runsToText, runToJson, runToText, workerToJson } from './run-text.ts'

const WATCH_INTERVAL_MS = 1000

/** `overlane jobs list`: all runs and workers. */
export function jobsListCommand(options: FleetOptions): Promise<ExitCode> {
  return withQueue(options, async (queue) => {
    const { runs, workers } = await readFleet(queue)
    if (options.json) printJson({ workers: workers.map(workerToJson), runs: runs.map(runToJson) })
    else print(runsToText(runs, workers))
    return EXIT.done
  })
}

/** `overlane jobs watch`: the progress of a run, until it is over. With --json, an object a line. */
export function jobsWatchCommand(id: string, options: FleetOptions): Promise<ExitCode> {
  return withQueue(options, async (queue) => {
    const run = await findRun(queue, id)
    let shown = ''
    for (;;) {
      const progress = await readProgress(queue, { ...run, ...(await findRun(queue, id)) })
      const text = options.json ? JSON.stringify(runToJson(progress)) : runToText(progress)
      if (text !== shown) print(text)
      shown = text
      if (isOver(progress)) return await endWatch(queue, progress)
      await delay(WATCH_INTERVAL_MS)
    }
  })
}

async function endWatch(queue: FleetQueue, progress: RunProgress): Promise<ExitCode> {
  const { id, state, leftOutFrameCount } = progress
  for (const [place, why] of failuresOf(await queue.runs.ends(id))) {
    const recording = await queue.runs.recording(id, place)
    const { mount = '', path = '' } = recording?.recording ?? {}
    say(`${mount}/${path}: ${why}`)
  }
  return state === 'done' && leftOutFrameCount === 0 ? EXIT.done : EXIT.incomplete
}

/** `overlane jobs cancel` */
export function jobsCancelCommand(id: string, options: FleetOptions): Promise<ExitCode> {
  return withQueue(options, async (queue) => {
    const run = await findRun(queue, id)
    const before = await readProgress(queue, run)
    if (before.state === 'done') throw wrongInput(`Run ${id} is done.`)
    await cancelRun(queue, run)
    const progress = await readProgress(queue, { ...run, isCancelled: true })
    if (options.json) printJson(runToJson(progress))
    else print(`Run ${id} is cancelled. What it has rendered stays, and is not rendered again.`)
    return EXIT.done
  })
}

/** `overlane jobs retry`: tries again what a run did not finish. */
export function jobsRetryCommand(id: string, options: FleetOptions): Promise<ExitCode> {
  return withQueue(options, async (queue) => {
    const run = await findRun(queue, id)
    const before = await readProgress(queue, run)
    if (!isOver(before)) {
      throw wrongInput(
        `Run ${id} is not over. Wait, or cancel it with "overlane jobs cancel ${id}".`,
      )
    }
    const { recordingCount, others } = await retryRun(queue, run)
    if (others.length > 0) {
      throw wrongInput(`Run ${others.join(', ')} writes into the same output folder now.`)
    }
    if (options.json) printJson({ run: id, recordings: recordingCount })
    else if (recordingCount === 0) print(`Run ${id}: nothing is left to try.`)
    else print(`Run ${id}: ${formatQuantity(recordingCount, 'recording')} submitted again.`)
    return EXIT.done
  })
}

async function findRun(queue: FleetQueue, id: string): Promise<StoredRun> {
  const run = await queue.runs.find(id)
  if (run) return run
  throw wrongInput(`The queue knows no run ${id}. "overlane jobs list" names all of them.`)
}
