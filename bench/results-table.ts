/** The table of the comparison. */

import type { Run } from './method.ts'

/** What came of a method on a set of frames: a run a round, or why there was none. */
export interface Outcome {
  frames: string
  method: string
  result: readonly Run[] | string
}

/** What each method is set against, by the start of its name. */
const BASELINES = ['Overlane sequential', 'Python OpenCV pool']

/** Markdown. Ratios are those of runs of the same round; a figure is a median, with its spread. */
export function resultsTable(outcomes: readonly Outcome[]): string {
  const heads = [
    'frames',
    'method',
    'frames/s',
    ...BASELINES.map((name) => `÷ ${name}`),
    'kB/frame',
  ]
  const rows = outcomes.map(({ frames, method, result }) => {
    if (typeof result === 'string') {
      return [frames, method, `skipped: ${result}`, ...BASELINES.map(() => ''), '']
    }
    const speeds = speedsOf(result)
    const ratios = BASELINES.map((name) => {
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
    const bytes = median(result.map(({ bytesPerFrame }) => bytesPerFrame))
    return [frames, method, spread(speeds, 1), ...ratios, (bytes / 1000).toFixed(0)]
  })
  const rule = heads.map((_, column) => (column < 2 ? '---' : '---:'))
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function speedsOf(runs: readonly Run[]): number[] {
  return runs.map(({ framesPerSecond }) => framesPerSecond)
}

/** `1.82 (1.79 to 1.83)`: median, least and most. One value stands alone. */
export function spread(values: readonly number[], decimals: number): string {
  const text = (value: number): string => value.toFixed(decimals)
  const middle = text(median(values))
  if (values.length === 1) return middle
  return `${middle} (${text(Math.min(...values))} to ${text(Math.max(...values))})`
}

/** Of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [below = NaN, above = NaN] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return (below + above) / 2
}
