import { between } from './frame-shift.ts'
import type { FrameShift } from './frame-shift.ts'
import { GREY_HEIGHT_PX, GREY_WIDTH_PX } from './grey-size.ts'

/** Rows lie evenly along the ground: in camera heights, from near to far. */
const NEAREST = 3.3
const FARTHEST = 11.4
const ROW_STEP = 0.18
const COLUMN_COUNT = 26
/** To each side, in camera heights. */
const HALF_WIDTH = 3.6
/** How far below the horizon a point one camera height ahead would be, in heights of the picture. */
const SLOPE_SHARE = 1.6
/** Pictures this far apart are compared: the road has moved enough to be measured. */
const APART_MS = 66
const MOST_SHIFT = 24
/** The road is looked at for so long around each value: it is mostly empty. */
const WINDOW_MS = 1000
/** Below this share of the usual change, nothing moves. */
const STILL_SHARE = 0.03
/** What moves must look like itself, one step later, at least by this share. */
const LEAST_LIKENESS = 0.02

interface Score {
  timeMs: number
  spanMs: number
  /** How well what has changed fits what had changed before, for each shift in rows. */
  products: Float64Array
  energy: number
}

/**
 * Measures how fast the ground comes towards a camera that looks ahead: the picture is laid out as the
 * ground lies, seen from above, where going forward is a shift along the rows. Only what changes is
 * compared, so that vehicles that drive alongside, and the bonnet, do not count.
 */
export class RoadFlowMeter {
  private readonly horizonShare: number
  private grounds: { timeMs: number; values: Float32Array }[] = []
  private readonly scores: Score[] = []
  private apart = 0

  /** @param horizonShare where the ground ends, from the top of the picture */
  constructor(horizonShare: number) {
    this.horizonShare = horizonShare
  }

  /** @param away where the picture lies away from where it usually does, in px */
  add(grey: Uint8Array, timeMs: number, away: FrameShift): void {
    const { grounds } = this
    grounds.push({ timeMs, values: groundOf(grey, this.horizonShare, away) })
    if (this.apart === 0 && grounds.length === 2) {
      const intervalMs = timeMs - (grounds[0]?.timeMs ?? timeMs)
      this.apart = Math.max(1, Math.round(APART_MS / Math.max(1, intervalMs)))
    }
    if (this.apart === 0 || grounds.length <= 2 * this.apart) return
    const [old, middle, now] = [
      grounds.at(-1 - 2 * this.apart),
      grounds.at(-1 - this.apart),
      grounds.at(-1),
    ]
    if (old && middle && now) {
      const before = differenceOf(middle.values, old.values)
      const after = differenceOf(now.values, middle.values)
      this.scores.push({
        timeMs: middle.timeMs,
        spanMs: (now.timeMs - old.timeMs) / 2,
        products: productsOf(before, after),
        energy: energyOf(after),
      })
    }
    grounds.shift()
  }

  /** The next picture does not follow the last one. */
  jump(): void {
    this.grounds = []
  }

  /** Rows of the ground a second; NaN where it cannot be told. */
  finish(): { timesMs: Float64Array; values: Float64Array; windowMs: number } {
    const { scores } = this
    const energies = Float64Array.from(scores, ({ energy }) => energy).sort()
    const usual = energies[energies.length >> 1] ?? 0
    const values = new Float64Array(scores.length)
    const timesMs = new Float64Array(scores.length)
    const summed = new Float64Array(MOST_SHIFT + 1)
    let [from, to, energy] = [0, 0, 0]
    scores.forEach(({ timeMs, spanMs }, index) => {
      for (; to < scores.length && (scores[to] as Score).timeMs <= timeMs + WINDOW_MS / 2; to++) {
        addScore(summed, scores[to] as Score, 1)
        energy += (scores[to] as Score).energy
      }
      for (; (scores[from] as Score).timeMs < timeMs - WINDOW_MS / 2; from++) {
        addScore(summed, scores[from] as Score, -1)
        energy -= (scores[from] as Score).energy
      }
      const shift = flowOf(summed, energy, usual * (to - from))
      values[index] = shift / (spanMs / 1000)
      timesMs[index] = Number.isNaN(shift)
        ? timeMs
        : seenAt(scores.slice(from, to), Math.round(shift), timeMs)
    })
    return { timesMs, values, windowMs: WINDOW_MS }
  }
}

function addScore(summed: Float64Array, { products }: Score, sign: 1 | -1): void {
  for (let shift = 0; shift < summed.length; shift++) {
    summed[shift] = (summed[shift] as number) + sign * (products[shift] as number)
  }
}

/** The shift in rows that fits best; 0 where nothing moves, NaN where no shift fits. */
function flowOf(summed: Float64Array, energy: number, usual: number): number {
  if (energy <= STILL_SHARE * usual) return 0
  let best = 1
  for (let shift = 1; shift < summed.length; shift++) {
    if ((summed[shift] as number) > (summed[best] as number)) best = shift
  }
  const here = summed[best] as number
  if (here <= LEAST_LIKENESS * energy) return NaN
  const [before, after] = [summed[best - 1] ?? 0, summed[best + 1] ?? 0]
  return best + between(before, here, after)
}

/** When a shift was seen, in the middle: what passes at one moment outweighs the rest of the window. */
function seenAt(scores: readonly Score[], shift: number, timeMs: number): number {
  let [sum, moment] = [0, 0]
  for (const { timeMs: eachMs, products } of scores) {
    const product = Math.max(0, products[shift] as number)
    sum += product
    moment += product * (eachMs - timeMs)
  }
  return sum > 0 && shift > 0 ? timeMs + moment / sum : timeMs
}

/** The picture laid out as the ground lies: 0 where it does not show the ground. */
function groundOf(grey: Uint8Array, horizonShare: number, away: FrameShift): Float32Array {
  const rowCount = Math.floor((FARTHEST - NEAREST) / ROW_STEP)
  const values = new Float32Array(rowCount * COLUMN_COUNT)
  for (let row = 0; row < rowCount; row++) {
    // The farthest row first: what comes nearer moves towards higher rows.
    const ahead = FARTHEST - row * ROW_STEP
    const belowPx = (SLOPE_SHARE * GREY_HEIGHT_PX) / ahead
    const y = horizonShare * GREY_HEIGHT_PX + belowPx + away.downPx
    if (y < 0 || y >= GREY_HEIGHT_PX - 1) continue
    for (let column = 0; column < COLUMN_COUNT; column++) {
      const aside = HALF_WIDTH * ((2 * column) / (COLUMN_COUNT - 1) - 1)
      const x = GREY_WIDTH_PX / 2 + belowPx * aside + away.rightPx
      if (x < 0 || x >= GREY_WIDTH_PX - 1) continue
      const place = Math.floor(y) * GREY_WIDTH_PX + Math.floor(x)
      const [sx, sy] = [x % 1, y % 1]
      const top = (grey[place] as number) * (1 - sx) + (grey[place + 1] as number) * sx
      const below = place + GREY_WIDTH_PX
      const bottom = (grey[below] as number) * (1 - sx) + (grey[below + 1] as number) * sx
      values[row * COLUMN_COUNT + column] = top * (1 - sy) + bottom * sy
    }
  }
  return values
}

function differenceOf(now: Float32Array, before: Float32Array): Float32Array {
  return now.map((value, at) => value - (before[at] as number))
}

function energyOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0) / values.length
}

function productsOf(before: Float32Array, after: Float32Array): Float64Array {
  const products = new Float64Array(MOST_SHIFT + 1)
  for (let shift = 0; shift <= MOST_SHIFT; shift++) {
    const skipped = shift * COLUMN_COUNT
    let sum = 0
    for (let at = skipped; at < after.length; at++) {
      sum += (after[at] as number) * (before[at - skipped] as number)
    }
    products[shift] = sum / (after.length - skipped)
  }
  return products
}
