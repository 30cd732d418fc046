import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import { shorten } from '../../core/text/shorten.ts'
import { parseIsoTime } from '../../core/time/clock.ts'
import { TrackBuilder } from '../logs/records/track-builder.ts'
import { oneTrack } from './importer.ts'
import type { Importer } from './importer.ts'
import { isPosition, PositionSpeed } from './position-speed.ts'
import { COMMENT, findXmlElements, unendedComment } from './xml-elements.ts'
import { plainNumber, readXmlPoint } from './xml-point.ts'
import type { XmlPoint } from './xml-point.ts'

/** Tags that have a unit by the schema, or by that of Garmin's TrackPointExtension. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['ele', 'altitude_m'],
  ['speed', 'speed_mps'],
  ['course', 'course_deg'],
  ['bearing', 'course_deg'],
  ['hr', 'heart_rate_bpm'],
  ['heartrate', 'heart_rate_bpm'],
  ['cad', 'cadence_rpm'],
  ['cadence', 'cadence_rpm'],
  ['power', 'power_w'],
  ['atemp', 'air_temp_c'],
  ['wtemp', 'water_temp_c'],
  ['depth', 'depth_m'],
  ['magvar', 'magnetic_variation_deg'],
  ['geoidheight', 'geoid_height_m'],
  ['sat', 'satellites'],
])

/** GPX 1.0 and 1.1: the points of its tracks, in one log. https://www.topografix.com/gpx.asp */
export const gpx: Importer = {
  format: 'GPX',
  recognise({ text, path }) {
    if (/<(?:\w+:)?gpx[\s>]/.test(text)) return 1
    return /\.gpx$/i.test(path) && /^\s*<\?xml/.test(text) ? 0.5 : 0
  },
  async read({ file, path, report }) {
    const track = new TrackBuilder(path)
    const speeds = new PositionSpeed()
    const others = new Map<string, number>()
    const told: Problem[] = []
    for await (const element of findXmlElements(file, ['trkpt', 'rtept', 'wpt'], report)) {
      if (element.fault === null && element.name !== 'trkpt') {
        others.set(element.name, (others.get(element.name) ?? 0) + 1)
        continue
      }
      if (element.name === COMMENT) told.push(unendedComment(element, path))
      else if (element.fault !== null) track.addFault(element.line, 'cut', element.fault)
      else addPoint(track, speeds, element.text, element.line)
    }
    const imported = oneTrack('GPS', track.finish('point'))
    return { ...imported, problems: [...imported.problems, ...told, ...tellOthers(others, path)] }
  },
}

function addPoint(track: TrackBuilder, speeds: PositionSpeed, text: string, line: number): void {
  const point = readXmlPoint({ text, line }, track)
  if (!point) return
  const latDeg = plainNumber(point.attributes.lat)
  const lonDeg = plainNumber(point.attributes.lon)
  if (!isPosition(latDeg, lonDeg)) {
    const { lat, lon } = point.attributes
    const given = `lat ${shorten(lat ?? 'missing')}, lon ${shorten(lon ?? 'missing')}`
    track.addFault(line, 'place', `${given} is no place on the earth`)
    return
  }
  const time = point.texts.get('time')
  const timestampMs = time === undefined ? null : parseIsoTime(time, 'UTC')
  const fields = { lat_deg: latDeg, lon_deg: lonDeg, ...fieldsOf(point) }
  if (timestampMs === null) {
    const fault =
      time === undefined ? 'the point has no time' : `the time is "${shorten(time)}", not ISO 8601`
    track.addFault(line, time === undefined ? 'no-time' : 'bad-time', fault, fields)
    return
  }
  const position = { latDeg: latDeg as number, lonDeg: lonDeg as number }
  const derived = speeds.next(timestampMs, position)
  track.add(timestampMs, { ...fields, ...('speed_mps' in fields ? {} : derived) })
}

function fieldsOf({ texts }: XmlPoint): Record<string, number | string> {
  return Object.fromEntries(
    [...texts]
      .filter(([tag, text]) => tag !== 'time' && text !== '')
      .map(([tag, text]) => [NAMES.get(tag.toLowerCase()) ?? tag, plainNumber(text) ?? text]),
  )
}

function tellOthers(others: ReadonlyMap<string, number>, file: string): Problem[] {
  const [routes = 0, waypoints = 0] = [others.get('rtept'), others.get('wpt')]
  const parts = [
    ...(routes > 0 ? [formatQuantity(routes, 'point') + ' of routes'] : []),
    ...(waypoints > 0 ? [formatQuantity(waypoints, 'waypoint')] : []),
  ]
  if (parts.length === 0) return []
  const fault = `holds ${parts.join(' and ')}, which are not of a track and are left out.`
  return [problem('info', 'sensor-invalid', { subject: file, fault }, { file })]
}
