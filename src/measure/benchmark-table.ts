import { formatSize } from '../index.ts'
import type { Benchmark, BenchmarkRow } from './benchmark.ts'
import type { Spread } from './spread.ts'

export const BENCHMARK_COLUMNS = [
  'Method',
  'Total Time (s)',
  'FPS',
  'Time/Frame (ms)',
  'Memory (MB)',
  'Success',
  'Speedup',
] as const

export type BenchmarkColumn = (typeof BENCHMARK_COLUMNS)[number]

const NOT_KNOWN = '–'

/** The medians of a row as text, in the order of the columns. */
export function benchmarkCells(row: BenchmarkRow): string[] {
  return cellsOf(row, (spread, decimals) => spread.median.toFixed(decimals))
}

/** The same with the spread beside each figure: `12.30 (12.10 to 12.80)`. */
export function benchmarkCellsWithSpread(row: BenchmarkRow): string[] {
  return cellsOf(row, ({ median, least, most }, decimals) =>
    least === most
      ? median.toFixed(decimals)
      : `${median.toFixed(decimals)} (${least.toFixed(decimals)} to ${most.toFixed(decimals)})`,
  )
}

function cellsOf(row: BenchmarkRow, print: (spread: Spread, decimals: number) => string): string[] {
  const cell = (spread: Spread | null, decimals: number): string =>
    spread ? print(spread, decimals) : NOT_KNOWN
  return [
    row.name,
    cell(row.seconds, 2),
    cell(row.framesPerSecond, 2),
    cell(row.frameMs, 2),
    row.memoryBytes === null ? NOT_KNOWN : (row.memoryBytes / 1e6).toFixed(0),
    row.isSuccess ? 'yes' : 'no',
    cell(row.speedup, 2),
  ]
}

/** What was measured, in one sentence. */
export function describeBenchmark(benchmark: Benchmark): string {
  const { recording, frameCount, widthPx, heightPx, repeatCount, coreCount, version } = benchmark
  const runs = repeatCount === 1 ? 'one run' : `medians of ${repeatCount} runs with their spread`
  return `${recording}: ${frameCount} frames of ${formatSize({ widthPx, heightPx })}, ${runs}, ${coreCount} cores, Overlane ${version}, ${benchmark.startedAt.slice(0, 10)}.`
}

export function benchmarkToMarkdown(benchmark: Benchmark): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [
    line(BENCHMARK_COLUMNS),
    line(BENCHMARK_COLUMNS.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...benchmark.rows.map((row) => line(benchmarkCellsWithSpread(row))),
    '',
    describeBenchmark(benchmark),
    '',
  ].join('\n')
}

/** Medians only, so that each cell is one number. */
export function benchmarkToCsv(benchmark: Benchmark): string {
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
  const blank = (cell: string): string => (cell === NOT_KNOWN ? '' : cell)
  const rows = benchmark.rows.map((row) => line(benchmarkCells(row).map(blank)))
  return `${[line(BENCHMARK_COLUMNS), ...rows].join('\n')}\n`
}

/** Everything that was measured: keys in snake_case, spreads as median, min and max. */
export function benchmarkToJson(benchmark: Benchmark): string {
  const spread = (of: Spread | null): unknown =>
    of && { median: of.median, min: of.least, max: of.most }
  const { startedAt, coreCount, frameCount, widthPx, heightPx, repeatCount, rows, ...rest } =
    benchmark
  const result = {
    ...rest,
    started_at: startedAt,
    cores: coreCount,
    frames: frameCount,
    width: widthPx,
    height: heightPx,
    repeat: repeatCount,
    rows: rows.map((row) => ({
      method: row.name,
      mode: row.mode,
      workers: row.workerCount,
      chunk_size: row.chunkSize,
      seconds: spread(row.seconds),
      frames_per_second: spread(row.framesPerSecond),
      milliseconds_per_frame: spread(row.frameMs),
      memory_bytes: row.memoryBytes,
      success: row.isSuccess,
      failure: row.failure,
      speedup: spread(row.speedup),
    })),
  }
  return `${JSON.stringify(result, null, 2)}\n`
}
