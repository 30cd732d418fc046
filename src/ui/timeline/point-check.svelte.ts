import type { FoundMoment } from './moments-state.svelte.ts'

const MOST_MOMENTS = 8
/** Moments are at least this share of the video apart, so that they tell the drift too. */
const APART_SHARE = 1 / 20

/**
 * The strongest moments between two times, spread over the time, in time order.
 * @param fromMs on the log's clock
 */
export function strongestMoments<M extends { timeMs: number; strength: number }>(
  moments: readonly M[],
  fromMs: number,
  toMs: number,
): M[] {
  const apartMs = (toMs - fromMs) * APART_SHARE
  const chosen: M[] = []
  const inside = moments.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs)
  for (const moment of inside.toSorted((a, b) => b.strength - a.strength)) {
    if (chosen.length >= MOST_MOMENTS) break
    if (chosen.some(({ timeMs }) => Math.abs(timeMs - moment.timeMs) < apartMs)) continue
    chosen.push(moment)
  }
  return chosen.sort((a, b) => a.timeMs - b.timeMs)
}

/** A walk through moments of a log: does the picture show each of them where the log has it? */
export class PointCheck {
  readonly sensor: string
  readonly moments: readonly FoundMoment[]
  #index = $state(0)
  #confirmedCount = $state(0)

  constructor(sensor: string, moments: readonly FoundMoment[]) {
    this.sensor = sensor
    this.moments = moments
  }

  get index(): number {
    return this.#index
  }
  /** How many moments the picture shows where the log has them. */
  get confirmedCount(): number {
    return this.#confirmedCount
  }
  /** The moment to look at; null at the end. */
  get moment(): FoundMoment | null {
    return this.moments[this.#index] ?? null
  }

  confirm(): void {
    if (this.moment) this.#confirmedCount++
    this.next()
  }

  next(): void {
    if (this.moment) this.#index++
  }
}
