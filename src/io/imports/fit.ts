import { describeThrown, OverlaneError, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { TrackBuilder } from '../logs/records/track-builder.ts'
import { oneTrack } from './importer.ts'
import type { Importer } from './importer.ts'

/** The fields of the message `record` with their units, as the parser gives them. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['position_lat', 'lat_deg'],
  ['position_long', 'lon_deg'],
  ['altitude', 'altitude_m'],
  ['enhanced_altitude', 'altitude_m'],
  ['speed', 'speed_mps'],
  ['enhanced_speed', 'speed_mps'],
  ['vertical_speed', 'vertical_speed_mps'],
  ['distance', 'distance_m'],
  ['heart_rate', 'heart_rate_bpm'],
  ['cadence', 'cadence_rpm'],
  ['power', 'power_w'],
  ['temperature', 'temperature_c'],
  ['gps_accuracy', 'gps_accuracy_m'],
  ['grade', 'grade_percent'],
  ['calories', 'energy_kcal'],
])

/** No activity comes close to it. */
const LARGEST_BYTES = 500_000_000

/**
 * Garmin's FIT: the records of an activity, in one log. https://developer.garmin.com/fit/protocol/
 */
export const fit: Importer = {
  format: 'FIT',
  recognise({ bytes }) {
    const signature = String.fromCharCode(...bytes.subarray(8, 12))
    return signature === '.FIT' ? 1 : 0
  },
  async read({ file, path, report }) {
    if (file.size > LARGEST_BYTES) {
      throw new OverlaneError('sensor-invalid', 'it is too large for a FIT file (500 MB at most).')
    }
    const bytes = await file.arrayBuffer()
    report(0.3)
    const { records, problems } = await parseRecords(bytes, path)
    const track = new TrackBuilder(path)
    for (const { timestamp, ...values } of records) {
      const timestampMs = timestamp instanceof Date ? timestamp.getTime() : NaN
      if (Number.isFinite(timestampMs)) track.add(timestampMs, fieldsOf(values))
      else track.addFault(null, 'no-time', 'a record has no time', fieldsOf(values))
    }
    const imported = oneTrack('GPS', track.finish('record'))
    return { ...imported, problems: [...problems, ...imported.problems] }
  },
}

type FitRecord = Record<string, unknown>

async function parseRecords(
  bytes: ArrayBuffer,
  file: string,
): Promise<{ records: FitRecord[]; problems: Problem[] }> {
  const { default: FitParser } = await import('fit-file-parser')
  const parse = async (force: boolean): Promise<FitRecord[]> => {
    const { records } = await new FitParser({ force, mode: 'list' }).parseAsync(bytes)
    return (records ?? []) as unknown as FitRecord[]
  }
  try {
    return { records: await parse(false), problems: [] }
  } catch (thrown) {
    const why = typeof thrown === 'string' ? thrown : describeThrown(thrown)
    if (!/CRC/.test(why)) throw new OverlaneError('sensor-invalid', describeRefusal(why))
    const told = {
      subject: file,
      fault: 'is damaged: its checksum is not that of its content. What can be read of it is used.',
      remedy: 'Copy it again from the device.',
    }
    return {
      records: await parse(true),
      problems: [problem('warning', 'sensor-invalid', told, { file })],
    }
  }
}

function describeRefusal(why: string): string {
  return /exceeds input length|too? small/i.test(why)
    ? 'it is cut off. Copy it again from the device.'
    : `it is no FIT file that can be read (${why}).`
}

/** A device that writes a plain and an enhanced value means the same by both. */
function fieldsOf(values: FitRecord): FitRecord {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => typeof value === 'number' || typeof value === 'string')
      .map(([name, value]) => [NAMES.get(name) ?? name, value]),
  )
}
