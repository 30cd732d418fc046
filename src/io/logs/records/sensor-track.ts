import type { SensorRecord, SensorTrack } from '../../../core/recording/recording.ts'
import type { ParsedSensor } from './sensor-collector.ts'

/**
 * A parsed log as a track: records are read from their text one by one.
 * @param inside its name and what it is, where it is one of several tracks inside a file, or where
 * its format tells; '' where it does not
 */
export function toTrack(
  parsed: ParsedSensor,
  file: string,
  inside: { name: string; label: string } = { name: '', label: '' },
): SensorTrack {
  const decoder = new TextDecoder()
  const { timesMs, text, starts, ends, lines } = parsed
  const durationMs = (timesMs[timesMs.length - 1] ?? 0) - (timesMs[0] ?? 0)
  const name = inside.name === '' ? trackName(file) : `${trackName(file)}/${inside.name}`
  return {
    name,
    label: inside.label === '' ? name : inside.label,
    isMinor: false,
    file,
    timesMs,
    // Some of the signs that may stand around a record are no white space for JSON.
    recordAt: (index) =>
      JSON.parse(decoder.decode(text.subarray(starts[index], ends[index])).trim()) as SensorRecord,
    lineAt: (index) => lines[index] ?? 0,
    fields: parsed.fields,
    hasAllFields: parsed.hasAllFields,
    lastValues: parsed.lastValues,
    firstRecords: parsed.firstRecords,
    recordsPerSecond: durationMs > 0 ? ((timesMs.length - 1) * 1000) / durationMs : 0,
    timeColumn: parsed.timeColumn,
    timeUnit: parsed.timeUnit,
    columns: parsed.columns,
  }
}

/** `logs/imu` of `logs/imu.csv`: the name that renderers refer to. */
export function trackName(file: string): string {
  return file.replace(/\.[^./]+$/, '')
}
