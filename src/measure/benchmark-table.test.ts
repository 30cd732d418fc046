import { expect, test } from 'vitest'
import type { Benchmark, BenchmarkRow } from './benchmark.ts'
import {
  BENCHMARK_COLUMNS,
  benchmarkCells,
  benchmarkToCsv,
  benchmarkToJson,
  benchmarkToMarkdown,
} from './benchmark-table.ts'

const spread = (median: number) => ({ median, least: median * 0.9, most: median * 1.2 })

const sequential: BenchmarkRow = {
  name: 'Sequential',
  mode: 'sequential',
  workerCount: 1,
  chunkSize: 1,
  seconds: spread(10),
  framesPerSecond: spread(10),
  frameMs: spread(100),
  memoryBytes: 312_400_000,
  isSuccess: true,
  failure: null,
  speedup: { median: 1, least: 1, most: 1 },
}
const broken: BenchmarkRow = {
  name: 'Parallel (2 workers, chunk 4)',
  mode: 'parallel',
  workerCount: 2,
  chunkSize: 4,
  seconds: null,
  framesPerSecond: null,
  frameMs: null,
  memoryBytes: null,
  isSuccess: false,
  failure: 'The disk is full.',
  speedup: null,
}
const benchmark: Benchmark = {
  recording: 'drive',
  version: '0.1.0',
  startedAt: '2025-10-27T08:30:10.000Z',
  coreCount: 2,
  frameCount: 100,
  widthPx: 1920,
  heightPx: 1080,
  repeatCount: 3,
  scratch: 'out',
  rows: [sequential, broken],
}

test('the columns are those of the reference, in its order', () => {
  expect(BENCHMARK_COLUMNS).toEqual([
    'Method',
    'Total Time (s)',
    'FPS',
    'Time/Frame (ms)',
    'Memory (MB)',
    'Success',
    'Speedup',
  ])
})

test('a row has a cell for each column, and a cell without a value is empty', () => {
  expect(benchmarkCells(sequential)).toEqual([
    'Sequential',
    '10.00',
    '10.00',
    '100.00',
    '312',
    'yes',
    '1.00',
  ])
  expect(benchmarkCells(broken)).toEqual([broken.name, '–', '–', '–', '–', 'no', '–'])
})

test('Markdown has the spread beside each median, and says what was measured', () => {
  const lines = benchmarkToMarkdown(benchmark).split('\n')
  expect(lines[0]).toBe(`| ${BENCHMARK_COLUMNS.join(' | ')} |`)
  expect(lines[2]).toContain('| 10.00 (9.00 to 12.00) |')
  expect(lines).toContain(
    'drive: 100 frames of 1920×1080 px, medians of 3 runs with their spread, 2 cores, Overlane 0.1.0, 2025-10-27.',
  )
})

test('CSV has medians only, quotes texts with a comma, and leaves unknown cells empty', () => {
  expect(benchmarkToCsv(benchmark).split('\n')).toEqual([
    BENCHMARK_COLUMNS.join(','),
    'Sequential,10.00,10.00,100.00,312,yes,1.00',
    '"Parallel (2 workers, chunk 4)",,,,,no,',
    '',
  ])
})

test('no text of a file gets into the CSV, where a spreadsheet would run it as a formula', () => {
  const formula = '=HYPERLINK("http://other.test")'
  const row = { ...broken, failure: formula }
  const named = { ...benchmark, recording: formula, scratch: formula, rows: [sequential, row] }
  expect(benchmarkToJson(named)).toContain('HYPERLINK')
  const cells = benchmarkToCsv(named).split(/[,\n]/)
  expect(cells.filter((cell) => /^["\s]*[=+@-]/.test(cell))).toEqual([])
})

test('JSON has everything, with the reason of a failure', () => {
  const json = JSON.parse(benchmarkToJson(benchmark)) as { rows: unknown[] }
  expect(json).toMatchObject({ recording: 'drive', frames: 100, cores: 2, scratch: 'out' })
  expect(json.rows[0]).toMatchObject({
    method: 'Sequential',
    seconds: { median: 10, min: 9, max: 12 },
  })
  expect(json.rows[1]).toMatchObject({
    success: false,
    failure: 'The disk is full.',
    speedup: null,
  })
})
