/** The tables of the comparison. */

import { FRAMES_PER_SECOND } from './frame-sets.ts'
import type { Run } from './method.ts'

/** The result of a method on a set of frames: one run per round, or why the method was skipped. */
export interface Outcome {
  frames: string
  method: string
  result: readonly Run[] | string
}

interface Layout {
  /** The methods that each method is compared with. */
  baselines: readonly string[]
  /** The columns beside the speed. */
  figures: readonly { head: string; of: (runs: readonly Run[]) => string }[]
}

const middle = (figure: (run: Run) => number, decimals: number) => (runs: readonly Run[]) =>
  median(runs.map(figure)).toFixed(decimals)

export const FRAMES: Layout = {
  baselines: ['Overlane sequential', 'Python OpenCV pool'],
  figures: [{ head: 'kB/frame', of: middle(({ bytesPerFrame }) => bytesPerFrame / 1000, 0) }],
}

export const VIDEOS: Layout = {
  baselines: ['Overlane', 'Python OpenCV'],
  figures: [
    { head: 'kB/frame', of: middle(({ bytesPerFrame }) => bytesPerFrame / 1000, 1) },
    {
      head: 'Mbit/s',
      of: middle(({ bytesPerFrame }) => (bytesPerFrame * 8 * FRAMES_PER_SECOND) / 1e6, 1),
    },
    { head: 'dB', of: middle(({ psnrDb = NaN }) => psnrDb, 1) },
  ],
}

/** For what has no peer here. Its figures only serve to compare versions of Overlane. */
export const EXTRACTS: Layout = { baselines: [], figures: FRAMES.figures }

/** A table in Markdown. Each ratio compares two runs of the same round. Figures are medians. */
export function resultsTable(outcomes: readonly Outcome[], { baselines, figures }: Layout): string {
  const heads = [
    ...['frames', 'method', 'frames/s'],
    ...baselines.map((name) => `÷ ${name}`),
    ...figures.map(({ head }) => head),
  ]
  const rows = outcomes.map(({ frames, method, result }) => {
    if (typeof result === 'string') {
      const rest = heads.slice(3).map(() => '')
      return [frames, method, `skipped: ${result}`, ...rest]
    }
    const speeds = speedsOf(result)
    const ratios = baselines.map((name) => {
      const baseline = outcomes.find((other) => other.frames === frames && other.method === name)
      if (!baseline || typeof baseline.result === 'string') return ''
      const others = speedsOf(baseline.result)
      return name === method
        ? '1'
        : spread(
            speeds.map((speed, at) => speed / (others[at] ?? NaN)),
            2,
          )
    })
    return [frames, method, spread(speeds, 1), ...ratios, ...figures.map(({ of }) => of(result))]
  })
  const rule = heads.map((_, column) => (column < 2 ? '---' : '---:'))
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function speedsOf(runs: readonly Run[]): number[] {
  return runs.map(({ framesPerSecond }) => framesPerSecond)
}

/**
 * `1.82 (1.79 to 1.83)`: the median, the smallest and the largest value. A single value is written
 * alone.
 */
export function spread(values: readonly number[], decimals: number): string {
  const text = (value: number): string => value.toFixed(decimals)
  const center = text(median(values))
  if (values.length === 1) return center
  return `${center} (${text(Math.min(...values))} to ${text(Math.max(...values))})`
}

/** For an even number of values: the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [below = NaN, above = NaN] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return (below + above) / 2
}
