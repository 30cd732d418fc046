import {
  bestSource,
  candidateSettings,
  findSync,
  isLongRecording,
  offsetSettings,
  OverlaneError,
  proposePlaces,
} from '../../index.ts'
import type {
  ComputedSync,
  RecordingFolder,
  SyncCandidate,
  SyncProposal,
  SyncSource,
} from '../../index.ts'
import type { AppState } from '../state/app-state.svelte.ts'
import type { SignalsState } from '../timeline/signals-state.svelte.ts'

/** The proposals for one sensor, and what the computation found. Nothing is applied unasked. */
export class SyncState {
  readonly sensor: string
  private readonly app: AppState
  private readonly signals: SignalsState
  private readonly recording: RecordingFolder
  private abortion: AbortController | null = null
  status = $state<'idle' | 'running' | 'done' | 'failed'>('idle')
  /** What tells most. It is known a moment after the view is opened. */
  private best = $state<SyncSource>('picture')
  private chosen = $state<SyncSource | null>(null)
  proposals = $state.raw<readonly SyncProposal[]>([])
  result = $state.raw<ComputedSync | null>(null)
  private comparedShare = $state(0)
  /** Whether it waits for the picture to be measured. */
  private isMeasuring = $state(false)
  fault = $state('')

  constructor(app: AppState, signals: SignalsState, recording: RecordingFolder, sensor: string) {
    this.app = app
    this.signals = signals
    this.recording = recording
    this.sensor = sensor
    void this.propose()
  }

  get by(): SyncSource {
    return this.chosen ?? this.best
  }
  set by(source: SyncSource) {
    this.chosen = source
  }

  /** How much of the comparison is done, from 0 to 1. */
  get share(): number {
    return this.isMeasuring ? this.signals.share : this.comparedShare
  }

  async compute(): Promise<void> {
    const { recording, sensor, by } = this
    const abortion = new AbortController()
    this.abortion = abortion
    this.status = 'running'
    this.comparedShare = 0
    this.app.overlay.announce(`Comparing ${sensor} with the ${by}`)
    try {
      if (by === 'picture' && !isLongRecording(recording)) await this.measurePicture(abortion)
      abortion.signal.throwIfAborted()
      const result = await findSync({
        recording,
        config: this.app.overlay.config,
        sensor,
        by,
        signal: abortion.signal,
        onProgress: (doneCount, totalCount) =>
          (this.comparedShare = doneCount / Math.max(1, totalCount)),
      })
      abortion.signal.throwIfAborted()
      this.result = result
      this.status = 'done'
      this.app.overlay.announce(result.reason)
    } catch (thrown) {
      // Who cancelled it was told so then, and may do something else by now.
      if (abortion.signal.aborted) return
      // Measuring the picture can be stopped in the timeline too.
      const isStopped = by === 'picture' && this.signals.status === 'absent'
      this.status = isStopped ? 'idle' : 'failed'
      this.fault = OverlaneError.from(thrown, 'internal').message
      this.app.overlay.announce(isStopped ? 'Comparing was stopped' : this.fault)
    }
  }

  cancel(): void {
    const isMeasuring = this.isMeasuring
    this.leave()
    if (isMeasuring) this.signals.cancel()
    this.app.overlay.announce('Comparing was stopped')
  }

  /** The comparison is no longer wanted. The lanes of the picture still are. */
  leave(): void {
    this.abortion?.abort()
    this.abortion = null
    if (this.status === 'running') this.status = 'idle'
  }

  /** The timeline measures it too, for its lanes. It is measured once. */
  private async measurePicture(abortion: AbortController): Promise<void> {
    this.isMeasuring = true
    try {
      await this.signals.measure()
    } finally {
      const isOther = this.abortion !== null && this.abortion !== abortion
      if (!isOther) this.isMeasuring = false
    }
  }

  applyCandidate(candidate: SyncCandidate): void {
    const rangeMs = this.recording.timing?.rangeMs
    if (rangeMs) this.apply(candidateSettings(candidate, rangeMs), candidate.offsetMs)
  }

  applyProposal({ offsetMs }: SyncProposal): void {
    this.apply(offsetSettings(offsetMs), offsetMs)
  }

  private apply(settings: ReturnType<typeof offsetSettings>, offsetMs: number): void {
    const { overlay } = this.app
    overlay.changeSensor(this.sensor, settings, { words: `line up ${this.sensor}` })
    overlay.announce(`${this.sensor} is moved by ${offsetMs.toFixed(1)} ms`)
  }

  private async propose(): Promise<void> {
    const { recording, sensor } = this
    const { config } = this.app.overlay
    this.best = await bestSource({ recording, config, sensor })
    this.proposals = await proposePlaces(recording, config, sensor)
  }
}
