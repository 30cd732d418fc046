import { formatFixed, formatQuantity } from '../../../index.ts'
import type { Benchmark } from '../../../measure/index.ts'

/** A method's speedup. */
export interface SpeedupPoint {
  workerCount: number
  median: number
  least: number
  most: number
}

/** The methods of one chunk size, sorted by their number of workers. */
export interface SpeedupSeries {
  label: string
  points: SpeedupPoint[]
}

/** The data of the chart "speedup by number of workers". Both axes begin at 0. */
export interface SpeedupChart {
  series: SpeedupSeries[]
  /** Ends of the axes. */
  mostWorkers: number
  mostSpeedup: number
  workerTicks: number[]
  speedupTicks: number[]
}

const MOST_TICKS = 8
/** Space above the highest point. */
const HEADROOM = 1.08

/** @returns null if no parallel method has a speedup */
export function toSpeedupChart({ rows, coreCount }: Benchmark): SpeedupChart | null {
  const bySize = new Map<number, SpeedupPoint[]>()
  for (const { mode, workerCount, chunkSize, speedup } of rows) {
    if (mode === 'sequential' || !speedup) continue
    bySize.set(chunkSize, [...(bySize.get(chunkSize) ?? []), { workerCount, ...speedup }])
  }
  const series = [...bySize].map(([chunkSize, points]) => ({
    label: `chunk ${chunkSize}`,
    points: points.toSorted((a, b) => a.workerCount - b.workerCount),
  }))
  const points = series.flatMap((each) => each.points)
  if (points.length === 0) return null
  const mostWorkers = Math.max(...points.map(({ workerCount }) => workerCount))
  const reached = Math.max(...points.map(({ most }) => most))
  // With more workers than cores, no method can reach the ideal. So its line may leave the chart there.
  const mostSpeedup = Math.max(reached, Math.min(mostWorkers, coreCount)) * HEADROOM
  return {
    series,
    mostWorkers,
    mostSpeedup,
    workerTicks: ticksUpTo(mostWorkers, 1),
    speedupTicks: ticksUpTo(mostSpeedup, 0.5),
  }
}

/** Round numbers from 0, few enough to be readable. @param least the smallest step */
export function ticksUpTo(end: number, least: number): number[] {
  const steps = [1, 2, 5, 10, 20, 50, 100].map((step) => step * least)
  const step = steps.find((each) => end / each <= MOST_TICKS) ?? end / MOST_TICKS
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step)
}

/** Describes the chart in words. */
export function describeSpeedup({ series }: SpeedupChart): string {
  const lines = series.map(({ label, points }) => {
    const values = points.map(
      ({ workerCount, median }) =>
        `${formatQuantity(workerCount, 'worker')} ${formatFixed(median, 2)}`,
    )
    return `${label}: ${values.join(', ')}`
  })
  return `Speedup by number of workers. ${lines.join('; ')}. The ideal speedup is the number of workers.`
}
