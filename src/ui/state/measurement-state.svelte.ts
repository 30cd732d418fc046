import { OverlaneError } from '../../index.ts'
import type { OverlayConfig, Problem } from '../../index.ts'
import { isSameConfig } from '../options/option-path.ts'

export type MeasurementRun = 'idle' | 'running' | 'cancelling'

interface Measured<Result> {
  result: Result
  config: OverlayConfig
}

const FIGURES_EVERY_MS = 500

/** A measurement that takes a while: its progress and its last result. */
export class MeasurementState<Result, Progress> {
  #run = $state<MeasurementRun>('idle')
  #progress = $state.raw<Progress | null>(null)
  #figures = $state.raw<Progress | null>(null)
  #measured = $state.raw<Measured<Result> | null>(null)
  #problems = $state.raw<readonly Problem[]>([])
  #isCancelled = $state(false)
  #abort: AbortController | null = null
  #figuresAtMs = 0

  get run(): MeasurementRun {
    return this.#run
  }
  get progress(): Progress | null {
    return this.#progress
  }
  /** The progress that the page prints. It changes rarely enough to be read. */
  get figures(): Progress | null {
    return this.#figures
  }
  get result(): Result | null {
    return this.#measured?.result ?? null
  }
  /** Why the last measurement failed. */
  get problems(): readonly Problem[] {
    return this.#problems
  }
  /** Whether the last measurement was cancelled. The result is then from the measurement before it. */
  get isCancelled(): boolean {
    return this.#isCancelled
  }

  /** Whether the result was measured with other settings than these. */
  isStale(config: OverlayConfig): boolean {
    const measured = this.#measured
    return measured !== null && !isSameConfig(pacedAlike(measured.config), pacedAlike(config))
  }

  async measure(
    config: OverlayConfig,
    work: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<Result>,
  ): Promise<void> {
    if (this.#run !== 'idle') return
    const abort = new AbortController()
    this.#abort = abort
    this.#run = 'running'
    this.#problems = []
    this.#isCancelled = false
    this.#figuresAtMs = 0
    try {
      const result = await work(abort.signal, (progress) => this.#show(progress))
      this.#measured = { result, config }
    } catch (thrown) {
      if (abort.signal.aborted) this.#isCancelled = true
      else this.#problems = OverlaneError.from(thrown, 'internal').problems
    } finally {
      this.#abort = null
      this.#run = 'idle'
      this.#progress = this.#figures = null
    }
  }

  cancel(): void {
    if (this.#run !== 'running') return
    this.#run = 'cancelling'
    this.#abort?.abort()
  }

  /** Removes the result, because another recording is open. */
  dismiss(): void {
    this.#measured = null
    this.#problems = []
    this.#isCancelled = false
  }

  #show(progress: Progress): void {
    this.#progress = progress
    const nowMs = performance.now()
    if (nowMs - this.#figuresAtMs < FIGURES_EVERY_MS) return
    this.#figures = progress
    this.#figuresAtMs = nowMs
  }
}

/** Removes the number of workers from the comparison, because each method has its own number. */
function pacedAlike(config: OverlayConfig): OverlayConfig {
  const paced = { mode: 'parallel', numWorkers: 'auto', chunkSize: 1 } as const
  return { ...config, output: { ...config.output, ...paced } }
}
