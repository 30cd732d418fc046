/** Drives with seeded speeds and camera motions. */

import { randomBetween } from '../../src/sample/seeded-random.ts'

/** Where a picture lies in what the camera would see of a smooth drive. */
export interface FilmView {
  rightPx?: number
  downPx?: number
  rollRad?: number
  /** Of the brightness. */
  gain?: number
}

/** What a camera films. */
export interface DriveFilm {
  seed: number
  timesMs: number[]
  /** At each picture. */
  travelledM: number[]
  views?: FilmView[]
  /** Standard deviation of each pixel's noise, of 255. */
  noise?: number
  /** Another camera: its focal length in widths of the picture. */
  focalShare?: number
  pitchRad?: number
  /** Of the camera over the sensor. */
  heightM?: number
}

/** A smooth curve through random values, one every `everyS`. */
export function wander(
  seed: number,
  stream: number,
  everyS: number,
  [low, high]: readonly [number, number],
): (timeS: number) => number {
  return (timeS) => {
    const at = timeS / everyS
    const index = Math.floor(at)
    const share = at - index
    const [from, to] = [index, index + 1].map((each) =>
      randomBetween(low, high, seed, stream, each + 10_000),
    ) as [number, number]
    return from + (to - from) * share * share * (3 - 2 * share)
  }
}

/** The integral of a speed in m/s, at even steps of 5 ms from 0. */
export function distances(
  speedMps: (timeS: number) => number,
  durationS: number,
): (timeS: number) => number {
  const stepS = 0.005
  const sums = new Float64Array(Math.ceil(durationS / stepS) + 2)
  for (let index = 1; index < sums.length; index++) {
    sums[index] = (sums[index - 1] as number) + speedMps((index - 0.5) * stepS) * stepS
  }
  return (timeS) => {
    const at = timeS / stepS
    const index = Math.floor(at)
    const [from, to] = [sums[index] ?? 0, sums[index + 1] ?? 0]
    return from + (to - from) * (at - index)
  }
}
