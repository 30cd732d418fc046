import { formatCount, planRunWorkers, segmentsOf } from '../../index.ts'
import { measureBenchmark } from '../../measure/index.ts'
import type { Benchmark, BenchmarkProgress } from '../../measure/index.ts'
import { doublingCounts, parseCount, parseCounts } from '../text/count-list.ts'
import type { CountBounds } from '../text/count-list.ts'
import { MeasurementState } from './measurement-state.svelte.ts'
import type { OutputState } from './output-state.svelte.ts'
import type { OverlayState } from './overlay-state.svelte.ts'
import type { RecordingState } from './recording-state.svelte.ts'

const DEFAULT_FRAMES = 100
const MOST_RUNS = 50
const MOST_CHUNK = 1000

export type BenchmarkField = 'workers' | 'chunks' | 'frames' | 'runs'

/** The benchmark (sequential against parallel): its settings and its last result. */
export class BenchmarkState {
  readonly measurement = new MeasurementState<Benchmark, BenchmarkProgress>()
  #recording: RecordingState
  #overlay: OverlayState
  #output: OutputState
  /** The texts that the user typed; null for a field with its default. */
  #typed = $state<Record<BenchmarkField, string | null>>(untouched())

  constructor(recording: RecordingState, overlay: OverlayState, output: OutputState) {
    this.#recording = recording
    this.#overlay = overlay
    this.#output = output
  }

  readonly #plannedCount: number = $derived.by(() => this.#overlay.plan?.frames.length ?? 0)

  readonly frames = $derived.by(() => {
    const planned = this.#plannedCount
    const why = 'the range has no more frames'
    return parseCount(this.textOf('frames'), { noun: 'frame', most: planned, why })
  })
  readonly runs = $derived.by(() =>
    parseCount(this.textOf('runs'), {
      noun: 'run',
      most: MOST_RUNS,
      why: 'more would not improve the result',
    }),
  )
  readonly workers = $derived.by(() => parseCounts(this.textOf('workers'), this.#workerBounds))
  readonly chunks = $derived.by(() =>
    parseCounts(this.textOf('chunks'), {
      noun: 'frame',
      most: MOST_CHUNK,
      why: 'larger chunks are not useful',
    }),
  )

  /** Sequential, and each number of workers with each chunk size; null while a field is invalid. */
  readonly methodCount: number | null = $derived.by(() => {
    const [workers, chunks] = [this.workers.value, this.chunks.value]
    return workers && chunks ? 1 + workers.length * chunks.length : null
  })

  readonly hasProblem: boolean = $derived.by(() =>
    [this.workers, this.chunks, this.frames, this.runs].some(({ problem }) => problem !== null),
  )

  readonly isStale: boolean = $derived.by(() => this.measurement.isStale(this.#overlay.config))

  textOf(field: BenchmarkField): string {
    return this.#typed[field] ?? this.#defaultOf(field)
  }

  type(field: BenchmarkField, text: string): void {
    this.#typed[field] = text
  }

  async start(): Promise<void> {
    const recording = this.#recording.current
    const { config } = this.#overlay
    const [workers, chunks] = [this.workers.value, this.chunks.value]
    const [frames, runs] = [this.frames.value, this.runs.value]
    if (!recording || !workers || !chunks || !frames || !runs) return
    await this.measurement.measure(config, async (signal, onProgress) =>
      measureBenchmark({
        recording,
        config,
        scratchParent: await this.#output.writableFolder(),
        workerCounts: workers,
        chunkSizes: chunks,
        frameCount: frames,
        repeatCount: runs,
        signal,
        onProgress,
      }),
    )
  }

  /** Resets everything for another recording. */
  reset(): void {
    this.measurement.dismiss()
    this.#typed = untouched()
  }

  #defaultOf(field: BenchmarkField): string {
    switch (field) {
      case 'workers':
        return doublingCounts(
          Math.max(1, Math.min(navigator.hardwareConcurrency, this.#workerBounds.most)),
        ).join(', ')
      case 'chunks':
        return '1'
      case 'frames':
        return String(Math.min(DEFAULT_FRAMES, this.#plannedCount))
      case 'runs':
        return '3'
    }
  }

  /** A method must run with the number of workers in its name. So the limit is what a run can use. */
  readonly #workerBounds: CountBounds = $derived.by(() => {
    const noun = 'worker'
    const { config, plan } = this.#overlay
    const { output } = config
    const recording = this.#recording.current
    const coreCount = navigator.hardwareConcurrency
    const frameCount = this.frames.value ?? this.#plannedCount
    const segments =
      recording && plan
        ? segmentsOf(recording, { ...plan, frames: plan.frames.slice(0, frameCount) }, output)
        : null
    const pieceCount = segments?.length ?? frameCount
    const settings = { ...output, mode: 'parallel', numWorkers: coreCount * 2 } as const
    const most = planRunWorkers(recording ?? { source: null }, settings, pieceCount).workerCount
    if (most === coreCount * 2) return { noun, most, why: `two for each of the ${coreCount} cores` }
    if (most === Math.max(1, pieceCount)) {
      const piece = segments ? 'segment that the video can be cut into' : 'frame'
      return { noun, most, why: `one for each ${piece}` }
    }
    const { memoryLimitMb } = output
    const limit = memoryLimitMb === null ? '' : ` of ${formatCount(memoryLimitMb)} MB`
    return { noun, most, why: `the memory limit${limit} allows no more` }
  })
}

function untouched(): Record<BenchmarkField, string | null> {
  return { workers: null, chunks: null, frames: null, runs: null }
}
