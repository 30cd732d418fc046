import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import { isWholePacket } from './gpmf-packet.ts'
import { knownFields, nameStream } from './gopro-streams.ts'
import { describeFault } from '../video/describe-fault.ts'
import { listTracks } from '../video/containers/mp4-tracks.ts'
import { patchFile } from '../video/mending/patched-file.ts'

/** A stream of telemetry that was found in a video, as the text of a log. */
export interface TelemetryLog {
  /** `drive.mp4/Camera/GPS5.jsonl` */
  file: string
  /** JSONL; times are ms on the video's clock. */
  text: string
  /** What it is, in a word: `GPS`. */
  label: string
  /** Whether only few readers want it. */
  isMinor: boolean
}

export interface Telemetry {
  logs: TelemetryLog[]
  problems: Problem[]
}

/** What GoPro calls its telemetry. */
const TELEMETRY = 'gpmd'

/** How much of a file is read at a time to find its table of contents. */
const CHUNK_BYTES = 1 << 18

/**
 * The sensors that a GoPro wrote into a video, in its `gpmd` track: each stream a log, its fields
 * named as the device names them, with their units. None where there is no such track.
 */
export async function readTelemetry(file: File, path: string): Promise<Telemetry> {
  if (!/\.(?:mp4|mov|m4v)$/i.test(path)) return { logs: [], problems: [] }
  try {
    const found = await readTrack(file)
    if (!found) return { logs: [], problems: [] }
    const { default: parseTelemetry } = await import('gopro-telemetry')
    const devices = (await parseTelemetry(found, {
      tolerant: true,
      timeOut: 'cts',
    })) as unknown as Devices
    return { logs: toLogs(devices, path), problems: describeLoss(found, path) }
  } catch (thrown) {
    const message = `The telemetry inside ${path} cannot be read and is left out: ${describeFault(thrown)}`
    return { logs: [], problems: [problem('warning', 'sensor-invalid', message, { file: path })] }
  }
}

function describeLoss({ lostCount, damagedCount }: RawTelemetry, path: string): Problem[] {
  const losses = [
    [lostCount, 'cannot be found in it, and what they hold is left out'],
    [damagedCount, 'cannot be read as a whole, because of damage'],
  ] as const
  return losses
    .filter(([count]) => count > 0)
    .map(([count, fault]) => {
      const lost = formatQuantity(count, 'packet')
      const message = `${lost} of the telemetry inside ${path} ${fault}.`
      return problem('warning', 'sensor-invalid', message, { file: path })
    })
}

interface RawTelemetry {
  /** Packets that lie beyond the end of the file. */
  lostCount: number
  /** Packets that are not built as they should be. */
  damagedCount: number
  rawData: Uint8Array
  timing: {
    start: Date
    videoDuration: number
    frameDuration: number
    samples: { cts: number; duration: number }[]
  }
}

/** The bytes of the `gpmd` track and the times of its samples; null where the file has none. */
async function readTrack(whole: File): Promise<RawTelemetry | null> {
  const file = await withoutOtherTracks(whole)
  if (!file) return null
  const { createFile, Log, MP4BoxBuffer } = await import('mp4box')
  // It reports unknown boxes on the console and continues. Overlane does not need these boxes.
  Object.assign(Log, { error: () => undefined })
  const container = createFile()
  const movies: Movie[] = []
  container.onReady = (info) => void movies.push(info)
  for (let position = 0; position < file.size && movies.length === 0;) {
    const bytes = await file.slice(position, position + CHUNK_BYTES).arrayBuffer()
    // It returns the position to continue at. The pictures, which it skips, lie before this
    // position.
    const next = container.appendBuffer(MP4BoxBuffer.fromArrayBuffer(bytes, position))
    // It is no MP4, whatever its name says.
    if (next <= position) return null
    position = next
  }
  const [{ tracks, created } = { tracks: [], created: new Date(0) }] = movies
  const track = tracks.find(({ codec }) => codec === TELEMETRY)
  const video = tracks.find(({ type }) => type === 'video')
  if (!track || !video) return null
  const samples = container.getTrackSamplesInfo(track.id)
  const packets = samples.filter(({ offset, size }) => offset >= 0 && offset + size <= file.size)
  const byteCount = packets.reduce((sum, { size }) => sum + size, 0)
  if (byteCount > file.size) throw new Error('its packets together are larger than the file')
  const parts: Blob[] = packets.map(({ offset, size }) => file.slice(offset, offset + size))
  const rawData = new Uint8Array(await new Blob(parts).arrayBuffer())
  const videoDuration = video.movie_duration / video.movie_timescale
  return {
    lostCount: samples.length - packets.length,
    damagedCount: countDamaged(rawData, packets),
    rawData,
    timing: {
      start: created,
      videoDuration,
      frameDuration: videoDuration / video.nb_samples,
      samples: timePackets(packets, track.timescale, videoDuration * 1000),
    },
  }
}

/** @param packets that the bytes consist of */
function countDamaged(bytes: Uint8Array, packets: readonly { size: number }[]): number {
  let [at, count] = [0, 0]
  for (const { size } of packets) {
    if (!isWholePacket(bytes.subarray(at, at + size))) count++
    at += size
  }
  return count
}

/**
 * The file with the tracks of pictures and telemetry alone: the library lists every sample of every
 * track, and uncompressed sound has 48,000 a second. Null where there is no telemetry.
 */
async function withoutOtherTracks(file: File): Promise<File | null> {
  const tracks = await listTracks(file)
  if (!tracks.some(({ codec }) => codec === TELEMETRY)) return null
  const others = tracks.filter(({ handler, codec }) => handler !== 'vide' && codec !== TELEMETRY)
  const FREE_SPACE = new TextEncoder().encode('free')
  return patchFile(
    file,
    others.map(({ box }) => ({ at: box.headerAt + 4, bytes: FREE_SPACE })),
  )
}

/**
 * Presentation times and lengths in ms. A table may give the last packet a length beyond the end of
 * the video. Then the records of this packet would be spread over too long a time.
 * @param packets in ticks
 */
export function timePackets(
  packets: readonly { cts: number; duration: number }[],
  ticksPerSecond: number,
  videoEndMs: number,
): { cts: number; duration: number }[] {
  return packets.map((packet) => {
    const cts = (packet.cts * 1000) / ticksPerSecond
    const duration = (packet.duration * 1000) / ticksPerSecond
    return { cts, duration: cts < videoEndMs ? Math.min(duration, videoEndMs - cts) : duration }
  })
}

interface Movie {
  created: Date
  tracks: {
    id: number
    codec: string
    type?: string
    timescale: number
    movie_duration: number
    movie_timescale: number
    nb_samples: number
  }[]
}

/** What the parser returns: devices by their number, and figures beside them. */
type Devices = Record<string, Device | number>

interface Device {
  'device name'?: string
  streams?: Record<string, Stream>
}

interface Stream {
  name?: string
  units?: string | string[]
  samples?: { cts?: number; value?: unknown }[]
}

function toLogs(devices: Devices, path: string): TelemetryLog[] {
  const logs: TelemetryLog[] = []
  for (const device of Object.values(devices)) {
    if (typeof device !== 'object') continue
    const name = (device['device name'] ?? 'device').replace(/[/\\]/g, ' ')
    for (const [key, stream] of Object.entries(device.streams ?? {})) {
      const lines = toLines(key, stream)
      if (lines.length === 0) continue
      const file = `${path}/${name}/${key}.jsonl`
      logs.push({ file, text: lines.join('\n'), ...nameStream(key, stream.name ?? '') })
    }
  }
  return logs
}

function toLines(key: string, { name = '', units, samples = [] }: Stream): string[] {
  return samples.flatMap(({ cts, value }) => {
    if (cts === undefined || value === null || value === undefined) return []
    const values = Array.isArray(value) ? (value as unknown[]) : [value]
    const fields = knownFields(key, values.length) ?? fieldNames(name, units, values.length)
    const record = Object.fromEntries(fields.map((field, index) => [field, values[index]]))
    return [JSON.stringify({ timestamp_ms: Math.round(cts * 1e6) / 1e6, ...record })]
  })
}

const UNITS: ReadonlyMap<string, string> = new Map([
  ['m/s', 'mps'],
  ['m/s²', 'mps2'],
  ['rad/s', 'radps'],
  ['°C', 'degC'],
  ['%', 'percent'],
])

/**
 * `GPS (Lat., Long., Alt.)` in deg, deg, m: `lat_deg`, `long_deg`, `alt_m`. Values that the device
 * does not name are numbered.
 */
export function fieldNames(
  streamName: string,
  units: string | readonly string[] | undefined,
  count: number,
): string[] {
  const listed = /\(([^)]*)\)\s*$/.exec(streamName)?.[1]?.split(',') ?? []
  const names = Array.from({ length: count }, (_, index) => {
    const own = listed.length === count ? listed[index] : count === 1 ? streamName : undefined
    const unit = typeof units === 'string' ? units : (units?.[index] ?? '')
    const parts = [own ?? `value ${index + 1}`, UNITS.get(unit) ?? unit]
    return parts
      .map((part) => part.replace(/\([^)]*\)/g, '').replace(/[^\p{L}\p{N}]+/gu, '_'))
      .map((part, place) => (place === 0 ? part.toLowerCase() : part).replace(/^_+|_+$/g, ''))
      .filter((part) => part !== '')
      .join('_')
  })
  return names.map((name, index) => (names.indexOf(name) === index ? name : `${name}_${index + 1}`))
}
