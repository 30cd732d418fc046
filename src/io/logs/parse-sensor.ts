import { readCsvLog } from './csv-log.ts'
import { readJsonLog } from './json-log.ts'
import { SensorCollector } from './records/sensor-collector.ts'
import type { ParsedSensor, SensorParseOptions } from './records/sensor-collector.ts'

export type LogForm = 'json-lines' | 'table'

/**
 * Reads a JSONL or CSV log. A line that cannot be read becomes a problem and is left out.
 * @param bytes UTF-8
 * @param form default: what the file's ending tells
 * @throws OverlaneError `sensor-invalid` where a line of a CSV file is too long
 */
export function parseSensor(
  bytes: Uint8Array<ArrayBuffer>,
  options: SensorParseOptions,
  form: LogForm = /\.csv$/i.test(options.file) ? 'table' : 'json-lines',
): ParsedSensor {
  const log = form === 'table' ? readCsvLog(bytes, options.file) : readJsonLog(bytes)
  const collector = new SensorCollector(options, log.columns)
  for (const line of log.lines) collector.add(line)
  const { problems, ...collected } = collector.finish()
  return { ...collected, text: log.text(), problems: [...log.problems(), ...problems] }
}
