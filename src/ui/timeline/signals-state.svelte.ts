import { keepSignals, measureSignals, OverlaneError } from '../../index.ts'
import type { RecordingFolder, RecordingSignals } from '../../index.ts'
import { recallSignals, storeSignals } from '../browser/stored-signals.ts'
import type { OverlayState } from '../state/overlay-state.svelte.ts'
import { signalTracks } from './signal-tracks.ts'
import type { LaneTrack } from './signal-tracks.ts'

/** `absent`: nobody has asked for them, or measuring was stopped. */
export type SignalsStatus = 'absent' | 'measuring' | 'known' | 'failed'

/** How the picture of the recording moves and how loud its sound is. It is measured when asked for. */
export class SignalsState {
  #overlay: OverlayState
  #recording: RecordingFolder | null = null
  #status = $state<SignalsStatus>('absent')
  #share = $state(0)
  #fault = $state('')
  #tracks = $state.raw<readonly LaneTrack[]>([])
  #abortion = new AbortController()
  #running: Promise<void> | null = null
  /** Ends when it is known whether an earlier visit measured them. */
  #recalled: Promise<void> = Promise.resolve()

  constructor(overlay: OverlayState) {
    this.#overlay = overlay
  }

  get status(): SignalsStatus {
    return this.#status
  }
  /** How much is measured, from 0 to 1. */
  get share(): number {
    return this.#share
  }
  /** Why it could not be measured; '' if it could. */
  get fault(): string {
    return this.#fault
  }
  /** A lane for the picture, and one for the sound; empty until they are known. */
  get tracks(): readonly LaneTrack[] {
    return this.#tracks
  }

  /** Another recording is open, or the same one was read again. What an earlier visit measured is shown. */
  follow(recording: RecordingFolder): void {
    if (recording === this.#recording) return
    const isSame = recording.name === this.#recording?.name
    const isWanted = isSame && this.#status === 'measuring'
    this.cancel()
    this.#recording = recording
    this.#status = 'absent'
    this.#fault = ''
    this.#tracks = []
    this.#recalled = this.#recall(recording)
    if (isWanted) this.measure().catch(() => undefined)
  }

  /** Measures them, unless they are known. @throws the reason when it is stopped; why it failed */
  measure(): Promise<void> {
    if (this.#status === 'known') return Promise.resolve()
    if (this.#running) return this.#running
    const running = this.#recalled.then(() => this.#measure())
    this.#running = running
    const end = (): void => {
      if (this.#running === running) this.#running = null
    }
    running.then(end, end)
    return running
  }

  cancel(): void {
    this.#abortion.abort()
    this.#running = null
  }

  async #recall(recording: RecordingFolder): Promise<void> {
    // Without storage, they are measured when they are asked for.
    const signals = await recallSignals(recording).catch(() => undefined)
    if (!signals || recording !== this.#recording) return
    await keepSignals(recording, signals)
    if (recording === this.#recording) this.#show(recording, signals)
  }

  async #measure(): Promise<void> {
    const recording = this.#recording
    if (!recording || this.#status === 'known') return
    this.#abortion = new AbortController()
    const { signal } = this.#abortion
    this.#status = 'measuring'
    this.#share = 0
    this.#fault = ''
    this.#overlay.announce('Measuring the motion of the picture')
    try {
      const onProgress = (share: number): void => {
        if (!signal.aborted) this.#share = share
      }
      const signals = await measureSignals(recording, { signal, onProgress })
      signal.throwIfAborted()
      this.#show(recording, signals)
      const lanes = signals.sound ? 'The picture and the sound have' : 'The picture has'
      this.#overlay.announce(`${lanes} a lane in the timeline`)
      storeSignals(recording, signals).catch(() => undefined)
    } catch (thrown) {
      if (recording !== this.#recording) throw thrown
      this.#status = signal.aborted ? 'absent' : 'failed'
      if (signal.aborted) this.#overlay.announce('Measuring was stopped')
      else this.#fault = OverlaneError.from(thrown, 'internal').message
      throw thrown
    }
  }

  #show(recording: RecordingFolder, signals: RecordingSignals): void {
    const names = recording.sensors.map(({ name }) => name)
    this.#tracks = signalTracks(signals, names)
    this.#status = 'known'
  }
}
