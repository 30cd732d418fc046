import { OverlaneError, PauseGate, walkQuickly } from '../../../index.ts'
import type { RecordingFolder } from '../../../index.ts'
import type { Picture } from '../stage-frames.ts'
import { QuickStore } from './quick-store.ts'

/** The browser may lay them on the disk. */
const MOST_BYTES = 256e6
const MOST_WIDTH_PX = 960
const LEAST_HEIGHT_PX = 216
/** Of a picture with many details. */
const BYTES_PER_PIXEL = 0.2
const SHOWN_EVERY_MS = 500
/** A frame that is so few frames ahead of a walk is not worth another one. */
const SOON = 90
/** Who goes to the end may step back by so many frames. */
const LAST = 30
/** Behind a key frame. If there are more, they are too slow to decode before others. */
const MOST_AT_END = 60

/**
 * Small pictures of the frames of a video, made in the background while the video rests on the stage. To
 * show a frame, a decoder needs all frames since the key frame before it; a small picture of the same
 * frame is there at once.
 */
export class QuickFrames {
  #recording: RecordingFolder | null = null
  #store = new QuickStore(0, MOST_BYTES)
  /** Whether this browser cannot make small pictures of this video. */
  #isUnable = false
  #runs = $state.raw<readonly (readonly [from: number, to: number])[]>([])
  /** The last frame of which the walk has made a picture; null: no walk goes on. */
  #walkedTo: number | null = null
  /** While it is held, the walk waits. */
  readonly #gate = new PauseGate()

  /** The stretches of positions that can be shown at once; `to` is exclusive. */
  get runs(): readonly (readonly [from: number, to: number])[] {
    return this.#runs
  }

  /** Another recording is open. The pictures of the one before are forgotten. */
  follow(recording: RecordingFolder): void {
    if (recording === this.#recording) return
    this.#recording = recording
    this.#store = new QuickStore(recording.frames.length, MOST_BYTES)
    this.#isUnable = false
    this.#runs = []
  }

  /** The small picture of a frame, or of one shortly before it; null if there is none. */
  async pictureAt(position: number): Promise<Picture | null> {
    const { source } = this.#recording ?? {}
    const found = this.#store.at(position)
    if (!source || !found) return null
    const bitmap = await createImageBitmap(found.picture).catch(() => null)
    if (!bitmap) return null
    const { widthPx, heightPx } = source
    return {
      kind: 'frame',
      position: found.position,
      image: {
        widthPx,
        heightPx,
        scale: 1,
        isExact: false,
        draw: (context, xPx = 0, yPx = 0) => context.drawImage(bitmap, xPx, yPx, widthPx, heightPx),
        release: () => bitmap,
      },
    }
  }

  /** Another frame is being decoded, which is urgent: the walk waits until it is not held any more. */
  hold(isHeld: boolean): void {
    this.#gate.setPaused(isHeld)
  }

  /** Whether the walk that goes on has made the picture of a frame, or makes it soon. */
  isSoonAt(position: number): boolean {
    if (this.#store.at(position)) return true
    const walkedTo = this.#walkedTo
    return walkedTo !== null && position > walkedTo && position <= walkedTo + SOON
  }

  /** Makes the pictures that are missing, until the signal is aborted. @param position where to begin */
  async walk(position: number, signal: AbortSignal): Promise<void> {
    const recording = this.#recording
    const { video, source, frames } = recording ?? {}
    if (!video || !source || !frames || this.#isUnable) return
    const keyBefore = (from: number): number => {
      let key = from
      while (key > 0 && !video.isKeyAt(frames[key]?.frameIndex ?? 0)) key--
      return key
    }
    const begin = keyBefore(position)
    const keys = [keyBefore(Math.max(0, frames.length - LAST)), keyBefore(frames.length - 1)]
    const end = keys.find((key) => frames.length - key <= MOST_AT_END) ?? frames.length
    const store = this.#store
    const halvings = halvingsOf(source, frames.length)
    let shownMs = performance.now()
    // With half as many pictures, the walk goes on with those that are still wanted.
    for (let every = 0; every !== store.every && !signal.aborted;) {
      every = store.every
      const missing = store.missing(begin, end)
      if (missing.length === 0) return
      const thinned = new AbortController()
      try {
        await walkQuickly(video, {
          frameIndexes: missing.map((each) => frames[each]?.frameIndex ?? 0),
          halvings,
          signal: AbortSignal.any([signal, thinned.signal]),
          onPicture: async (order, picture) => {
            this.#walkedTo = missing[order] ?? 0
            store.add(this.#walkedTo, picture)
            if (store.every !== every) thinned.abort()
            if (performance.now() - shownMs > SHOWN_EVERY_MS) {
              shownMs = performance.now()
              this.#tell(store)
            }
            await this.#gate.pass()
          },
        })
      } catch (thrown) {
        // The stage says what is wrong with the video itself.
        if (thrown instanceof OverlaneError && recording === this.#recording) this.#isUnable = true
      }
      this.#walkedTo = null
      this.#tell(store)
    }
  }

  #tell(store: QuickStore): void {
    if (store === this.#store) this.#runs = store.runs()
  }
}

/** Until all pictures have room, or a smaller one would show too little. */
function halvingsOf(
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  count: number,
): number {
  let halvings = 0
  const pixelsOf = (): number => (widthPx * heightPx) / 4 ** halvings
  const isLarge = (): boolean =>
    widthPx > MOST_WIDTH_PX * 2 ** halvings || pixelsOf() * BYTES_PER_PIXEL * count > MOST_BYTES
  while (isLarge() && heightPx / 2 ** (halvings + 1) >= LEAST_HEIGHT_PX) halvings++
  return halvings
}
