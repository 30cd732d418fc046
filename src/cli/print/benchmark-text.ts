import {
  BENCHMARK_COLUMNS,
  benchmarkCellsWithSpread,
  benchmarkToCsv,
  benchmarkToMarkdown,
  describeBenchmark,
} from '../../measure/benchmark-table.ts'
import type { Benchmark } from '../../measure/index.ts'
import { alignTable } from './align-table.ts'

/** CSV or Markdown where it was asked for; else a table for a terminal, and what was measured. */
export function benchmarkToText(
  benchmark: Benchmark,
  { csv = false, markdown = false }: { csv?: boolean; markdown?: boolean },
): string {
  if (csv) return benchmarkToCsv(benchmark)
  if (markdown) return benchmarkToMarkdown(benchmark)
  const table = alignTable([BENCHMARK_COLUMNS, ...benchmark.rows.map(benchmarkCellsWithSpread)])
  return `${table}\n\n${describeBenchmark(benchmark)}`
}
