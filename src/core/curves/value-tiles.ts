import { numberAt } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'

/** Records in a tile. */
export const TILE = 512

type Log = Pick<SensorTrack, 'timesMs' | 'recordAt'>

interface Wish {
  track: Log
  field: string
  tile: number
}

/**
 * The values of single records, for curves that are seen from near. They are read tile by tile, and
 * the tiles that were not used for the longest time are given up.
 */
export class ValueTiles {
  readonly #mostTiles: number
  readonly #tiles = new Map<string, Float64Array>()
  readonly #wishes = new Map<string, Wish>()
  readonly #numberOf = new WeakMap<Log, number>()
  #trackCount = 0

  /** @param mostTiles each takes 4 KB */
  constructor(mostTiles: number) {
    this.#mostTiles = mostTiles
  }

  get hasWishes(): boolean {
    return this.#wishes.size > 0
  }

  /**
   * The values of the records `from` to `to` (excluded), NaN for none; null if they are not all read.
   * Then they are wished for.
   */
  valuesOf(track: Log, field: string, from: number, to: number): Float64Array | null {
    const values = new Float64Array(Math.max(0, to - from))
    let isWhole = true
    for (let tile = Math.floor(from / TILE); tile * TILE < to; tile++) {
      const key = this.#keyOf(track, field, tile)
      const kept = this.#tiles.get(key)
      if (!kept) {
        this.#wishes.set(key, { track, field, tile })
        isWhole = false
        continue
      }
      this.#tiles.delete(key)
      this.#tiles.set(key, kept)
      const start = Math.max(from, tile * TILE)
      const end = Math.min(to, tile * TILE + kept.length)
      values.set(kept.subarray(start - tile * TILE, end - tile * TILE), start - from)
    }
    return isWhole ? values : null
  }

  /** Reads one of the tiles that are wished for; the last wish comes first. */
  readNext(): void {
    const last = [...this.#wishes].at(-1)
    if (!last) return
    const [key, { track, field, tile }] = last
    this.#wishes.delete(key)
    const start = tile * TILE
    const count = Math.min(TILE, track.timesMs.length - start)
    const values = Float64Array.from({ length: count }, (_, index) => {
      return numberAt(track.recordAt(start + index), field) ?? NaN
    })
    this.#tiles.set(key, values)
    for (const oldest of this.#tiles.keys()) {
      if (this.#tiles.size <= this.#mostTiles) break
      this.#tiles.delete(oldest)
    }
  }

  /** Forgets wishes that were not repeated: they are out of view. */
  dropWishes(): void {
    this.#wishes.clear()
  }

  #keyOf(track: Log, field: string, tile: number): string {
    let number = this.#numberOf.get(track)
    if (number === undefined) this.#numberOf.set(track, (number = this.#trackCount++))
    return `${number} ${tile} ${field}`
  }
}
