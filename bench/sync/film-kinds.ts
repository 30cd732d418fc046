/**
 * The kinds of drives that logs are lined up with. The engine was written while looking at films of
 * such kinds, with other seeds.
 */

import { distances, wander } from './drive-film.ts'
import type { DriveFilm, FilmView } from './drive-film.ts'

export interface FilmKind {
  name: string
  /** In m/s, at any time. */
  speedMps: (timeS: number) => number
  film: DriveFilm
}

export const FILM_S = 40
const FRAMES_PER_SECOND = 30

const COUNTRY = [8, 26] as const

/** Each kind has a seed of its own, which also decides the speeds. */
export const FILM_KINDS: readonly FilmKind[] = [
  kind('a country road', 61, COUNTRY),
  kind('a town, with stops', 62, [-8, 16]),
  kind('hills: the camera tilts by up to 3 % of the picture', 63, COUNTRY, {}, tilting(63)),
  kind('night: dark, with noise', 64, COUNTRY, { noise: 14 }, () => ({ gain: 0.35 })),
  kind('a camera that shakes and rolls', 66, COUNTRY, {}, shaking(66, 3)),
  kind('a camera that turns from side to side', 67, COUNTRY, {}, panning(67)),
  kind('a wide lens that looks down', 68, COUNTRY, {
    focalShare: 0.6,
    pitchRad: 0.08,
    heightM: 0.6,
  }),
]

export const CONSTANT_FILM = filmOf(70, () => 18, {})
export const STILL_FILM = filmOf(71, () => 0, { noise: 6 })

function kind(
  name: string,
  seed: number,
  rangeMps: readonly [number, number],
  extra: Partial<DriveFilm> = {},
  viewAt?: (timeS: number) => FilmView,
): FilmKind {
  const speed = wander(seed, 20, 5, rangeMps)
  const speedMps = (timeS: number): number => Math.max(0, speed(timeS))
  return { name, speedMps, film: filmOf(seed, speedMps, extra, viewAt) }
}

function filmOf(
  seed: number,
  speedMps: (timeS: number) => number,
  extra: Partial<DriveFilm>,
  viewAt?: (timeS: number) => FilmView,
): DriveFilm {
  const travelled = distances(speedMps, FILM_S + 1)
  const timesMs = Array.from(
    { length: FILM_S * FRAMES_PER_SECOND },
    (_, index) => (index * 1000) / FRAMES_PER_SECOND,
  )
  return {
    seed,
    timesMs,
    travelledM: timesMs.map((timeMs) => travelled(timeMs / 1000)),
    ...(viewAt && { views: timesMs.map((timeMs) => viewAt(timeMs / 1000)) }),
    ...extra,
  }
}

function tilting(seed: number): (timeS: number) => FilmView {
  const downPx = wander(seed, 40, 3, [-9, 9])
  return (timeS) => ({ downPx: downPx(timeS) })
}

function shaking(seed: number, sizePx: number): (timeS: number) => FilmView {
  const rightPx = wander(seed, 31, 0.13, [-sizePx, sizePx])
  const downPx = wander(seed, 32, 0.11, [-sizePx, sizePx])
  const rollRad = wander(seed, 33, 0.17, [-0.006 * sizePx, 0.006 * sizePx])
  return (timeS) => ({ rightPx: rightPx(timeS), downPx: downPx(timeS), rollRad: rollRad(timeS) })
}

function panning(seed: number): (timeS: number) => FilmView {
  const rightPx = wander(seed, 42, 1.7, [-35, 35])
  return (timeS) => ({ rightPx: rightPx(timeS) })
}
