import { untrack } from 'svelte'
import { loadFrame } from '../../index.ts'
import type { RecordingFolder } from '../../index.ts'
import type { PreviewState } from '../state/preview-state.svelte.ts'
import type { RecordingState } from '../state/recording-state.svelte.ts'
import { PictureCache } from './picture-cache.ts'

/** In CSS pixels. Twice as many pixels are kept, for screens that show them. */
export const THUMBNAIL_PX = 44

/** Where a thumbnail is in the row. */
export interface ThumbnailSlot {
  leftPx: number
  widthPx: number
  /** Of its frame. */
  position: number
}

/** Small pictures of frames, one after another, while nothing else needs the frames. */
export class ThumbnailsState {
  #recording: RecordingState
  #preview: PreviewState
  isShown = $state(false)
  #pictures = new PictureCache()
  #loadedFrom: RecordingFolder | null = null
  #wanted: readonly number[] = []
  #isLoading = $state(false)
  #version = $state(0)

  constructor(recording: RecordingState, preview: PreviewState) {
    this.#recording = recording
    this.#preview = preview
  }

  get isLoading(): boolean {
    return this.#isLoading
  }
  /** Of the row; 0 if thumbnails are not shown. */
  get heightPx(): number {
    return this.isShown ? THUMBNAIL_PX : 0
  }

  /** The slots of a row, each with the frame of its middle. @param timeAt on the video's clock */
  slotsIn(rowPx: number, timeAt: (xPx: number) => number): ThumbnailSlot[] {
    const { widthPx = 16, heightPx = 9 } = this.#recording.current?.source ?? {}
    const leastPx = Math.max(16, (THUMBNAIL_PX * (widthPx || 16)) / (heightPx || 9))
    const count = Math.max(1, Math.floor(rowPx / leastPx))
    return Array.from({ length: count }, (_, index) => {
      const leftPx = (rowPx * index) / count
      const timeMs = timeAt(leftPx + rowPx / count / 2)
      const position = this.#preview.positionAt(timeMs - this.#preview.startMs)
      return { leftPx, widthPx: leastPx, position }
    })
  }

  /** The picture of a frame; undefined until it is loaded. An effect that asks runs again then. */
  pictureOf(position: number): ImageBitmap | undefined {
    const isOfRecording = this.#recording.current === this.#loadedFrom
    return this.#version > 0 && isOfRecording ? this.#pictures.get(position) : undefined
  }

  /** These pictures are in view. Others that were wanted are not loaded any more. */
  want(positions: readonly number[]): void {
    this.#wanted = positions
    // The effect that wants them must not run again when they are loaded.
    if (!untrack(() => this.#isLoading)) void this.#load()
  }

  async #load(): Promise<void> {
    const recording = this.#recording.current
    if (!recording) return
    this.#isLoading = true
    if (recording !== this.#loadedFrom) this.#pictures.clear()
    this.#loadedFrom = recording
    // A reader of its own: the frame on the stage does not wait for thumbnails.
    const video = recording.video?.fork() ?? null
    try {
      for (;;) {
        const next = this.#wanted.find((position) => !this.#pictures.has(position))
        const isCurrent = this.#recording.current === recording
        if (next === undefined || !isCurrent || this.#preview.playback === 'playing') break
        await this.#loadOne({ ...recording, video }, next)
        this.#version++
      }
    } finally {
      this.#isLoading = false
      await video?.close()
    }
  }

  async #loadOne(recording: RecordingFolder, position: number): Promise<void> {
    const frame = recording.frames[position]
    let picture: ImageBitmap
    try {
      if (!frame) return
      const whole = await loadFrame(recording, frame)
      const resizeHeight = 2 * THUMBNAIL_PX
      picture = await createImageBitmap(whole, { resizeHeight, resizeQuality: 'medium' })
      whole.close()
    } catch {
      // The stage says what is wrong with a frame. Here its place stays empty.
      picture = await createImageBitmap(new ImageData(1, 1))
    }
    this.#pictures.add(position, picture)
  }
}
