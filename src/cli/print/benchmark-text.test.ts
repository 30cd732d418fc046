import { expect, test } from 'vitest'
import type { Benchmark } from '../../measure/index.ts'
import { benchmarkToText } from './benchmark-text.ts'

const one = { median: 1, least: 1, most: 1 }
const benchmark: Benchmark = {
  recording: 'drive',
  version: '0.1.0',
  startedAt: '2025-10-27T08:30:10.000Z',
  coreCount: 2,
  frameCount: 1,
  widthPx: 320,
  heightPx: 180,
  repeatCount: 1,
  scratch: 'out',
  rows: [
    {
      name: 'Sequential',
      mode: 'sequential',
      workerCount: 1,
      chunkSize: 1,
      seconds: one,
      framesPerSecond: one,
      frameMs: one,
      memoryBytes: null,
      isSuccess: true,
      failure: null,
      speedup: one,
    },
  ],
}

const columns = 'Method,Total Time (s),FPS,Time/Frame (ms),Memory (MB),Success,Speedup'

test('a benchmark is a table for a terminal, CSV or Markdown, as it was asked for', () => {
  const [head = ''] = benchmarkToText(benchmark, {}).split('\n')
  expect(head.split(/ {2,}/).join()).toBe(columns)
  const csv = benchmarkToText(benchmark, { csv: true }).split('\n')
  expect(csv).toHaveLength(3)
  expect(csv[0]).toBe(columns)
  expect(benchmarkToText(benchmark, { markdown: true })).toContain('| --- | ---: |')
})
