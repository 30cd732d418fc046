import type { FleetQueue } from './fleet-queue.ts'
import type { StoredRun } from './run-store.ts'

/** Ends a run. Workers stop within seconds; what is complete stays, and is not rendered again. */
export async function cancelRun(queue: FleetQueue, run: StoredRun): Promise<void> {
  await queue.runs.cancel(run.id)
  const recordings = await queue.runs.recordings(run)
  const ends = await queue.runs.ends(run.id)
  const open = [...recordings.keys()].filter((place) => !ends.has(place))
  const rounds = Array.from({ length: run.round + 1 }, (_, round) => round)
  await queue.removePlans(
    open.flatMap((place) => rounds.map((round) => ({ run: run.id, place, round }))),
  )
  await queue.runs.releaseOutputs(
    run.id,
    recordings.map(({ output }) => output),
  )
  await queue.runs.forgetLater(run.id)
}

/**
 * Tries again what a run that is over did not finish.
 * @returns how many recordings; the runs that write into their output folders meanwhile
 */
export async function retryRun(
  queue: FleetQueue,
  run: StoredRun,
): Promise<{ recordingCount: number; others: string[] }> {
  const recordings = await queue.runs.recordings(run)
  const ends = await queue.runs.ends(run.id)
  const places = [...recordings.keys()].filter((place) => ends.get(place)?.kind !== 'done')
  if (places.length === 0) return { recordingCount: 0, others: [] }
  const outputs = places.flatMap((place) => recordings[place]?.output ?? [])
  const others = await queue.runs.claimOutputs(run.id, outputs)
  if (others.length > 0) return { recordingCount: 0, others }
  const failed = places.filter((place) => ends.has(place))
  const round = await queue.runs.reopen(run.id, failed)
  await queue.addPlans(
    places.map((place) => ({ run: run.id, place, round })),
    run.runClass,
  )
  return { recordingCount: places.length, others: [] }
}
