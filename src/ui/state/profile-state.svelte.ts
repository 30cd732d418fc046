import { measureProfile } from '../../measure/index.ts'
import type { Advice, Profile } from '../../measure/index.ts'
import { parseCount } from '../text/count-list.ts'
import { MeasurementState } from './measurement-state.svelte.ts'
import type { OutputState } from './output-state.svelte.ts'
import type { OverlayState } from './overlay-state.svelte.ts'
import type { RecordingState } from './recording-state.svelte.ts'

const DEFAULT_FRAMES = 10

interface ProfileProgress {
  doneCount: number
  totalCount: number
}

/** The profile (how the time of a frame is spent): its settings, its last result, and the advice. */
export class ProfileState {
  readonly measurement = new MeasurementState<Profile, ProfileProgress>()
  #recording: RecordingState
  #overlay: OverlayState
  #output: OutputState
  /** The text that the user typed; null if the field has its default. */
  #typed = $state<string | null>(null)

  constructor(recording: RecordingState, overlay: OverlayState, output: OutputState) {
    this.#recording = recording
    this.#overlay = overlay
    this.#output = output
  }

  readonly #plannedCount: number = $derived.by(() => this.#overlay.plan?.frames.length ?? 0)
  readonly text: string = $derived.by(
    () => this.#typed ?? String(Math.min(DEFAULT_FRAMES, this.#plannedCount)),
  )
  readonly frames = $derived.by(() =>
    parseCount(this.text, {
      noun: 'frame',
      most: this.#plannedCount,
      why: 'the range has no more frames',
    }),
  )
  readonly isStale: boolean = $derived.by(() => this.measurement.isStale(this.#overlay.config))

  type(text: string): void {
    this.#typed = text
  }

  async start(): Promise<void> {
    const recording = this.#recording.current
    const { config } = this.#overlay
    const frameCount = this.frames.value
    if (!recording || !frameCount) return
    await this.measurement.measure(config, async (signal, onProgress) =>
      measureProfile({
        recording,
        config,
        scratchParent: await this.#output.writableFolder(),
        frameCount,
        signal,
        onProgress: (doneCount, totalCount) => onProgress({ doneCount, totalCount }),
      }),
    )
  }

  /** Whether the settings already follow the advice. */
  isApplied({ apply }: Advice): boolean {
    const { output } = this.#overlay.config
    return Object.entries(apply ?? {}).every(
      ([name, value]) => output[name as keyof typeof output] === value,
    )
  }

  apply({ apply }: Advice): void {
    for (const [name, value] of Object.entries(apply ?? {})) {
      this.#overlay.set(['output', name], value)
    }
  }

  /** Resets everything for another recording. */
  reset(): void {
    this.measurement.dismiss()
    this.#typed = null
  }
}
