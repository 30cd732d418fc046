/** What is kept of a frame. */
export interface KeptPicture {
  close(): void
}

/** Where the pictures come from. Positions are positions in `recording.frames`. */
export interface PictureSource<Picture> {
  frameCount: number
  /**
   * It must not throw.
   * @returns null if the frame has no picture; undefined if it was over before
   */
  load(position: number, isOver: () => boolean): Promise<Picture | null | undefined>
  /** How many frames are decoded before this one, if it is loaded next. */
  wayTo(position: number): number
  /** No other picture may be wanted for a while. */
  rest(): void
  close(): Promise<void>
}

/** Of the kept pictures, so many were on the stage, and are far from the one that is. */
const SHARE_PAST = 0.1
/** Of the others, so many lie before the one that is looked at: a decoder only goes forward. */
const SHARE_BEFORE = 0.55
/** With fewer pictures left on one side, more are loaded there. */
const LEAST_LEFT = 4
/** If the way to them is long, they are loaded the sooner: with fewer left than this share of it. */
const LEFT_OF_WAY = 1 / 8

/**
 * Keeps the pictures around the one that is looked at, and the last ones that were. To step back by one
 * frame of a video, a decoder begins at the key frame before it, which takes as long as dozens of frames.
 * So they are loaded in one go, before they are asked for.
 */
export class FramesAround<Picture extends KeptPicture> {
  readonly #source: PictureSource<Picture>
  readonly #before: number
  readonly #after: number
  readonly #mostPast: number
  /** Null: there is no picture. */
  readonly #kept = new Map<number, Picture | null>()
  /** Pictures that were on the stage, by position. The one that was there last is the last. */
  readonly #past = new Map<number, Picture>()
  /** Which picture was on the stage last, wherever it is kept now. */
  #last: number | null = null
  /** The position that is looked at; null: none. */
  #middle: number | null = null
  /** The sides on which pictures are loaded. */
  #isFilled = { before: false, after: false }
  #filling: Promise<void> | null = null
  /** The picture that is being loaded; null: none. */
  #loading: number | null = null
  #isHeld = false
  /** Who waits for a picture that is loaded soon. */
  #waiting: (() => void)[] = []

  /** @param mostKept pictures in the memory, beside the one on the stage */
  constructor(source: PictureSource<Picture>, mostKept: number) {
    this.#source = source
    this.#mostPast = Math.floor(mostKept * SHARE_PAST)
    const mostAround = Math.floor(mostKept) - this.#mostPast
    this.#before = Math.max(1, Math.floor(mostAround * SHARE_BEFORE))
    this.#after = Math.max(1, mostAround - this.#before)
  }

  /** A picture that is kept; the caller closes it or gives it back. Null if there is none. */
  take(position: number): Picture | null {
    const from = this.#past.has(position) ? this.#past : this.#kept
    const picture = from.get(position) ?? null
    if (picture) from.delete(position)
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

  /** Keeps a picture that was on the stage. */
  giveBack(position: number, picture: Picture): void {
    this.#last = position
    if (this.#middle === null || this.#isAround(position)) this.keep(position, picture)
    else {
      this.#keepPast(position, picture)
      this.#drop()
    }
  }

  /** Keeps a picture that was decoded on the way to another one, if it is near to that. */
  keep(position: number, picture: Picture): void {
    if (!this.#isAround(position) || this.#kept.get(position)) picture.close()
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
    const before = this.#isFew(position, -1, this.#before)
    const after = this.#isFew(position, 1, this.#after)
    if (!before && !after) return
    this.#isFilled = {
      before: before || this.#isFilled.before,
      after: after || this.#isFilled.after,
    }
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

  /** Whether more pictures are to be loaded on one side. @param most so many are kept there */
  #isFew(position: number, step: 1 | -1, most: number): boolean {
    let left = 0
    while (left < most && this.#kept.has(position + step * (left + 1))) left++
    const missing = position + step * (left + 1)
    if (left === most || missing < 0 || missing >= this.#source.frameCount) return false
    const way = this.#source.wayTo(missing)
    return way === 0 || left < Math.max(LEAST_LEFT, way * LEFT_OF_WAY)
  }

  /** Loads what is missing around the middle, also if that moves meanwhile. */
  async #fill(): Promise<void> {
    for (let next = this.#nextMissing(); next !== null; next = this.#nextMissing()) {
      const position = next
      this.#loading = position
      const isOver = (): boolean => this.#isHeld || !this.#isAround(position)
      const picture = await this.#source.load(position, isOver)
      if (picture !== undefined) {
        this.#kept.get(position)?.close()
        this.#kept.set(position, picture)
      }
      this.#drop()
      this.#wake()
    }
    this.#isFilled = { before: false, after: false }
    this.#loading = null
    this.#filling = null
    this.#wake()
    this.#source.rest()
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  /** The one to which the way is shortest, and of several the nearest. */
  #nextMissing(): number | null {
    const middle = this.#middle
    if (this.#isHeld || middle === null) return null
    const [from, to] = this.#range()
    const first = this.#isFilled.before ? from : middle
    const end = this.#isFilled.after ? to : middle
    let best: { position: number; way: number } | null = null
    for (let position = first; position < end; position++) {
      if (position === middle || this.#kept.has(position)) continue
      const way = this.#source.wayTo(position)
      const isNearer = (than: number): boolean =>
        Math.abs(position - middle) < Math.abs(than - middle)
      if (!best || way < best.way || (way === best.way && isNearer(best.position)))
        best = { position, way }
    }
    return best?.position ?? null
  }

  #isAround(position: number): boolean {
    const [from, to] = this.#range()
    return position >= from && position < to
  }

  #range(): [from: number, to: number] {
    if (this.#middle === null) return [0, 0]
    const from = Math.max(0, this.#middle - this.#before)
    return [from, Math.min(this.#source.frameCount, this.#middle + this.#after + 1)]
  }

  #keepPast(position: number, picture: Picture): void {
    this.#past.get(position)?.close()
    this.#past.set(position, picture)
  }

  #drop(): void {
    for (const [position, picture] of this.#kept) {
      if (this.#isAround(position)) continue
      this.#kept.delete(position)
      // The user has left it for one that was kept, and may come back.
      if (picture && position === this.#last) this.#keepPast(position, picture)
      else picture?.close()
    }
    const most = this.#middle === null ? 0 : this.#mostPast
    for (const [position, picture] of this.#past) {
      if (!this.#isAround(position) && this.#past.size <= most) continue
      this.#past.delete(position)
      this.keep(position, picture)
    }
  }
}
