import type { LayerOptions } from '../config/layer-specs.ts'
import { evaluateExpression, recordScope } from '../formula/evaluate-expression.ts'
import type { Expression } from '../formula/expression.ts'
import { parseExpression } from '../formula/parse-expression.ts'
import type { FrameEntry } from '../recording/recording.ts'
import { countBefore } from '../time/match.ts'
import { matchTrack } from './plan-tracks.ts'
import type { TrackEntry } from './plan-tracks.ts'

/** All frames of a recording, by their times. */
export class FramesInTime {
  readonly rangeMs: readonly [number, number]
  private readonly frames: readonly FrameEntry[]
  private sortedMs: Float64Array | null = null

  /** @param rangeMs times of the first and the last frame */
  constructor(frames: readonly FrameEntry[], rangeMs: readonly [number, number]) {
    this.frames = frames
    this.rangeMs = rangeMs
  }

  /** Ascending. A timestamps file may have its frames in another order. */
  get timesMs(): Float64Array {
    this.sortedMs ??= Float64Array.from(this.frames, ({ timestampMs }) => timestampMs).sort()
    return this.sortedMs
  }
}

/**
 * How much of a layer is seen at a frame. It depends on the recording and the options alone, so any
 * frame may be asked for in any order.
 */
export class LayerVisibility {
  private readonly condition: Expression | null
  private readonly show: LayerOptions['show']
  private readonly entry: TrackEntry | undefined
  private readonly frames: FramesInTime
  /** What the condition is at a time. */
  private readonly known = new Map<number, number | null>()

  /** @param entry the log of the layer's sensor, which the condition is about */
  constructor(
    { showWhen, show }: Pick<LayerOptions, 'showWhen' | 'show'>,
    entry: TrackEntry | undefined,
    frames: FramesInTime,
  ) {
    this.condition = showWhen === null ? null : parseExpression(showWhen)
    this.show = show
    this.entry = entry
    this.frames = frames
  }

  /**
   * 0 (not seen) to 1 (solid); null if the condition is not known. Fades lie inside the time in which
   * the layer is shown. They begin at the last frame at which the condition does not hold, and end at
   * the next one.
   */
  opacityAt(timeMs: number): number | null {
    const { from, until, fadeIn, fadeOut } = this.show
    const [firstMs, lastMs] = this.frames.rangeMs
    const beginMs = from === null ? firstMs : firstMs + 1000 * from
    const endMs = until === null ? lastMs : firstMs + 1000 * until
    if (timeMs < beginMs || timeMs > endMs) return 0
    const truth = this.truthAt(timeMs)
    if (!truth) return truth
    return Math.min(
      shareOf(timeMs - beginMs, 1000 * fadeIn),
      shareOf(this.sinceHiddenMs(timeMs, -1, 1000 * fadeIn), 1000 * fadeIn),
      shareOf(endMs - timeMs, 1000 * fadeOut),
      shareOf(this.sinceHiddenMs(timeMs, 1, 1000 * fadeOut), 1000 * fadeOut),
    )
  }

  /**
   * How far the closest frame is at which the condition does not hold.
   * @param step -1: before a time; 1: after it
   * @returns Infinity if none is as close as the limit
   */
  private sinceHiddenMs(timeMs: number, step: 1 | -1, limitMs: number): number {
    if (this.condition === null || limitMs === 0) return Infinity
    const { timesMs } = this.frames
    for (let index = countBefore(timesMs, timeMs); ; index += step) {
      const otherMs = timesMs[index] ?? NaN
      const distanceMs = Math.abs(otherMs - timeMs)
      if (!(distanceMs < limitMs)) return Infinity
      if (!this.truthAt(otherMs)) return distanceMs
    }
  }

  private truthAt(timestampMs: number): number | null {
    if (this.condition === null) return 1
    const found = this.known.get(timestampMs)
    if (found !== undefined) return found
    const matched = matchTrack(this.entry, { timestampMs })
    const record = matched?.kind === 'match' ? matched.sample.record : {}
    const seconds = (timestampMs - this.frames.rangeMs[0]) / 1000
    const truth = evaluateExpression(this.condition, recordScope(record, seconds))
    this.known.set(timestampMs, truth)
    return truth
  }
}

function shareOf(partMs: number, wholeMs: number): number {
  return wholeMs > 0 ? Math.min(1, partMs / wholeMs) : 1
}
