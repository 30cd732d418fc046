import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { formatCount } from '../../core/text/format-count.ts'
import { shorten } from '../../core/text/shorten.ts'
import { parseIsoTime } from '../../core/time/clock.ts'
import { TrackBuilder } from '../logs/records/track-builder.ts'
import { oneTrack } from './importer.ts'
import type { Importer } from './importer.ts'
import { isPosition, PositionSpeed } from './position-speed.ts'
import { COMMENT, findXmlElements, unendedComment } from './xml-elements.ts'
import { plainNumber, readXmlPoint } from './xml-point.ts'

/** The tags of a trackpoint with their units, by the schema and by that of ActivityExtension. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['LatitudeDegrees', 'lat_deg'],
  ['LongitudeDegrees', 'lon_deg'],
  ['AltitudeMeters', 'altitude_m'],
  ['DistanceMeters', 'distance_m'],
  ['HeartRateBpm', 'heart_rate_bpm'],
  ['Cadence', 'cadence_rpm'],
  ['RunCadence', 'run_cadence_rpm'],
  ['Speed', 'speed_mps'],
  ['Watts', 'power_w'],
])

/**
 * Garmin's Training Center: the trackpoints of all laps, in one log.
 * https://www8.garmin.com/xmlschemas/TrainingCenterDatabasev2.xsd
 */
export const tcx: Importer = {
  format: 'TCX',
  recognise({ text, path }) {
    if (/<(?:\w+:)?TrainingCenterDatabase[\s>]/.test(text)) return 1
    return /\.tcx$/i.test(path) && /^\s*<\?xml/.test(text) ? 0.5 : 0
  },
  async read({ file, path, report }) {
    const track = new TrackBuilder(path)
    const speeds = new PositionSpeed()
    const told: Problem[] = []
    let cueCount = 0
    for await (const element of findXmlElements(file, ['Trackpoint', 'CoursePoint'], report)) {
      const { name, text, line, fault } = element
      if (name === COMMENT) told.push(unendedComment(element, path))
      else if (fault !== null) track.addFault(line, 'cut', fault)
      else if (name === 'CoursePoint') cueCount++
      else addPoint(track, speeds, text, line)
    }
    const imported = oneTrack('GPS', track.finish('point'))
    return { ...imported, problems: [...imported.problems, ...told, ...tellCues(cueCount, path)] }
  },
}

function addPoint(track: TrackBuilder, speeds: PositionSpeed, text: string, line: number): void {
  const point = readXmlPoint({ text, line }, track)
  if (!point) return
  const fields: Record<string, number | string> = Object.fromEntries(
    [...point.texts]
      .filter(([tag, value]) => tag !== 'Time' && value !== '')
      .map(([tag, value]) => [NAMES.get(tag) ?? tag, plainNumber(value) ?? value]),
  )
  const time = point.texts.get('Time') ?? ''
  const timestampMs = parseIsoTime(time, 'UTC')
  if (timestampMs === null) {
    const fault =
      time === '' ? 'the point has no time' : `the time is "${shorten(time)}", not ISO 8601`
    track.addFault(line, time === '' ? 'no-time' : 'bad-time', fault, fields)
    return
  }
  const { lat_deg: latDeg, lon_deg: lonDeg } = fields
  const hasPlace = typeof latDeg === 'number' && typeof lonDeg === 'number'
  if (hasPlace && !isPosition(latDeg, lonDeg)) {
    track.addFault(line, 'place', `${latDeg}, ${lonDeg} is no place on the earth`)
    return
  }
  const derived = hasPlace ? speeds.next(timestampMs, { latDeg, lonDeg }) : {}
  track.add(timestampMs, { ...fields, ...('speed_mps' in fields ? {} : derived) })
}

function tellCues(count: number, file: string): Problem[] {
  if (count === 0) return []
  const fault = `has course points (${formatCount(count)}), which are not of a track and are left out.`
  return [problem('info', 'sensor-invalid', { subject: file, fault }, { file })]
}
