/** What is kept of a frame. */
export interface KeptPicture {
  close(): void
}

/** Where the pictures come from. Positions are positions in `recording.frames`. */
export interface PictureSource<Picture> {
  frameCount: number
  /** Null if the frame has no picture. It must not throw. */
  load(position: number): Promise<Picture | null>
  /** No other picture may be wanted for a while. */
  rest(): void
  close(): Promise<void>
}

/** Of the kept pictures, so many lie before the one that is looked at: a decoder only goes forward. */
const SHARE_BEFORE = 0.55
/** With fewer pictures left on one side, more are loaded. */
const LEAST_LEFT = 4

/**
 * Keeps the pictures around the one that is looked at. To step back by one frame of a video, a decoder
 * begins at the key frame before it, which takes as long as dozens of frames. So they are loaded in one
 * go, before they are asked for.
 */
export class FramesAround<Picture extends KeptPicture> {
  readonly #source: PictureSource<Picture>
  readonly #before: number
  readonly #after: number
  /** Null: there is no picture. */
  readonly #kept = new Map<number, Picture | null>()
  /** The position that is looked at; null: none. */
  #middle: number | null = null
  #filling: Promise<void> | null = null
  /** The picture that is being loaded; null: none. */
  #loading: number | null = null
  #isHeld = false
  /** Who waits for a picture that is loaded soon. */
  #waiting: (() => void)[] = []

  /** @param mostKept pictures in the memory, beside the one on the stage */
  constructor(source: PictureSource<Picture>, mostKept: number) {
    this.#source = source
    this.#before = Math.max(1, Math.floor(mostKept * SHARE_BEFORE))
    this.#after = Math.max(1, Math.floor(mostKept) - this.#before)
  }

  /** A picture that is kept; the caller closes it or gives it back. Null if there is none. */
  take(position: number): Picture | null {
    const picture = this.#kept.get(position) ?? null
    if (picture) this.#kept.delete(position)
    return picture
  }

  /**
   * As {@link take}, of a picture that is going to be loaded.
   * @param mostBefore null if more pictures than these are loaded before it
   */
  async takeSoon(position: number, mostBefore: number): Promise<Picture | null> {
    const isSoon = (): boolean => {
      const left = this.#loading === null ? -1 : position - this.#loading
      return left >= 0 && left <= mostBefore && !this.#kept.has(position)
    }
    while (isSoon()) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return this.take(position)
  }

  giveBack(position: number, picture: Picture): void {
    const [from, to] = this.#range()
    if (position < from || position >= to || this.#kept.get(position)) picture.close()
    else this.#kept.set(position, picture)
  }

  /**
   * This picture is on the stage. Loads those around it, if few of them are kept on one side.
   * @returns when they are loaded
   */
  async lookAt(position: number): Promise<void> {
    this.#middle = position
    this.#isHeld = false
    this.#drop()
    const { frameCount } = this.#source
    const isMissing = (at: number): boolean => at >= 0 && at < frameCount && !this.#kept.has(at)
    const left = position - Math.min(LEAST_LEFT, this.#before)
    const right = position + Math.min(LEAST_LEFT, this.#after)
    const isNextMissing = isMissing(position - 1) || isMissing(position + 1)
    if (!isNextMissing && !isMissing(left) && !isMissing(right)) return
    await (this.#filling ??= this.#fill())
  }

  /** This picture will be looked at, and is urgent. Until it is, none of those around it is loaded. */
  hold(position: number): void {
    this.#middle = position
    this.#isHeld = true
    this.#drop()
  }

  /** No picture is looked at for a while: none is kept. */
  leave(): void {
    this.#middle = null
    this.#drop()
  }

  async close(): Promise<void> {
    this.leave()
    await this.#filling
    await this.#source.close()
  }

  /** Loads what is missing around the middle, also if that moves meanwhile. */
  async #fill(): Promise<void> {
    for (let next = this.#nextMissing(); next !== null; next = this.#nextMissing()) {
      this.#loading = next
      const picture = await this.#source.load(next)
      this.#kept.get(next)?.close()
      this.#kept.set(next, picture)
      this.#drop()
      this.#wake()
    }
    this.#loading = null
    this.#filling = null
    this.#wake()
    this.#source.rest()
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  #nextMissing(): number | null {
    if (this.#isHeld) return null
    const [from, to] = this.#range()
    for (let position = from; position < to; position++) {
      if (position !== this.#middle && !this.#kept.has(position)) return position
    }
    return null
  }

  #range(): [from: number, to: number] {
    if (this.#middle === null) return [0, 0]
    const from = Math.max(0, this.#middle - this.#before)
    return [from, Math.min(this.#source.frameCount, this.#middle + this.#after + 1)]
  }

  #drop(): void {
    const [from, to] = this.#range()
    for (const [position, picture] of this.#kept) {
      if (position >= from && position < to) continue
      picture?.close()
      this.#kept.delete(position)
    }
  }
}
