import type { LaneField } from './lane-fields.ts'
import type { LaneTrack } from './signal-tracks.ts'
import { readColumns, ValueTiles } from './log-curves.ts'
import { FieldColumns } from './field-columns.ts'
import type { FieldColumn } from './field-columns.ts'

/** Short enough that no picture of the screen is late for it. */
const PIECE_MS = 6
/** How often a curve that is being read is drawn. */
const REDRAW_MS = 120
/** 4 MB. */
const MOST_TILES = 1024

interface Reading {
  track: LaneTrack
  pieces: Iterator<void>
}

/** Reads what the lanes show, a few milliseconds at a time, and keeps it with the logs. */
export class CurveStore {
  readonly tiles = new ValueTiles(MOST_TILES)
  readonly #columns = new FieldColumns()
  #readings: Reading[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #version = $state(0)
  #drawnMs = 0

  /** Changes whenever there is more to draw. */
  get version(): number {
    return this.#version
  }

  columnOf(track: LaneTrack, field: string): FieldColumn | undefined {
    return this.#columns.get(track, field)
  }

  /** Reads these fields of a log, unless they are read already. */
  want(track: LaneTrack, fields: readonly LaneField[]): void {
    const missing = this.#columns.addMissing(track, fields)
    if (missing.size === 0) return
    this.#readings.push({ track, pieces: readColumns(track, missing) })
    this.wake()
  }

  /** Goes on with reading, if there is something to read. */
  wake(): void {
    if (this.#timer !== undefined) return
    if (this.#readings.length === 0 && !this.tiles.hasWishes) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#work()
      this.wake()
    })
  }

  /** Reads no further: these logs are no longer those of the page. */
  keepOnly(tracks: readonly LaneTrack[]): void {
    this.#readings = this.#readings.filter(({ track }) => tracks.includes(track))
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#readings = []
  }

  #work(): void {
    const startMs = performance.now()
    let hasReadTiles = false
    while (performance.now() - startMs < PIECE_MS) {
      // What is in view comes first.
      if (this.tiles.hasWishes) {
        this.tiles.readNext()
        hasReadTiles = true
      } else if (this.#readings[0]?.pieces.next().done === true) this.#readings.shift()
      else if (this.#readings.length === 0) break
    }
    const isDone = this.#readings.length === 0
    const areTilesDone = hasReadTiles && !this.tiles.hasWishes
    if (isDone || areTilesDone || startMs - this.#drawnMs > REDRAW_MS) {
      this.#drawnMs = startMs
      this.#version++
    }
  }
}
