import { makeSignal, SignalMeans } from '../signal.ts'
import type { Signal } from '../signal.ts'
import { FrameShiftMeter } from './frame-shift.ts'
import type { FrameShift } from './frame-shift.ts'
import { motionAmounts } from './motion-amount.ts'
import { RoadFlowMeter } from './road-flow.ts'

/** What the pictures of a recording tell of how the camera moved. */
export interface PictureSignals {
  /** How fast the picture turns: px of the grey picture a second, positive to the right. */
  turn: Signal
  /** The same, positive downwards. */
  tilt: Signal
  /** How much moves; without a unit. */
  motion: Signal
  /**
   * How fast the ground comes nearer, for a camera that looks ahead; without a unit. One for each place
   * where the horizon of the camera may be.
   */
  roads: Signal[]
}

/** Parts of the picture flicker: what moves is looked at for so long around each value. */
const MOTION_WINDOW_MS = 1000

/** From the top of the picture. */
const HORIZON_SHARES = [0.35, 0.41, 0.47, 0.53, 0.59]
/** A camera that shakes comes back to where it looks; what turns on does not. */
const SETTLING_S = 0.5
const MOST_AWAY_PX = 12

/** Takes the grey pictures of a recording in order, and measures how they move. */
export class PictureMeter {
  private readonly shifts = new FrameShiftMeter()
  private readonly roads = HORIZON_SHARES.map((share) => new RoadFlowMeter(share))
  private readonly away: FrameShift = { rightPx: 0, downPx: 0 }
  private readonly timesMs: number[] = []
  private readonly turns: number[] = []
  private readonly tilts: number[] = []
  private readonly amounts: Float64Array[] = []
  private last: { grey: Uint8Array; timeMs: number } | null = null
  private lastMs = -Infinity

  /**
   * @param grey 160×90 px, row by row
   * @param timeMs on the video's clock; a picture that is not later than the last one is left out
   */
  add(grey: Uint8Array, timeMs: number): void {
    const { last } = this
    if (timeMs <= this.lastMs) return
    this.lastMs = timeMs
    const shift = this.shifts.add(grey)
    if (last && shift) {
      const seconds = (timeMs - last.timeMs) / 1000
      const kept = Math.exp(-seconds / SETTLING_S)
      this.away.rightPx = limit(kept * (this.away.rightPx + shift.rightPx))
      this.away.downPx = limit(kept * (this.away.downPx + shift.downPx))
      // What is seen between two pictures happened in the middle.
      this.timesMs.push((timeMs + last.timeMs) / 2)
      // The scene moves against the camera.
      this.turns.push(-shift.rightPx / seconds)
      this.tilts.push(-shift.downPx / seconds)
      this.amounts.push(motionAmounts(grey, last.grey).map((amount) => amount / seconds))
    }
    for (const road of this.roads) road.add(grey, timeMs, this.away)
    this.last = { grey: grey.slice(), timeMs }
  }

  /** The next picture does not follow the last one: nothing is seen between them. */
  jump(): void {
    this.shifts.jump()
    this.away.rightPx = 0
    this.away.downPx = 0
    for (const road of this.roads) road.jump()
    this.last = null
  }

  finish(): PictureSignals {
    const { timesMs } = this
    const motion = makeSignal(timesMs, joinParts(this.amounts))
    const means = new SignalMeans(motion)
    return {
      turn: makeSignal(timesMs, this.turns),
      tilt: makeSignal(timesMs, this.tilts),
      motion: {
        ...motion,
        values: motion.timesMs.map((timeMs) => means.meanAt(timeMs, MOTION_WINDOW_MS)),
        windowMs: MOTION_WINDOW_MS,
      },
      roads: this.roads.map((road) => {
        const { timesMs, values, windowMs } = road.finish()
        return makeSignal(timesMs, values, windowMs)
      }),
    }
  }
}

function limit(px: number): number {
  return Math.max(-MOST_AWAY_PX, Math.min(MOST_AWAY_PX, px))
}

/** The mean of the parts, each in units of its own spread: a part with much contrast counts no more. */
function joinParts(amounts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(amounts.length)
  const partCount = amounts[0]?.length ?? 0
  for (let part = 0; part < partCount; part++) {
    const values = Float64Array.from(amounts, (each) => each[part] as number)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const spread = Math.sqrt(
      values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length,
    )
    if (spread <= 1e-6) continue
    values.forEach((value, index) => {
      joined[index] = (joined[index] as number) + (value - mean) / spread / partCount
    })
  }
  return joined
}
