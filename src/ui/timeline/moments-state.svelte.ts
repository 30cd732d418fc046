import { formatNumber, snapshotTimeMs } from '../../index.ts'
import type { Moment } from '../../index.ts'
import type { OverlayState } from '../state/overlay-state.svelte.ts'
import type { PreviewState } from '../state/preview-state.svelte.ts'
import { formatClock } from '../text/format.ts'
import type { CurveStore } from './curve-store.svelte.ts'
import type { Lane, LanesState } from './lanes-state.svelte.ts'
import { CurvePyramid, findMoments, refineMoment } from './log-curves.ts'

/** A moment of a log, with the field whose curve has it. */
export interface FoundMoment extends Moment {
  field: string
}

/** Finds the starts, stops and peaks of lanes, and goes to them. */
export class MomentsState {
  #overlay: OverlayState
  #preview: PreviewState
  #lanes: LanesState
  #curves: CurveStore
  #found = new WeakMap<CurvePyramid, Moment[]>()
  /** The time that was pointed at, on the video's clock. It lies in the frame that is shown for it. */
  #pointed = $state.raw<{ timeMs: number; position: number } | null>(null)

  constructor(overlay: OverlayState, preview: PreviewState, lanes: LanesState, curves: CurveStore) {
    this.#overlay = overlay
    this.#preview = preview
    this.#lanes = lanes
    this.#curves = curves
  }

  /**
   * Where the user is, on the video's clock: the time that was pointed at, else that of the frame.
   * Moments of a log lie between frames too. Null without a frame.
   */
  get timeMs(): number | null {
    const { frame, position } = this.#preview
    if (this.#pointed?.position === position) return this.#pointed.timeMs
    return frame?.timestampMs ?? null
  }

  /** Shows the frame that is closest to a time. @param timeMs on the video's clock */
  goTo(timeMs: number): void {
    const position = this.#preview.positionAt(timeMs - this.#preview.startMs)
    this.#preview.seek(position)
    this.#pointed = { timeMs, position }
  }

  /** The starts, stops, peaks and dips of each curve of a lane, curve by curve in time order. */
  momentsOf({ track, fields }: Lane): FoundMoment[][] {
    return fields.flatMap(({ name: field }) => {
      const column = this.#curves.columnOf(track, field)
      if (!(column instanceof CurvePyramid) || !column.isComplete) return []
      const found = this.#found.get(column) ?? findMoments(column, track.timesMs)
      this.#found.set(column, found)
      return [found.map((moment) => ({ ...moment, field }))]
    })
  }

  /** The same moment at its very record. */
  exactly({ track }: Lane, moment: FoundMoment): FoundMoment {
    const column = this.#curves.columnOf(track, moment.field)
    const range = column instanceof CurvePyramid ? column.highest - column.lowest : 0
    return { ...refineMoment(moment, track, moment.field, range), field: moment.field }
  }

  /** Goes to the next start, stop, peak or dip of the chosen lane. @param by -1: to the one before */
  jump(by: -1 | 1): void {
    const lane = this.#lanes.chosen
    const { timeMs: hereMs } = this
    if (!lane || hereMs === null) return
    const { track } = lane
    const { frames, position, startMs } = this.#preview
    const matching = this.#overlay.sensorConfig(track.name)
    // Those of all curves would be too many to step through.
    const [moments = []] = this.momentsOf(lane)
    for (const moment of by > 0 ? moments : moments.toReversed()) {
      const edgeMs = track.timesMs[by > 0 ? moment.to - 1 : moment.from] as number
      if (by * (snapshotTimeMs(edgeMs, matching) - hereMs) < 0) continue
      const exact = this.exactly(lane, moment)
      const videoMs = snapshotTimeMs(exact.timeMs, matching)
      if (videoMs < (frames[0]?.timestampMs ?? 0)) continue
      if (videoMs > (frames.at(-1)?.timestampMs ?? 0)) continue
      const isSame = this.#preview.positionAt(videoMs - startMs) === position
      if (by * (videoMs - hereMs) <= 0 || isSame) continue
      this.goTo(videoMs)
      this.#overlay.announce(`${wordsOfMoment(exact)} at ${formatClock(videoMs - startMs)}`)
      return
    }
    const where = by > 0 ? 'later' : 'earlier'
    this.#overlay.announce(`No ${where} start, stop or peak in ${track.name}`)
  }
}

/** `Peak of speed, 88.2` */
export function wordsOfMoment({ kind, value, field }: FoundMoment): string {
  const name = { start: 'Start', stop: 'Stop', peak: 'Peak', dip: 'Dip' }[kind]
  return `${name} of ${field}, ${formatNumber(value, 2)}`
}
