import type { FieldSummary, PlainValue, SensorTrack } from '../../../core/recording/recording.ts'
import type { ImportedLog } from '../../imports/import-log.ts'
import { jsonLines } from '../../imports/json-lines.ts'
import { oneTrack } from '../../imports/importer.ts'
import { readUtf8 } from '../../logs/read-text.ts'

/**
 * What was found in a log when it was read, as plain data. Whoever has it needs only the text of the
 * file, which must be as it was.
 */
export interface KnownLog extends Pick<
  SensorTrack,
  'file' | 'hasAllFields' | 'firstRecords' | 'timeColumn' | 'timeUnit' | 'columns'
> {
  fields: FieldSummary[]
  lastValues: [field: string, value: PlainValue][]
  recordCount: number
  /** Times, starts, ends and lines of the records, one list after another: their bytes, in Base64. */
  records: string
}

/** The logs that can be known so: those whose records are read from the text of their file. */
export function knownLogs(sensors: readonly SensorTrack[]): KnownLog[] {
  return sensors.flatMap((track) => {
    const { places, timesMs, lastValues, file } = track
    if (!places) return []
    const { hasAllFields, firstRecords, timeColumn, timeUnit, columns, fields } = track
    const { starts, ends, lines } = places
    const lists = [timesMs, starts, ends, lines]
    const bytes = lists.map(({ buffer, byteOffset, byteLength }) =>
      toBase64(new Uint8Array(buffer, byteOffset, byteLength)),
    )
    return {
      ...{ file, hasAllFields, firstRecords, timeColumn, timeUnit, columns, fields },
      lastValues: [...lastValues],
      recordCount: timesMs.length,
      records: bytes.join(' '),
    }
  })
}

/**
 * The log as if it were read again. Its problems are known elsewhere.
 * @throws OverlaneError where the file cannot be read
 */
export async function readAgain(known: KnownLog, file: File): Promise<ImportedLog> {
  const text = await readUtf8(file, 'sensor-invalid')
  const [times = NONE, starts = NONE, ends = NONE, lines = NONE] = known.records
    .split(' ')
    .map(fromBase64)
  const parsed = {
    ...known,
    text,
    timesMs: new Float64Array(times),
    starts: new Float64Array(starts),
    ends: new Float64Array(ends),
    lines: new Uint32Array(lines),
    lastValues: new Map(known.lastValues),
    firstRecords: [...known.firstRecords],
    problems: [],
  }
  return { format: jsonLines.format, ...oneTrack('', parsed) }
}

/** A multiple of 3, so that the texts of all pieces together are that of all bytes. */
const PIECE_BYTES = 0x6000
const NONE = new ArrayBuffer(0)

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE_BYTES)))
  }
  return text
}

function fromBase64(text: string): ArrayBuffer {
  const signs = atob(text)
  const bytes = new Uint8Array(signs.length)
  for (let at = 0; at < signs.length; at++) bytes[at] = signs.charCodeAt(at)
  return bytes.buffer
}
