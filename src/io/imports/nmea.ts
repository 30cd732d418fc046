import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { formatCount } from '../../core/text/format-count.ts'
import { shorten } from '../../core/text/shorten.ts'
import { TrackBuilder } from '../logs/records/track-builder.ts'
import { oneTrack } from './importer.ts'
import type { Importer } from './importer.ts'
import { readTextLines } from './text-stream.ts'

/** `$` or, for AIS, `!`; a talker and a type, or P and what a maker defines; fields; a checksum. */
const SENTENCE = /[$!](P[A-Z0-9]{2,}|[A-Z][A-Z0-9][A-Z]{3}),([^*$]*)(?:\*([0-9A-F]{2}))?\s*$/i
const DAY_MS = 86_400_000

/**
 * NMEA 0183: the sentences RMC, GGA, GLL, VTG and ZDA of GNSS receivers, and HDT, HDG, HDM, DPT, DBT,
 * MWV, VHW and MTW of a boat's other instruments. All sentences of one time become one record; those
 * without a time belong to the time before them. RMC and ZDA have a date; the others are of the same
 * day, or of the next one after midnight. A line that begins with `#` is a comment.
 */
export const nmea: Importer = {
  format: 'NMEA',
  recognise({ text }) {
    const lines = text.split(/\r\n|\n|\r/).filter((line) => !isComment(line))
    const count = lines.filter((line) => SENTENCE.test(line)).length
    return count >= 2 && count >= lines.length / 2 ? 0.95 : 0
  },
  async read({ file, path, report }) {
    const track = new TrackBuilder(path)
    const epochs = new Epochs(track)
    for await (const { line, text } of readTextLines(file, report)) {
      if (isComment(text)) continue
      const [, address = '', body = '', checksum] = SENTENCE.exec(text) ?? []
      if (address === '') track.addFault(line, 'broken', `${shorten(text)} is no sentence of NMEA`)
      else if (checksum !== undefined && checksumOf(address, body) !== parseInt(checksum, 16)) {
        track.addFault(line, 'checksum', `the checksum of ${shorten(text)} is wrong`)
      } else epochs.take(typeOf(address), body.split(','), line)
    }
    epochs.finish()
    const imported = oneTrack('GPS', track.finish('line'))
    return { ...imported, problems: [...imported.problems, ...epochs.problems(path)] }
  },
}

/** Fields of the sentences that have no time: IEC 61162-1. */
const TIMELESS: Readonly<
  Record<string, (cells: readonly string[]) => Record<string, string | undefined>>
> = {
  VTG: ([course, , , , speed]) => ({ course_deg: course, speed_kn: speed }),
  HDT: ([heading]) => ({ heading_deg: heading }),
  HDM: ([heading]) => ({ magnetic_heading_deg: heading }),
  HDG: ([heading]) => ({ magnetic_heading_deg: heading }),
  // Below the transducer.
  DPT: ([depth]) => ({ depth_m: depth }),
  DBT: ([, , depth]) => ({ depth_m: depth }),
  VHW: ([, , , , speed]) => ({ water_speed_kn: speed }),
  MTW: ([temperature]) => ({ water_temperature_c: temperature }),
  // As it is felt on board (R), or over the water (T).
  MWV([angle, reference, speed, unit, status]) {
    const factor = MPS_OF_UNIT[unit ?? '']
    if (status !== 'A' || factor === undefined || !speed) return {}
    const name = reference === 'R' ? 'apparent_wind' : 'wind'
    const speedMps = String(Math.round(Number(speed) * factor * 1e6) / 1e6)
    return { [`${name}_angle_deg`]: angle, [`${name}_speed_mps`]: speedMps }
  },
}

/** Units of a wind's speed: km/h, m/s, knots and statute miles per hour. */
const MPS_OF_UNIT: Readonly<Record<string, number>> = {
  K: 1 / 3.6,
  M: 1,
  N: 1852 / 3600,
  S: 1609.344 / 3600,
}

function isComment(line: string): boolean {
  return /^\s*(?:#|$)/.test(line)
}

/** `RMC` of the address `GPRMC`, whoever talks. A maker's own sentence has no talker: `PGRMC`. */
function typeOf(address: string): string {
  const type = address.toUpperCase()
  return type.startsWith('P') ? type : type.slice(2)
}

/** All characters between `$` and `*`, by exclusive or. */
function checksumOf(address: string, body: string): number {
  const content = `${address},${body}`
  let sum = 0
  for (let at = 0; at < content.length; at++) sum ^= content.charCodeAt(at)
  return sum
}

interface Epoch {
  timeOfDayMs: number
  fields: Record<string, number>
  /** Sentences without a time that were read since this time. */
  timeless: Set<string>
}

/** Joins the sentences of one time, and gives them their date. */
class Epochs {
  private readonly track: TrackBuilder
  private current: Epoch | null = null
  /** Epochs before the first date, and the day of each since the first one. */
  private waiting: { day: number; epoch: Epoch }[] = []
  /** Day 0 of `day`, in ms since the Unix epoch; null: no date was seen yet. */
  private dayZeroMs: number | null = null
  private day = 0
  private lastTimeMs = -Infinity
  /** Sentences that are not read, by their type. */
  private readonly unread = new Map<string, number>()
  /** Sentences without a time that came again before the next time, by their type. */
  private readonly replaced = new Map<string, number>()

  constructor(track: TrackBuilder) {
    this.track = track
  }

  take(type: string, cells: readonly string[], line: number): void {
    if (type === 'RMC') this.takeRmc(cells, line)
    else if (type === 'GGA') this.takeGga(cells, line)
    else if (type === 'ZDA') this.takeZda(cells, line)
    else if (type === 'GLL') this.takeGll(cells, line)
    else if (Object.hasOwn(TIMELESS, type)) this.takeTimeless(type, cells, line)
    else countOne(this.unread, type)
  }

  finish(): void {
    this.close()
    for (const { day, epoch } of this.waiting) this.write(day, epoch, 0)
    this.waiting = []
  }

  problems(file: string): Problem[] {
    const { unread, replaced, dayZeroMs, track } = this
    const found: Problem[] = []
    if (dayZeroMs === null && track.recordCount > 0) {
      const told = {
        subject: file,
        fault:
          'has no sentence with a date (RMC or ZDA), so its times are counted from 1970-01-01, 0:00 UTC.',
        remedy: 'Set its offset, or line it up with the picture.',
      }
      found.push(problem('warning', 'sensor-invalid', told, { file }))
    }
    const tell = (counts: ReadonlyMap<string, number>, start: string, end: string): void => {
      if (counts.size === 0) return
      const types = [...counts].map(([type, count]) => `${type} (${formatCount(count)})`)
      const fault = `${start}: ${types.join(', ')}${end}.`
      found.push(problem('info', 'sensor-invalid', { subject: file, fault }, { file }))
    }
    tell(unread, 'has sentences that Overlane does not read', '')
    const again = 'has sentences that came again before the next time'
    tell(replaced, again, '. The last one counts')
    return found
  }

  private takeRmc(cells: readonly string[], line: number): void {
    const [time, status, lat, latSide, lon, lonSide, speed, course, date] = cells
    if (!this.begin(time, line)) return
    const [, day, month, year] = /^(\d\d)(\d\d)(\d\d)$/.exec(date ?? '') ?? []
    const shortYear = Number(year)
    // The standard has two digits. GPS began in 1980.
    if (year !== undefined) this.setDate(shortYear + (shortYear < 80 ? 2000 : 1900), month, day)
    if (status === 'A') {
      this.addPosition(lat, latSide, lon, lonSide, line)
      this.addFields({ speed_kn: speed, course_deg: course })
    } else this.tellNoFix('RMC', line)
  }

  private takeGga(cells: readonly string[], line: number): void {
    const [time, lat, latSide, lon, lonSide, quality, satellites, hdop, altitude, , geoid] = cells
    if (!this.begin(time, line)) return
    if (quality === '0' || quality === '') {
      this.tellNoFix('GGA', line)
      return
    }
    this.addPosition(lat, latSide, lon, lonSide, line)
    this.addFields({ altitude_m: altitude, geoid_height_m: geoid, fix_quality: quality })
    this.addFields({ satellites, hdop })
  }

  private takeGll(cells: readonly string[], line: number): void {
    const [lat, latSide, lon, lonSide, time, status] = cells
    if (!this.begin(time, line)) return
    if (status === 'V') this.tellNoFix('GLL', line)
    else this.addPosition(lat, latSide, lon, lonSide, line)
  }

  private tellNoFix(type: string, line: number): void {
    this.track.addFault(line, 'no-fix', `the receiver had no fix here (${type} says so)`)
  }

  private takeTimeless(type: string, cells: readonly string[], line: number): void {
    const { current } = this
    const fields = TIMELESS[type]?.(cells) ?? {}
    if (Object.values(fields).every((cell) => !cell)) return
    if (!current) {
      this.track.addFault(line, 'early', `no sentence before this ${type} has a time`)
      return
    }
    const key = [type, ...Object.keys(fields)].join()
    if (current.timeless.has(key)) countOne(this.replaced, type)
    current.timeless.add(key)
    this.addFields(fields)
  }

  private takeZda([time, day, month, year]: readonly string[], line: number): void {
    if (this.begin(time, line)) this.setDate(Number(year), month, day)
  }

  /** @returns false where the sentence has no time */
  private begin(time: string | undefined, line: number): boolean {
    const [, hours, minutes, seconds] = /^(\d\d)(\d\d)(\d\d(?:\.\d+)?)$/.exec(time ?? '') ?? []
    if (seconds === undefined) {
      if (time) {
        this.track.addFault(line, 'bad-time', `the time is "${shorten(time)}", expected hhmmss`)
      } else this.track.addFault(line, 'no-time', 'the receiver had no time here')
      return false
    }
    const whole = Number(hours) * 3600 + Number(minutes) * 60
    const timeOfDayMs = Math.round((whole + Number(seconds)) * 1e6) / 1000
    if (this.current?.timeOfDayMs !== timeOfDayMs) {
      this.close()
      if (timeOfDayMs < this.lastTimeMs - DAY_MS / 2) this.day++
      this.lastTimeMs = timeOfDayMs
      this.current = { timeOfDayMs, fields: {}, timeless: new Set() }
    }
    return true
  }

  private setDate(year: number, month: string | undefined, day: string | undefined): void {
    const dateMs = Date.UTC(year, Number(month) - 1, Number(day))
    if (!Number.isFinite(dateMs)) return
    const isFirst = this.dayZeroMs === null
    this.dayZeroMs = dateMs - this.day * DAY_MS
    if (!isFirst) return
    for (const { day: waited, epoch } of this.waiting) this.write(waited, epoch, this.dayZeroMs)
    this.waiting = []
  }

  private addPosition(
    lat: string | undefined,
    latSide: string | undefined,
    lon: string | undefined,
    lonSide: string | undefined,
    line: number,
  ): void {
    const latDeg = degreesOf(lat, 2, latSide === 'S')
    const lonDeg = degreesOf(lon, 3, lonSide === 'W')
    if (latDeg === null || lonDeg === null) {
      this.track.addFault(line, 'place', `${lat ?? ''}, ${lon ?? ''} is no place on the earth`)
    } else if (this.current)
      Object.assign(this.current.fields, { lat_deg: latDeg, lon_deg: lonDeg })
  }

  private addFields(cells: Readonly<Record<string, string | undefined>>): void {
    for (const [name, cell = ''] of Object.entries(cells)) {
      const value = Number(cell)
      if (cell.trim() !== '' && Number.isFinite(value) && this.current) {
        this.current.fields[name] = value
      }
    }
  }

  private close(): void {
    const { current, dayZeroMs, day } = this
    this.current = null
    if (!current || Object.keys(current.fields).length === 0) return
    if (dayZeroMs === null) this.waiting.push({ day, epoch: current })
    else this.write(day, current, dayZeroMs)
  }

  private write(day: number, { timeOfDayMs, fields }: Epoch, dayZeroMs: number): void {
    this.track.add(dayZeroMs + day * DAY_MS + timeOfDayMs, fields)
  }
}

/** `4807.038` is 48° 7.038′. */
function degreesOf(text: string | undefined, digits: 2 | 3, isNegative: boolean): number | null {
  if (!new RegExp(`^\\d{${digits}}[0-5]\\d(?:\\.\\d+)?$`).test(text ?? '')) return null
  const degrees = Number(text?.slice(0, digits)) + Number(text?.slice(digits)) / 60
  if (degrees > (digits === 2 ? 90 : 180)) return null
  const rounded = Math.round(degrees * 1e9) / 1e9
  return isNegative ? -rounded : rounded
}

function countOne(counts: Map<string, number>, type: string): void {
  counts.set(type, (counts.get(type) ?? 0) + 1)
}
