import { describe, expect, test } from 'vitest'
import type { Benchmark, BenchmarkRow } from '../../../measure/index.ts'
import { describeSpeedup, ticksUpTo, toSpeedupChart } from './speedup-chart.ts'

const row = (workerCount: number, chunkSize: number, speedup: number | null): BenchmarkRow => ({
  name: '',
  mode: 'parallel',
  workerCount,
  chunkSize,
  seconds: null,
  framesPerSecond: null,
  frameMs: null,
  memoryBytes: null,
  isSuccess: speedup !== null,
  failure: null,
  speedup: speedup === null ? null : { median: speedup, least: speedup - 0.1, most: speedup + 0.1 },
})
const sequential: BenchmarkRow = { ...row(1, 1, 1), mode: 'sequential' }
const benchmark = (coreCount: number, ...rows: BenchmarkRow[]): Benchmark => ({
  recording: 'drive',
  version: '0.1.0',
  startedAt: '2026-11-23T08:00:00.000Z',
  coreCount,
  frameCount: 100,
  widthPx: 640,
  heightPx: 360,
  repeatCount: 3,
  scratch: 'out',
  rows: [sequential, ...rows],
})

describe('the chart of speedup', () => {
  test('has a line for each chunk size, by the number of workers', () => {
    const chart = toSpeedupChart(benchmark(4, row(4, 1, 3), row(1, 1, 0.9), row(4, 8, 3.5)))
    expect(chart?.series.map(({ label }) => label)).toEqual(['chunk 1', 'chunk 8'])
    expect(chart?.series[0]?.points.map(({ workerCount }) => workerCount)).toEqual([1, 4])
    expect(chart?.workerTicks).toEqual([0, 1, 2, 3, 4])
  })

  test('has space for the ideal line up to the number of cores, and for all results', () => {
    expect(toSpeedupChart(benchmark(4, row(8, 1, 3)))?.mostSpeedup).toBeCloseTo(4 * 1.08)
    expect(toSpeedupChart(benchmark(2, row(4, 1, 3)))?.mostSpeedup).toBeCloseTo(3.1 * 1.08)
  })

  test('leaves out methods without a figure, and is null if no method has one', () => {
    expect(toSpeedupChart(benchmark(4, row(2, 1, null), row(4, 1, 3)))?.series[0]?.points).toEqual([
      { workerCount: 4, median: 3, least: 2.9, most: 3.1 },
    ])
    expect(toSpeedupChart(benchmark(4, row(2, 1, null)))).toBeNull()
    expect(toSpeedupChart(benchmark(4))).toBeNull()
  })

  test('has a description in words', () => {
    const chart = toSpeedupChart(benchmark(2, row(1, 1, 0.98), row(2, 1, 1.8), row(2, 8, 1.9)))
    expect(chart && describeSpeedup(chart)).toBe(
      'Speedup by number of workers. chunk 1: 1 worker 0.98, 2 workers 1.80; chunk 8: 2 workers 1.90. The ideal speedup is the number of workers.',
    )
  })
})

test('ticks are round and few', () => {
  expect(ticksUpTo(4, 1)).toEqual([0, 1, 2, 3, 4])
  expect(ticksUpTo(2.16, 0.5)).toEqual([0, 0.5, 1, 1.5, 2])
  expect(ticksUpTo(17, 0.5)).toEqual([0, 2.5, 5, 7.5, 10, 12.5, 15])
  expect(ticksUpTo(64, 1)).toEqual([0, 10, 20, 30, 40, 50, 60])
})
