/** A video as GoPro writes it: a track of pictures, of sound, and of telemetry. */

import { joined } from '../../testing/mutations.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface TelemetryVideo {
  bytes: Bytes
  /** Where the telemetry is in the file. */
  telemetryStart: number
  telemetryEnd: number
}

const PACKET_COUNT = 3
/** Of a packet. */
const RECORD_COUNT = 10
const TICKS_PER_SECOND = 1000
/** In both of its streams. */
export const TELEMETRY_RECORDS = PACKET_COUNT * RECORD_COUNT

/** @param soundSampleCount of uncompressed sound, each a sample of its own */
export function writeTelemetryVideo(soundSampleCount = 100): TelemetryVideo {
  const head = box('ftyp', text('mp41'), u32(0), text('mp41'))
  const packets = Array.from({ length: PACKET_COUNT }, (_, index) => packet(index))
  const telemetryStart = head.length + 8
  const data = joined(...packets, new Uint8Array(60))
  const telemetryEnd = telemetryStart + packets.reduce((sum, { length }) => sum + length, 0)
  const movie = box(
    'moov',
    box('mvhd', u32(0, 0, 0, TICKS_PER_SECOND, 3000), new Uint8Array(76), u32(4)),
    track(1, 'vide', codec('avc1', 78), samplesOf(Array<number>(30).fill(2), 100), telemetryEnd),
    track(2, 'soun', codec('sowt', 28), samplesOf(null, 1, soundSampleCount), telemetryEnd),
    track(
      3,
      'meta',
      codec('gpmd', 8),
      samplesOf(
        packets.map(({ length }) => length),
        1000,
      ),
      telemetryStart,
    ),
  )
  return { bytes: joined(head, box('mdat', data), movie), telemetryStart, telemetryEnd }
}

/** A video as DJI writes it: a track of pictures, and a subtitle for each of its seconds. */
export function writeSubtitledVideo(
  subtitles: readonly string[],
  codecName: 'tx3g' | 'text' = 'tx3g',
): Bytes {
  const head = box('ftyp', text('mp41'), u32(0), text('mp41'))
  const packets = subtitles.map((each) => {
    const bytes = new TextEncoder().encode(each)
    return joined(Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes)
  })
  const start = head.length + 8
  const end = start + packets.reduce((sum, { length }) => sum + length, 0)
  const movie = box(
    'moov',
    box('mvhd', u32(0, 0, 0, TICKS_PER_SECOND, 3000), new Uint8Array(76), u32(4)),
    track(1, 'vide', codec('avc1', 78), samplesOf(Array<number>(30).fill(2), 100), end),
    track(
      2,
      codecName === 'tx3g' ? 'sbtl' : 'text',
      codec(codecName, codecName === 'tx3g' ? 38 : 52),
      samplesOf(
        packets.map(({ length }) => length),
        1000,
      ),
      start,
    ),
  )
  return joined(head, box('mdat', joined(...packets, new Uint8Array(60))), movie)
}

function text(letters: string): Bytes {
  return Uint8Array.from(letters, (each) => each.charCodeAt(0))
}

function u32(...values: number[]): Bytes {
  const view = new DataView(new ArrayBuffer(4 * values.length))
  values.forEach((value, index) => view.setUint32(4 * index, value))
  return new Uint8Array(view.buffer)
}

function box(type: string, ...content: Uint8Array[]): Bytes {
  const inner = joined(...content)
  return joined(u32(inner.length + 8), text(type), inner)
}

/** @param byteCount of what only decoders read */
function codec(name: string, byteCount: number): Bytes {
  return box('stsd', u32(0, 1), box(name, new Uint8Array(byteCount)))
}

interface Samples {
  count: number
  sizes: Bytes
  duration: number
}

/** @param sizes null: each has one byte */
function samplesOf(
  sizes: readonly number[] | null,
  duration: number,
  count = sizes?.length ?? 0,
): Samples {
  return {
    count,
    sizes: sizes ? u32(0, 0, count, ...sizes) : u32(0, 1, count),
    duration,
  }
}

function track(
  id: number,
  handler: string,
  description: Bytes,
  { count, sizes, duration }: Samples,
  offset: number,
): Bytes {
  const ticks = count * duration
  return box(
    'trak',
    box('tkhd', u32(7, 0, 0, id, 0, ticks), new Uint8Array(60)),
    box(
      'mdia',
      box('mdhd', u32(0, 0, 0, TICKS_PER_SECOND, ticks, 0x55c40000)),
      box('hdlr', u32(0, 0), text(handler), u32(0, 0, 0), Uint8Array.of(0)),
      box(
        'minf',
        box('dinf', box('dref', u32(0, 1), box('url ', u32(1)))),
        box(
          'stbl',
          description,
          box('stts', u32(0, 1, count, duration)),
          box('stsc', u32(0, 1, 1, count, 1)),
          box('stsz', sizes),
          box('stco', u32(0, 1, offset)),
        ),
      ),
    ),
  )
}

/** An entry of GPMF. https://github.com/gopro/gpmf-parser#length-type-size-repeat-structure */
function entry(key: string, type: string, size: number, content: Bytes): Bytes {
  const head = Uint8Array.of(type === '' ? 0 : type.charCodeAt(0), size, 0, 0)
  new DataView(head.buffer).setUint16(2, content.length / size)
  const padding = new Uint8Array((4 - (content.length % 4)) % 4)
  return joined(text(key), head, content, padding)
}

function packet(index: number): Bytes {
  const records = Array.from({ length: RECORD_COUNT }, (_, record) => index * RECORD_COUNT + record)
  const stream = (key: string, name: string, count: number): Bytes =>
    entry(
      'STRM',
      '',
      1,
      joined(
        entry('STNM', 'c', 1, text(name)),
        entry('SIUN', 'c', 4, text('m/s²')),
        entry('SCAL', 's', 2, Uint8Array.of(0, 10)),
        entry(key, 'l', 4 * count, u32(...records.flatMap((at) => Array<number>(count).fill(at)))),
      ),
    )
  return entry(
    'DEVC',
    '',
    1,
    joined(
      entry('DVID', 'L', 4, u32(1)),
      entry('DVNM', 'c', 1, text('Camera')),
      stream('ACCL', 'Accelerometer (x,y,z)', 3),
      stream('GYRO', 'Gyroscope (x,y,z)', 3),
    ),
  )
}
