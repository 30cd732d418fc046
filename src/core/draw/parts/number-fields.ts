import type { FieldSummary, SensorTrack } from '../../recording/recording.ts'

/** The fields of a log that hold numbers, without the time of its records. */
export function numberFields({ fields, timeColumn }: SensorTrack): FieldSummary[] {
  return fields.filter(({ name, type }) => type === 'number' && name !== timeColumn)
}
