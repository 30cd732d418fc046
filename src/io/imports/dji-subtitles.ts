/** What DJI drones write into a subtitle, in every form that they have had since 2016. */

/** The fields of one subtitle, and its date as it is written. */
export interface DroneReading {
  fields: Record<string, number | string>
  /** ISO 8601 without a zone; null where there is none. */
  date: string | null
}

/** Keys in small letters, as drones write them, and what they are with their units. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['latitude', 'lat_deg'],
  ['longitude', 'lon_deg'],
  // Drones of 2018 write it so.
  ['longtitude', 'lon_deg'],
  ['altitude', 'altitude_m'],
  ['abs_alt', 'altitude_m'],
  ['rel_alt', 'relative_altitude_m'],
  ['barometer', 'barometric_altitude_m'],
  ['d', 'home_distance_m'],
  ['h', 'relative_altitude_m'],
  ['h.s', 'speed_mps'],
  ['v.s', 'vertical_speed_mps'],
  ['srtcnt', 'subtitle'],
  ['difftime', 'frame_ms'],
  ['tv', 'shutter'],
  ['ss', 'shutter'],
  ['f', 'fnum'],
  ['ir', 'fnum'],
  ['gb_yaw', 'gimbal_yaw_deg'],
  ['gb_pitch', 'gimbal_pitch_deg'],
  ['gb_roll', 'gimbal_roll_deg'],
  ['f.pry', 'flight'],
  ['g.pry', 'gimbal'],
])

const DATE =
  /(\d{4})[-.](\d{1,2})[-.](\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{3})(?:,\d{3})?)?/
/** `HOME(149.0251,-20.2532)`, `F.PRY (2.7°, -7.0°, 110.1°)` */
const LIST = /\b([A-Za-z][\w.]*)\s?\(([^)]*)\)/g
/** `iso : 100`, `Shutter:60`, `shutter : 1/80.0`, `color_md : default` */
const PAIR = /\b([A-Za-z][\w.]*)\s*:\s*([-+]?[\w./]+)(?![\w./]*\s*:)/g
/** `F/5.6`, `SS 400`, `H.S 2.88m/s` */
const PLAIN = /(?:^|,)\s*([A-Z][\w.]*)[ /]([-+]?\d+(?:\.\d+)?)(?:m\/s|m)?(?=\s*(?:,|$))/g

/** @returns null where the text is not of a drone */
export function readDroneSubtitle(text: string): DroneReading | null {
  const plain = text.replace(/<[^>]*>/g, ' ')
  const found = DATE.exec(plain)
  // A time of the day would be read as a pair.
  const rest = plain.replace(DATE, ' ')
  const fields: Record<string, number | string> = {}
  for (const [, key = '', list = ''] of rest.matchAll(LIST)) addList(fields, key, list)
  const pairs = rest.replace(LIST, ' ')
  for (const pattern of [PAIR, PLAIN]) {
    for (const [, key = '', value = ''] of pairs.matchAll(pattern)) addValue(fields, key, value)
  }
  // A drone without a fix writes zeros.
  if (fields.lat_deg === 0 && fields.lon_deg === 0) {
    delete fields.lat_deg
    delete fields.lon_deg
  }
  return Object.keys(fields).length >= 2 ? { fields, date: found && toIso(found) } : null
}

function toIso([, year = '', month = '', day = '', ...time]: RegExpExecArray): string {
  const [hours = '', minutes = '', seconds = '', millis = '000'] = time
  const two = (digits: string): string => digits.padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}T${two(hours)}:${minutes}:${seconds}.${millis}`
}

function addList(fields: Record<string, number | string>, key: string, list: string): void {
  const [first = NaN, second = NaN, third = NaN] = list.split(',').map((text) => parseFloat(text))
  const put = (name: string, value: number): void => {
    if (Number.isFinite(value)) fields[name] = value
  }
  switch (key.toUpperCase()) {
    case 'GPS':
      put('lon_deg', first)
      put('lat_deg', second)
      // Some drones write the number of satellites here, and others the altitude.
      put('gps_value_3', third)
      break
    case 'HOME':
      put('home_lon_deg', first)
      put('home_lat_deg', second)
      put('home_altitude_m', third)
      break
    case 'F.PRY':
    case 'G.PRY': {
      const of = NAMES.get(key.toLowerCase()) ?? key
      put(`${of}_pitch_deg`, first)
      put(`${of}_roll_deg`, second)
      put(`${of}_yaw_deg`, third)
    }
  }
}

function addValue(fields: Record<string, number | string>, key: string, value: string): void {
  const name = NAMES.get(key.toLowerCase()) ?? key.toLowerCase()
  if (name in fields) return
  const [, numerator, denominator] = /^(\d+)\/(\d+(?:\.\d+)?)$/.exec(value) ?? []
  if (name === 'shutter' && denominator !== undefined) {
    fields.shutter_s = Number(numerator) / Number(denominator)
    return
  }
  const number = /^[-+]?F?\d+(?:\.\d+)?(?:m|ms)?$/.test(value)
    ? parseFloat(value.replace('F', ''))
    : null
  if (number !== null) fields[name] = number
  else if (/^[a-z]\w*$/.test(value)) fields[name] = value
}
