import type { FieldSummary, PlainValue, SensorTrack } from '../../../core/recording/recording.ts'
import type { ImportedLog } from '../../imports/import-log.ts'
import { jsonLines } from '../../imports/json-lines.ts'
import { oneTrack } from '../../imports/importer.ts'
import { readUtf8 } from '../../logs/read-text.ts'

/**
 * What was found in a log when it was read. Whoever has it needs only the text of the file, which must
 * be as it was.
 */
export interface KnownLog extends Pick<
  SensorTrack,
  'file' | 'hasAllFields' | 'firstRecords' | 'timeColumn' | 'timeUnit' | 'columns'
> {
  fields: FieldSummary[]
  lastValues: [field: string, value: PlainValue][]
  timesMs: Float64Array<ArrayBuffer>
  starts: Float64Array<ArrayBuffer>
  ends: Float64Array<ArrayBuffer>
  lines: Uint32Array<ArrayBuffer>
}

/** The logs that can be known so: those whose records are read from the text of their file. */
export function knownLogs(sensors: readonly SensorTrack[]): KnownLog[] {
  return sensors.flatMap((track) => {
    const { places, timesMs, lastValues, file } = track
    if (!places) return []
    const { hasAllFields, firstRecords, timeColumn, timeUnit, columns, fields } = track
    const { starts, ends, lines } = places
    return {
      ...{ file, hasAllFields, firstRecords, timeColumn, timeUnit, columns, fields },
      lastValues: [...lastValues],
      timesMs: Float64Array.from(timesMs),
      starts,
      ends,
      lines,
    }
  })
}

/**
 * The log as if it were read again. Its problems are known elsewhere.
 * @throws OverlaneError where the file cannot be read
 */
export async function readAgain(known: KnownLog, file: File): Promise<ImportedLog> {
  const text = await readUtf8(file, 'sensor-invalid')
  const parsed = {
    ...known,
    text,
    lastValues: new Map(known.lastValues),
    firstRecords: [...known.firstRecords],
    problems: [],
  }
  return { format: jsonLines.format, ...oneTrack('', parsed) }
}
