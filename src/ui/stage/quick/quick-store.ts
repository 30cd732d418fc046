/** More frames than these are not walked through: ten minutes at 30 frames a second. */
const MOST_FRAMES = 18_000
/** So many frames where the user is are more urgent than those at the end. */
const NEAR = 30

/** A small picture, and which frame it is of. */
export interface StoredPicture {
  position: number
  picture: Blob
}

/**
 * Small pictures of the frames of a recording, by position in `recording.frames`. If they take too much
 * memory, every second one is given up, and so on, so that those that stay are spread evenly.
 */
export class QuickStore {
  readonly #frameCount: number
  readonly #mostBytes: number
  readonly #pictures = new Map<number, Blob>()
  #bytes = 0
  #every = 1

  constructor(frameCount: number, mostBytes: number) {
    this.#frameCount = frameCount
    this.#mostBytes = mostBytes
  }

  /** One picture is kept of so many frames. */
  get every(): number {
    return this.#every
  }

  add(position: number, picture: Blob): void {
    if (position % this.#every !== 0 || this.#pictures.has(position)) return
    this.#pictures.set(position, picture)
    this.#bytes += picture.size
    while (this.#bytes > this.#mostBytes && this.#pictures.size > 1) this.#thin()
  }

  /** The picture of a frame, or of the last one before it of which one would be kept. */
  at(position: number): StoredPicture | null {
    const kept = position - (position % this.#every)
    const picture = this.#pictures.get(kept)
    return picture ? { position: kept, picture } : null
  }

  /**
   * The frames whose pictures are to be made, in order: some from one on, those at the end, to which a key
   * goes, then all that follow the first ones, and at last those before.
   * @param end where the frames at the end begin
   */
  missing(from: number, end = this.#frameCount): number[] {
    const missing: number[] = []
    const collect = (begin: number, to: number): void => {
      const first = Math.ceil(begin / this.#every) * this.#every
      for (let position = first; position < to; position += this.#every) {
        if (!this.#pictures.has(position)) missing.push(position)
      }
    }
    const near = Math.min(from + NEAR, this.#frameCount)
    const atEnd = Math.max(near, end)
    collect(from, near)
    collect(atEnd, this.#frameCount)
    collect(near, atEnd)
    collect(0, from)
    return missing.slice(0, Math.max(0, MOST_FRAMES / this.#every - this.#pictures.size))
  }

  /** The stretches of positions whose frames have pictures; `to` is exclusive. */
  runs(): [from: number, to: number][] {
    const runs: [number, number][] = []
    for (let position = 0; position < this.#frameCount; position += this.#every) {
      if (!this.#pictures.has(position)) continue
      const to = Math.min(position + this.#every, this.#frameCount)
      const last = runs.at(-1)
      if (last?.[1] === position) last[1] = to
      else runs.push([position, to])
    }
    return runs
  }

  #thin(): void {
    this.#every *= 2
    for (const [position, { size }] of this.#pictures) {
      if (position % this.#every === 0) continue
      this.#pictures.delete(position)
      this.#bytes -= size
    }
  }
}
