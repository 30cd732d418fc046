import { formatQuantity, OverlaneError, planFrames, renderRecording } from '../index.ts'
import type {
  Directory,
  MemoryMeter,
  OverlayConfig,
  RecordingFolder,
  RenderReport,
} from '../index.ts'
import { failureOf, lossOf } from './benchmark-failure.ts'
import { withScratchFolder } from './scratch-folder.ts'
import type { ScratchFolder } from './scratch-folder.ts'
import { spreadOf } from './spread.ts'
import type { Spread } from './spread.ts'

export interface BenchmarkOptions {
  recording: RecordingFolder
  config: OverlayConfig
  /**
   * The frames are written to a temporary folder in this folder, which is removed at the end. Null means
   * the browser's own storage. Disks differ in speed, so use the folder that the frames will go to.
   */
  scratchParent: Directory | null
  /** The numbers of workers to measure, each at most twice the number of cores. */
  workerCounts: readonly number[]
  /** The chunk sizes to measure with each number of workers. Default: 1. */
  chunkSizes?: readonly number[]
  /** How many of the first frames of the range each run renders. Default 100, or all if there are fewer. */
  frameCount?: number
  /** Runs of each method, without the warm-up. Default 3. */
  repeatCount?: number
  memoryMeter?: MemoryMeter
  signal?: AbortSignal
  onProgress?: (progress: BenchmarkProgress) => void
}

export interface BenchmarkProgress {
  /** The name of the method that runs; null during the warm-up. */
  method: string | null
  /** From 1; 0 is the warm-up. */
  round: number
  roundCount: number
  /** The finished share of all runs, 0 to 1. The current run counts in part. */
  share: number
  elapsedMs: number
  /** Null until it is known. */
  remainingMs: number | null
}

/** One way to render. */
export interface BenchmarkMethod {
  /** `Sequential`, `Parallel (4 workers)`, `Parallel (4 workers, chunk 8)` */
  name: string
  mode: 'sequential' | 'parallel'
  workerCount: number
  chunkSize: number
}

/** The results of a method. Figures are null if one of its runs did not come to its end. */
export interface BenchmarkRow extends BenchmarkMethod {
  /** Wall time of the whole run, with the start of the workers and the report. */
  seconds: Spread | null
  /** Only rendered frames count. */
  framesPerSecond: Spread | null
  frameMs: Spread | null
  /** The maximum over its runs; null if the browser does not report memory. */
  memoryBytes: number | null
  /** Whether every frame of every run was rendered. */
  isSuccess: boolean
  /** Why that is not so, else null. */
  failure: string | null
  /** Relative to the first row, within each round. */
  speedup: Spread | null
}

export interface Benchmark {
  recording: string
  version: string
  startedAt: string
  coreCount: number
  /** Frames of each run. */
  frameCount: number
  widthPx: number
  heightPx: number
  repeatCount: number
  /** Where the frames were written. */
  scratch: string
  rows: BenchmarkRow[]
}

const DEFAULT_FRAME_COUNT = 100
const DEFAULT_REPEAT_COUNT = 3

/**
 * Renders the same frames with each method, in turn, several times. A warm-up run with the most workers
 * comes first and does not count. Each round begins with another method, so that a machine whose speed
 * changes affects all methods.
 * @throws OverlaneError if nothing can be rendered; the signal's reason if it is aborted
 */
export async function measureBenchmark(options: BenchmarkOptions): Promise<Benchmark> {
  const { recording, config, signal, repeatCount = DEFAULT_REPEAT_COUNT } = options
  const methods = listMethods(options)
  const plannedCount = planFrames(recording, config).frames.length
  const frameCount = Math.min(options.frameCount ?? DEFAULT_FRAME_COUNT, plannedCount)
  const rounds: BenchmarkRun[][] = methods.map(() => [])
  const progress = new Progress(options, repeatCount * methods.length + 1, repeatCount)
  const startedAt = new Date().toISOString()

  await withScratchFolder(options.scratchParent, async (scratch) => {
    const warmUp = methods.reduce((most, each) =>
      each.workerCount > most.workerCount ? each : most,
    )
    await runOnce(options, warmUp, frameCount, scratch, progress.begin(null, 0))
    for (let round = 1; round <= repeatCount; round++) {
      for (let turn = 0; turn < methods.length; turn++) {
        const index = (turn + round - 1) % methods.length
        const method = methods[index] as BenchmarkMethod
        const onShare = progress.begin(method.name, round)
        rounds[index]?.push(await runOnce(options, method, frameCount, scratch, onShare))
        signal?.throwIfAborted()
      }
    }
  })

  const [first = []] = rounds
  const { widthPx = 0, heightPx = 0 } = recording.source ?? {}
  return {
    recording: recording.name,
    version: __OVERLANE_VERSION__,
    startedAt,
    coreCount: navigator.hardwareConcurrency,
    frameCount,
    widthPx,
    heightPx,
    repeatCount,
    scratch: options.scratchParent?.name ?? 'the browser’s own storage',
    rows: methods.map((method, index) => toRow(method, rounds[index] ?? [], first)),
  }
}

function listMethods({ workerCounts, chunkSizes = [1] }: BenchmarkOptions): BenchmarkMethod[] {
  const most = navigator.hardwareConcurrency * 2
  const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1
  const wrong =
    workerCounts.find((count) => !isCount(count) || count > most) ??
    chunkSizes.find((size) => !isCount(size))
  if (wrong !== undefined) {
    throw new OverlaneError(
      'config-invalid',
      `${wrong} cannot be measured: worker counts are whole numbers from 1 to ${most} (two per core), chunk sizes are whole numbers of 1 or more.`,
    )
  }
  const parallel = workerCounts.flatMap((workerCount) =>
    chunkSizes.map((chunkSize) => {
      const workers = formatQuantity(workerCount, 'worker')
      const chunk = chunkSizes.length > 1 || chunkSize > 1 ? `, chunk ${chunkSize}` : ''
      return {
        name: `Parallel (${workers}${chunk})`,
        mode: 'parallel',
        workerCount,
        chunkSize,
      } as const
    }),
  )
  return [{ name: 'Sequential', mode: 'sequential', workerCount: 1, chunkSize: 1 }, ...parallel]
}

interface BenchmarkRun {
  seconds: number
  report: RenderReport
}

async function runOnce(
  { recording, config, signal, memoryMeter }: BenchmarkOptions,
  { mode, workerCount, chunkSize }: BenchmarkMethod,
  frameCount: number,
  scratch: ScratchFolder,
  onShare: (share: number) => void,
): Promise<BenchmarkRun> {
  signal?.throwIfAborted()
  return scratch.withRunFolder(async (output) => {
    const startMs = performance.now()
    const report = await renderRecording({
      recording,
      config,
      output,
      mode,
      workerCount,
      chunkSize,
      frameCount,
      onProgress: ({ settledCount, plannedCount }) => onShare(settledCount / plannedCount),
      ...(signal ? { signal } : {}),
      ...(memoryMeter ? { memoryMeter } : {}),
    })
    const seconds = (performance.now() - startMs) / 1000
    signal?.throwIfAborted()
    return { seconds, report }
  })
}

function toRow(
  method: BenchmarkMethod,
  runs: readonly BenchmarkRun[],
  first: readonly BenchmarkRun[],
): BenchmarkRow {
  const rate = ({ seconds, report }: BenchmarkRun): number => report.renderedCount / seconds
  const firstOf = (why: (report: RenderReport) => string | null): string | null =>
    runs.map(({ report }) => why(report)).find((each) => each !== null) ?? null
  const stop = firstOf((report) => failureOf(report, method.workerCount))
  const failure = stop ?? firstOf(lossOf)
  // The frames that could be rendered are measured, whatever was skipped.
  const counted = stop === null ? runs : []
  const spread = (figure: (run: BenchmarkRun, round: number) => number): Spread | null =>
    counted.length > 0 ? spreadOf(counted.map(figure)) : null
  const memory = runs.flatMap(({ report }) => report.peakMemoryBytes ?? [])
  const isComparable = first.every(({ report }) => failureOf(report) === null)
  return {
    ...method,
    seconds: spread(({ seconds }) => seconds),
    framesPerSecond: spread(rate),
    frameMs: spread((run) => 1000 / rate(run)),
    memoryBytes: memory.length > 0 ? Math.max(...memory) : null,
    isSuccess: failure === null,
    failure,
    speedup: isComparable ? spread((run, round) => rate(run) / rateAt(first, round)) : null,
  }

  function rateAt(others: typeof first, round: number): number {
    const other = others[round]
    return other ? rate(other) : NaN
  }
}

/** Reports the progress of the benchmark. Each run counts the same. */
class Progress {
  private readonly options: BenchmarkOptions
  private readonly runCount: number
  private readonly roundCount: number
  private readonly startMs = performance.now()
  private begunCount = 0

  constructor(options: BenchmarkOptions, runCount: number, roundCount: number) {
    this.options = options
    this.runCount = runCount
    this.roundCount = roundCount
  }

  /** @returns a function that takes the finished share of the run, 0 to 1 */
  begin(method: string | null, round: number): (share: number) => void {
    const doneCount = this.begunCount++
    const report = (runShare: number): void => {
      const share = (doneCount + runShare) / this.runCount
      const elapsedMs = performance.now() - this.startMs
      const remainingMs = share > 0 ? (elapsedMs / share) * (1 - share) : null
      const { roundCount } = this
      this.options.onProgress?.({ method, round, roundCount, share, elapsedMs, remainingMs })
    }
    report(0)
    return report
  }
}
