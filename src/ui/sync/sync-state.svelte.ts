import {
  bestSource,
  candidateSettings,
  findSync,
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

/** The proposals for one sensor, and what the computation found. Nothing is applied unasked. */
export class SyncState {
  readonly sensor: string
  private readonly app: AppState
  private readonly recording: RecordingFolder
  private abortion: AbortController | null = null
  status = $state<'idle' | 'running' | 'done' | 'failed'>('idle')
  by = $state<SyncSource>('picture')
  proposals = $state.raw<readonly SyncProposal[]>([])
  result = $state.raw<ComputedSync | null>(null)
  /** From 0 to 1. */
  share = $state(0)
  fault = $state('')

  constructor(app: AppState, recording: RecordingFolder, sensor: string) {
    this.app = app
    this.recording = recording
    this.sensor = sensor
    void this.propose()
  }

  async compute(): Promise<void> {
    const { recording, sensor, by } = this
    const abortion = new AbortController()
    this.abortion = abortion
    this.status = 'running'
    this.share = 0
    this.app.overlay.announce(`Comparing ${sensor} with the ${by}`)
    try {
      this.result = await findSync({
        recording,
        config: this.app.overlay.config,
        sensor,
        by,
        signal: abortion.signal,
        onProgress: (doneCount, totalCount) => (this.share = doneCount / Math.max(1, totalCount)),
      })
      this.status = 'done'
      this.app.overlay.announce(this.result.reason)
    } catch (thrown) {
      this.status = abortion.signal.aborted ? 'idle' : 'failed'
      this.fault = OverlaneError.from(thrown, 'internal').message
      this.app.overlay.announce(abortion.signal.aborted ? 'Comparing was stopped' : this.fault)
    }
  }

  cancel(): void {
    this.abortion?.abort()
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
    this.by = await bestSource({ recording, config, sensor })
    this.proposals = await proposePlaces(recording, config, sensor)
  }
}
