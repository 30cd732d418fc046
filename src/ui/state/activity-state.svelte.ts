import type { BenchmarkState } from './benchmark-state.svelte.ts'
import type { ProfileState } from './profile-state.svelte.ts'
import type { RenderState } from './render-state.svelte.ts'

/** What the workers are doing. Only one activity at a time is possible. */
export type Activity = 'none' | 'rendering' | 'benchmark' | 'profile'

const REFUSALS: Record<Activity, string> = {
  none: '',
  rendering: 'Frames are being rendered. Cancel the run first, or wait for it.',
  benchmark: 'A benchmark is being measured. Cancel it first, or wait for it.',
  profile: 'A profile is being measured. Cancel it first, or wait for it.',
}

/** Whether a run or a measurement is in progress. */
export class ActivityState {
  #render: RenderState
  #benchmark: BenchmarkState
  #profile: ProfileState

  constructor(render: RenderState, benchmark: BenchmarkState, profile: ProfileState) {
    this.#render = render
    this.#benchmark = benchmark
    this.#profile = profile
  }

  readonly current: Activity = $derived.by(() => {
    if (this.#render.run !== 'idle') return 'rendering'
    if (this.#benchmark.measurement.run !== 'idle') return 'benchmark'
    return this.#profile.measurement.run === 'idle' ? 'none' : 'profile'
  })

  get isNone(): boolean {
    return this.current === 'none'
  }
  get isMeasuring(): boolean {
    return this.current === 'benchmark' || this.current === 'profile'
  }
  /** Why nothing else can start; '' if it can. */
  get refusal(): string {
    return REFUSALS[this.current]
  }
  /** Whether closing the page would stop a run or a measurement. */
  get isLosable(): boolean {
    return this.#render.isRunning || this.isMeasuring
  }

  cancel(): void {
    this.#render.cancel()
    this.#benchmark.measurement.cancel()
    this.#profile.measurement.cancel()
  }
}
