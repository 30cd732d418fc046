/** Runs methods in turn on the same frames. */

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { shorten } from './frame-sets.ts'
import type { FrameSet, MissingFrameSet } from './frame-sets.ts'
import type { Method, Run } from './method.ts'
import type { Outcome } from './results-table.ts'

const WARM_UP_FRAME_COUNT = 8

/**
 * Runs each method once per round. A short round before them does not count. Each round begins with
 * another method, so that no method always follows the same one.
 * @param options `folder` gets the output of a run, which is removed after the run
 * @throws Error if a method does not write every frame
 */
export async function compareOn(
  set: FrameSet | MissingFrameSet,
  methods: readonly Method[],
  options: { roundCount: number; folder: string; onRun: (text: string) => void },
): Promise<Outcome[]> {
  if ('obstacle' in set) return [{ frames: set.name, method: 'all', result: set.obstacle }]
  const runs = new Map<Method, Run[]>()
  for (const method of methods) {
    if (method.obstacle === null && method.isFor(set)) runs.set(method, [])
  }
  const measure = async (method: Method, frames: FrameSet): Promise<Run> => {
    const output = join(options.folder, 'output')
    mkdirSync(output)
    try {
      return await method.run(frames, output)
    } catch (thrown) {
      throw new Error(`${method.name} failed on ${frames.name}.`, { cause: thrown })
    } finally {
      rmSync(output, { recursive: true })
    }
  }

  const warmUp = await shorten(
    set,
    WARM_UP_FRAME_COUNT,
    join(options.folder, `warm-up ${set.name}`),
  )
  for (const method of runs.keys()) await measure(method, warmUp)
  for (let round = 0; round < options.roundCount; round++) {
    const first = round % runs.size
    const inTurn = [...runs]
    for (const [method, done] of [...inTurn.slice(first), ...inTurn.slice(0, first)]) {
      const run = await measure(method, set)
      done.push(run)
      const speed = `${method.name} ${run.framesPerSecond.toFixed(1)} frames/s`
      options.onRun(`${set.name}, round ${round + 1} of ${options.roundCount}: ${speed}`)
    }
  }
  return methods
    .filter(({ isFor }) => isFor(set))
    .map((method) => ({
      frames: set.name,
      method: method.name,
      result: runs.get(method) ?? method.obstacle ?? '',
    }))
}
