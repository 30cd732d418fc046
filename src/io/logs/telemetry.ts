import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import { isWholePacket } from './gpmf-packet.ts'
import { knownFields, nameStream } from './gopro-streams.ts'
import { listTracks } from '../video/containers/mp4-tracks.ts'
import { describeFault } from '../video/describe-fault.ts'
import { readInnerSubtitles } from './inner-subtitles.ts'
import { describeLostPackets, readInnerTrack } from './inner-track.ts'
import type { Telemetry, TelemetryLog } from './telemetry-log.ts'

/** What GoPro calls its telemetry. */
const TELEMETRY = 'gpmd'

/**
 * The sensors that a GoPro wrote into a video, in its `gpmd` track: each stream a log, its fields
 * named as the device names them, with their units. Without such a track, the subtitles of a drone.
 */
export async function readTelemetry(file: File, path: string): Promise<Telemetry> {
  if (!/\.(?:mp4|mov|m4v)$/i.test(path)) return { logs: [], problems: [] }
  try {
    const tracks = await listTracks(file)
    const track = await readInnerTrack(file, tracks, [TELEMETRY])
    if (!track) return await readInnerSubtitles(file, tracks, path)
    const { timing, lostCount } = track
    const rawData = new Uint8Array(await new Blob(track.packets).arrayBuffer())
    const { default: parseTelemetry } = await import('gopro-telemetry')
    const devices = (await parseTelemetry(
      { rawData, timing },
      {
        tolerant: true,
        timeOut: 'cts',
      },
    )) as unknown as Devices
    const problems = [
      ...describeLostPackets(lostCount, path),
      ...describeDamaged(countDamaged(rawData, track.packets), path),
    ]
    return { logs: toLogs(devices, path), problems }
  } catch (thrown) {
    const message = `The telemetry inside ${path} cannot be read and is left out: ${describeFault(thrown)}`
    return { logs: [], problems: [problem('warning', 'sensor-invalid', message, { file: path })] }
  }
}

function describeDamaged(damagedCount: number, path: string): Problem[] {
  if (damagedCount === 0) return []
  const damaged = formatQuantity(damagedCount, 'packet')
  const message = `${damaged} of the telemetry inside ${path} cannot be read as a whole, because of damage.`
  return [problem('warning', 'sensor-invalid', message, { file: path })]
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
