import { countBefore } from '../../index.ts'

/** Each lane is one SVG path that is 1000 units wide: enough detail for any screen, and fast to make. */
export const LANE_WIDTH = 1000

/** The position of a time on the timeline, 0 to 1. In a video of one frame it is 0. */
export function shareOf(timeMs: number, [startMs, endMs]: readonly [number, number]): number {
  return endMs > startMs ? (timeMs - startMs) / (endMs - startMs) : 0
}

/** A path, 1 unit high, over every bin that `isFilled`. Neighbouring bins become one rectangle. */
export function pathOfBins(isFilled: (bin: number) => boolean): string {
  let path = ''
  let from = -1
  for (let bin = 0; bin <= LANE_WIDTH; bin++) {
    const filled = bin < LANE_WIDTH && isFilled(bin)
    if (filled && from < 0) from = bin
    if (!filled && from >= 0) {
      path += `M${from} 0h${bin - from}v1h-${bin - from}z`
      from = -1
    }
  }
  return path
}

/** The frames that have a file. Each frame lasts until the next one. */
export function pathOfFrames(
  frames: readonly { timestampMs: number; fileName: string | null }[],
  range: readonly [number, number],
): string {
  const bins = new Uint8Array(LANE_WIDTH)
  frames.forEach((frame, position) => {
    if (frame.fileName === null) return
    const next = frames[position + 1]
    const from = shareOf(frame.timestampMs, range) * LANE_WIDTH
    const to = next ? shareOf(next.timestampMs, range) * LANE_WIDTH : LANE_WIDTH
    const last = Math.max(Math.floor(from), Math.ceil(to) - 1)
    for (let bin = Math.floor(from); bin <= last; bin++) bins[bin] = 1
  })
  return pathOfBins((bin) => bins[bin] === 1)
}

/**
 * The records of a log.
 * @param timesMs ascending
 * @param toLogTime converts a time of the video to the log's clock; must not decrease
 */
export function pathOfRecords(
  timesMs: Float64Array,
  range: readonly [number, number],
  toLogTime: (timeMs: number) => number,
): string {
  const [startMs, endMs] = range
  const edge = (bin: number): number =>
    countBefore(timesMs, toLogTime(startMs + ((endMs - startMs) * bin) / LANE_WIDTH))
  let before = edge(0)
  return pathOfBins((bin) => {
    const after = edge(bin + 1)
    const isFilled = after > before
    before = after
    return isFilled
  })
}

const TICK_STEPS_S = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 36_000,
]
const MOST_TICKS = 8
/** The width of the longest label, such as 100:00. */
const LABEL_PX = 56

/** Marks at round times from the start of the video. None is too close to another mark or to the end. */
export function ticksOf(lengthMs: number, widthPx: number): { share: number; label: string }[] {
  const mostTicks = Math.min(MOST_TICKS, Math.floor(widthPx / LABEL_PX))
  if (lengthMs <= 0 || mostTicks === 0) return []
  const stepS =
    TICK_STEPS_S.find((step) => lengthMs / 1000 / step <= mostTicks) ?? lengthMs / 1000 / mostTicks
  const lastMs = lengthMs * (1 - LABEL_PX / widthPx)
  const ticks: { share: number; label: string }[] = []
  for (let index = 0; index * stepS * 1000 <= lastMs; index++) {
    const timeS = index * stepS
    const seconds = Math.round((timeS % 60) * 10) / 10
    const label = `${Math.floor(timeS / 60)}:${String(seconds).padStart(seconds % 1 ? 4 : 2, '0')}`
    ticks.push({ share: (timeS * 1000) / lengthMs, label })
  }
  return ticks
}
