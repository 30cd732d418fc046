import { isRecord } from '../../core/plain-object.ts'
import { parseSensor } from '../logs/parse-sensor.ts'
import { readUtf8 } from '../logs/read-text.ts'
import { oneTrack } from './importer.ts'
import type { Importer } from './importer.ts'

/** JSONL, under any ending: an object a line. */
export const jsonLines: Importer = {
  format: 'JSONL',
  recognise({ path, text }) {
    if (/\.(?:jsonl|ndjson)$/i.test(path)) return 0.9
    const lines = text.replace(/^\uFEFF/, '').split('\n')
    // The last line may be cut off. A file of one object is no log.
    const complete = lines.slice(0, -1).filter((line) => line.trim() !== '')
    return complete.length >= 2 && complete.every(isObject) ? 0.7 : 0
  },
  async read({ file, path, timeColumn, timeUnit, timeZone }) {
    const bytes = await readUtf8(file, 'sensor-invalid')
    const options = { file: path, timeColumn, timeUnit, timeZone }
    return oneTrack('', parseSensor(bytes, options, 'json-lines'))
  },
}

function isObject(line: string): boolean {
  try {
    return isRecord(JSON.parse(line))
  } catch {
    return false
  }
}
