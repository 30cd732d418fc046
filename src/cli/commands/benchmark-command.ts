import { benchmarkToJson } from '../../measure/benchmark-table.ts'
import type { Benchmark } from '../../measure/index.ts'
import { EXIT } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { benchmarkToText } from '../print/benchmark-text.ts'
import { runRecordings } from './run-recordings.ts'
import type { CommonOptions } from './run-recordings.ts'
import { withScratch } from '../paths/scratch.ts'

export interface BenchmarkCommandOptions extends CommonOptions {
  /** Default: powers of two up to the cores, and the cores. */
  workers?: number[]
  chunk: number[]
  frames: number
  repeat: number
  csv?: boolean
  markdown?: boolean
}

/** `overlane benchmark`: the same frames by each method, in turn. */
export function benchmarkCommand(
  paths: readonly string[],
  options: BenchmarkCommandOptions,
): Promise<ExitCode> {
  const measured = {
    chunkSizes: options.chunk,
    frameCount: options.frames,
    repeatCount: options.repeat,
    ...(options.workers ? { workerCounts: options.workers } : {}),
  }
  return withScratch((scratch) =>
    runRecordings<Benchmark>(paths, options, {
      folders: [scratch],
      work: async (session, recording) =>
        session.run(
          (runner, { scratch, measured, ...source }) => runner.benchmark(source, scratch, measured),
          {
            ...(await session.grabRecording(recording)),
            scratch: await session.grab(scratch),
            measured,
          },
        ),
      exitCodeOf: ({ rows }) =>
        rows.every(({ isSuccess }) => isSuccess) ? EXIT.done : EXIT.incomplete,
      toText: (benchmark) => benchmarkToText(benchmark, options),
      toJson: (benchmark) => JSON.parse(benchmarkToJson(benchmark)) as unknown,
      notesOn: failureNotes,
    }),
  )
}

/** Why methods failed. A broken frame fails all of them, and is told once. */
function failureNotes({ rows }: Benchmark): string[] {
  const failures = new Set(rows.flatMap(({ failure }) => failure ?? []))
  return [...failures].map((failure) => {
    const names = rows.filter((row) => row.failure === failure).map(({ name }) => name)
    return `${names.join(', ')}: ${failure}`
  })
}
