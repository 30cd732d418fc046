import { countBefore } from '../../time/match.ts'
import type { Signal } from '../signal.ts'
import type { PictureSignals } from './picture-meter.ts'

/** Positions of frames; `to` is exclusive. */
export interface FrameRun {
  from: number
  to: number
}

/** A place for a stretch, and the few frames that tell how much moves there. */
export interface StretchPlace {
  run: FrameRun
  probes: readonly FrameRun[]
}

/** The frames of a long video. */
export interface StretchFrames {
  /** Ascending, in ms. */
  timesMs: Float64Array
  /** Whether a frame can be decoded without the ones before it. */
  isStart: (position: number) => boolean
}

/** A log is compared with so many stretches at most, spread over the whole video, and at least. */
const MOST_STRETCHES = 5
const LEAST_STRETCHES = 3
const STRETCH_MS = 45_000
/** In each fifth of the video. */
const MOST_PLACES = 12
const PROBE_COUNT = 4
/** Two motions, one after the other. */
const PROBE_FRAMES = 3
/** A stretch with less motion than this share of the third richest one's adds only noise. */
const LEAST_RICHNESS = 0.25

/**
 * The places where stretches may be, in each fifth of a long video.
 * @returns null if decoding can begin at too few of them: then the whole video is as quick
 */
export function placesForStretches(frames: StretchFrames): StretchPlace[][] | null {
  const { timesMs } = frames
  const [startMs, endMs] = [timesMs[0] ?? 0, timesMs[timesMs.length - 1] ?? 0]
  const partMs = (endMs - startMs) / MOST_STRETCHES
  const placeCount = Math.min(MOST_PLACES, Math.floor(partMs / STRETCH_MS))
  const parts = Array.from({ length: MOST_STRETCHES }, (_, part) =>
    Array.from({ length: placeCount }, (_, place) => {
      const fromMs = startMs + part * partMs + (place * partMs) / placeCount
      return placeAt(frames, fromMs)
    }).filter((place) => place !== null),
  ).filter((places) => places.length > 0)
  return parts.length < LEAST_STRETCHES ? null : parts
}

/** Null if decoding cannot begin at two moments of it. */
function placeAt({ timesMs, isStart }: StretchFrames, fromMs: number): StretchPlace | null {
  const to = countBefore(timesMs, fromMs + STRETCH_MS)
  const probes: FrameRun[] = []
  for (let probe = 0; probe < PROBE_COUNT; probe++) {
    const wantedMs = fromMs + (probe * STRETCH_MS) / PROBE_COUNT
    let from = Math.max(countBefore(timesMs, wantedMs), probes.at(-1)?.to ?? 0)
    while (from < to && !isStart(from)) from++
    if (from + PROBE_FRAMES <= to) probes.push({ from, to: from + PROBE_FRAMES })
  }
  const [first] = probes
  return first && probes.length > 1 ? { run: { from: first.from, to }, probes } : null
}

/**
 * The 3 to 5 stretches that are richest in motion: one in each part, so that they tell a drift.
 * @param probed what the probes of all places have shown
 */
export function richestStretches(
  parts: readonly (readonly StretchPlace[])[],
  timesMs: Float64Array,
  probed: Pick<PictureSignals, 'turn' | 'tilt' | 'motion'>,
): FrameRun[] {
  const richnessOf = richnessIn(timesMs, [probed.turn, probed.tilt, probed.motion])
  const richest = parts
    .map((places) =>
      places
        .map(({ run }) => ({ run, richness: richnessOf(run) }))
        .reduce((best, each) => (each.richness > best.richness ? each : best)),
    )
    .sort((a, b) => b.richness - a.richness)
  const leastRichness = LEAST_RICHNESS * (richest[LEAST_STRETCHES - 1]?.richness ?? 0)
  return richest
    .filter(({ richness }, index) => index < LEAST_STRETCHES || richness >= leastRichness)
    .map(({ run }) => run)
    .sort((a, b) => a.from - b.from)
}

/** How much signals change within a run, each in units of its own change over all of them. */
function richnessIn(timesMs: Float64Array, signals: readonly Signal[]): (run: FrameRun) => number {
  const wholes = signals.map(({ values }) => varianceOf(values))
  return ({ from, to }) =>
    signals.reduce((sum, { timesMs: each, values }, index) => {
      const whole = wholes[index] ?? 0
      if (whole === 0) return sum
      const first = countBefore(each, timesMs[from] ?? 0)
      const last = countBefore(each, timesMs[to - 1] ?? 0)
      return sum + varianceOf(values.subarray(first, last)) / whole
    }, 0)
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length)
}
