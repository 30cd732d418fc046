import { formatQuantity, OverlaneError, planFrames, renderRecording } from '../index.ts'
import type {
  Directory,
  MemoryMeter,
  OverlayConfig,
  RecordingFolder,
  RenderReport,
} from '../index.ts'
import { withScratchFolder } from './scratch-folder.ts'
import type { ScratchFolder } from './scratch-folder.ts'
import { spreadOf } from './spread.ts'
import type { Spread } from './spread.ts'

export interface BenchmarkOptions {
  recording: RecordingFolder
  config: OverlayConfig
  /**
   * The folder in which a scratch folder for the frames is made; it is removed at the end. Null takes
   * the browser's own storage. Disks differ, so measure on the disk that you will render to.
   */
  scratchParent: Directory | null
  /** Parallel with each of these numbers of workers, at most twice the cores, … */
  workerCounts: readonly number[]
  /** … and each of these chunk sizes. Default: 1. */
  chunkSizes?: readonly number[]
  /** The first frames of the range. Default 100, or as many as there are. */
  frameCount?: number
  /** Counted runs of each method. Default 3. */
  repeatCount?: number
  memoryMeter?: MemoryMeter
  signal?: AbortSignal
  onProgress?: (progress: BenchmarkProgress) => void
}

export interface BenchmarkProgress {
  /** The method that runs; the warm-up has none. */
  method: string | null
  /** Counted from 1; 0 is the warm-up. */
  round: number
  roundCount: number
  /** The share of all runs that is done, including a part of the current run; 0 to 1. */
  share: number
  elapsedMs: number
  /** Null until it can be told. */
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

/** The results of one method. Figures are null if no run of it was complete. */
export interface BenchmarkRow extends BenchmarkMethod {
  /** Time of the whole run, including the start of the workers and the report. */
  seconds: Spread | null
  /** Counts only frames that were rendered. */
  framesPerSecond: Spread | null
  frameMs: Spread | null
  /** The peak over all runs; null if the browser cannot tell. */
  memoryBytes: number | null
  isSuccess: boolean
  /** Why the method failed, else null. */
  failure: string | null
  /** Speed relative to the first row, compared within each round. */
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
 * Renders the same frames by each method, in turn, several times. A first run with the most workers
 * does not count. Each round begins with another method, so that a machine that becomes slower over
 * time affects all methods equally.
 * @throws OverlaneError where nothing can be rendered; the signal's reason when it is aborted
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
      `${wrong} cannot be measured: workers are whole numbers from 1 to ${most} (twice the cores), chunks whole numbers from 1.`,
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
  const failure =
    runs.map(({ report }) => failureOf(report, method)).find((each) => each !== null) ?? null
  const counted = failure === null ? runs : []
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

/**
 * Skipped frames are not counted, and they are not a failure of the method.
 * @param method that the run was of; without, any number of workers is right
 */
function failureOf(
  { status, stopReason, failed, renderedCount, settings, workerReason }: RenderReport,
  method?: BenchmarkMethod,
): string | null {
  if (status === 'finished') {
    if (method && method.workerCount !== settings.workerCount) return `It ran with ${workerReason}`
    return renderedCount > 0 ? null : 'No frame could be rendered.'
  }
  return stopReason?.message ?? failed[0]?.reason ?? `The run was ${status}.`
}

/** Reports the progress of the benchmark. Each run has the same weight. */
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

  /** @returns a function to call with the share of the run that is done */
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
