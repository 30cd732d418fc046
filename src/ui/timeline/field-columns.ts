import type { LaneField } from './lane-fields.ts'
import type { LaneTrack } from './signal-tracks.ts'
import { ChangeMarks, CurvePyramid } from './log-curves.ts'

export type FieldColumn = CurvePyramid | ChangeMarks

/** What is read of the fields of each log. It is given up together with the log. */
export class FieldColumns {
  readonly #columns = new WeakMap<LaneTrack, Map<string, FieldColumn>>()

  get(track: LaneTrack, field: string): FieldColumn | undefined {
    return this.#columns.get(track)?.get(field)
  }

  /** Adds empty columns for fields that have none. @returns the added ones, by field */
  addMissing(track: LaneTrack, fields: readonly LaneField[]): Map<string, FieldColumn> {
    const columns = this.#columns.get(track) ?? new Map<string, FieldColumn>()
    this.#columns.set(track, columns)
    const { length } = track.timesMs
    const missing = new Map<string, FieldColumn>()
    for (const { name, kind } of fields) {
      if (columns.has(name)) continue
      const column = kind === 'number' ? new CurvePyramid(length) : new ChangeMarks(length)
      missing.set(name, column)
      columns.set(name, column)
    }
    return missing
  }
}
