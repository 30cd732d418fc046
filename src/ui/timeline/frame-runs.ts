import type { FrameEntry } from '../../index.ts'
import type { TimeWindow } from '../measure/timeline/time-window.ts'

type Frame = Pick<FrameEntry, 'timestampMs' | 'fileName'>

/**
 * The stretches of time in which there are frames. A frame lasts until the next one, and the last frame
 * to the end.
 */
export function runsOf(frames: readonly Frame[], endMs: number): TimeWindow[] {
  const runs: TimeWindow[] = []
  frames.forEach(({ timestampMs, fileName }, position) => {
    if (fileName === null) return
    const toMs = frames[position + 1]?.timestampMs ?? endMs
    const last = runs.at(-1)
    if (last?.toMs === timestampMs) last.toMs = toMs
    else runs.push({ fromMs: timestampMs, toMs })
  })
  return runs
}
