/** Reads the telemetry in a GoPro video without code of Overlane, so that it can check Overlane. */

import { spawnSync } from 'node:child_process'

/** The records of one stream. The records of a packet are spread evenly over the packet's time. */
export function readGpmfStream(path: string, key: string): { timeUs: number; values: number[] }[] {
  const track = ['-select_streams', 'd', '-show_entries', 'stream=index,codec_tag_string']
  const tags = run('ffprobe', ['-v', 'error', ...track, '-of', 'csv=p=0', path]).toString()
  const [, index = ''] = /^(\d+),gpmd/m.exec(tags) ?? []
  const fields = ['-select_streams', index, '-show_entries', 'packet=pts_time,size']
  const packets = run('ffprobe', ['-v', 'error', ...fields, '-of', 'csv=p=0', path])
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number))
  // Every packet is as long as the first one, but none continues after the end of the video.
  const firstMs = ((packets[1]?.[0] ?? NaN) - (packets[0]?.[0] ?? NaN)) * 1000
  const videoEndMs = readVideoEndMs(path)
  const bytes = run('ffmpeg', [
    ...['-v', 'error', '-i', path, '-map', `0:${index}`, '-c', 'copy', '-f', 'data', '-'],
  ])
  let begin = 0
  return packets.flatMap(([seconds = NaN, size = 0]) => {
    const records = readPacket(bytes.subarray(begin, begin + size), key)
    begin += size
    const beginMs = seconds * 1000
    const packetMs = Math.min(firstMs, videoEndMs - beginMs)
    return records.map((values, at) => ({
      timeUs: toMicroseconds(beginMs + (packetMs * at) / records.length),
      values,
    }))
  })
}

function readVideoEndMs(path: string): number {
  const fields = ['-select_streams', 'v:0', '-show_entries', 'stream=time_base,duration_ts']
  const told = run('ffprobe', ['-v', 'error', ...fields, '-of', 'csv=p=0', path]).toString()
  const [, ticks, ticksPerSecond, duration] = /^(\d+)\/(\d+),(\d+)/.exec(told) ?? []
  return (Number(duration) * Number(ticks) * 1000) / Number(ticksPerSecond)
}

/** A frame and a record can have exactly the same time, and ffprobe prints times in whole µs. */
export function toMicroseconds(timeMs: number): number {
  return Math.round(timeMs * 1000)
}

function readPacket(packet: Buffer, key: string): number[][] {
  const devices = [...readEntries(packet)]
  for (const stream of devices.flatMap((device) => [...readEntries(device.data)])) {
    if (stream.key !== 'STRM') continue
    const entries = new Map([...readEntries(stream.data)].map((entry) => [entry.key, entry]))
    const [found, scale] = [entries.get(key), entries.get('SCAL')]
    if (!found || !scale) continue
    const types = entries.get('TYPE')?.data.toString('latin1') ?? found.type.repeat(3)
    const scales = readNumbers(scale.data, scale.type)
    const numbers = readNumbers(found.data, types)
    return Array.from({ length: numbers.length / types.length }, (_, record) =>
      Array.from(
        types,
        (_, axis) =>
          (numbers[record * types.length + axis] ?? NaN) / (scales[axis % scales.length] ?? NaN),
      ),
    )
  }
  return []
}

interface Entry {
  key: string
  type: string
  data: Buffer
}

/** The entries of GPMF data: key, type, size of an item, number of items, bytes of the items. */
function* readEntries(data: Buffer): Generator<Entry> {
  for (let at = 0; at + 8 <= data.length;) {
    const length = data.readUInt8(at + 5) * data.readUInt16BE(at + 6)
    const key = data.toString('latin1', at, at + 4)
    const type = String.fromCharCode(data.readUInt8(at + 4))
    yield { key, type, data: data.subarray(at + 8, at + 8 + length) }
    // Each entry begins at a multiple of 4 bytes.
    at += 8 + Math.ceil(length / 4) * 4
  }
}

const NUMBERS: Record<string, [bytes: number, read: (data: Buffer, at: number) => number]> = {
  s: [2, (data, at) => data.readInt16BE(at)],
  S: [2, (data, at) => data.readUInt16BE(at)],
  l: [4, (data, at) => data.readInt32BE(at)],
  L: [4, (data, at) => data.readUInt32BE(at)],
}

/** @param types one letter for each number, repeated until the data end */
function readNumbers(data: Buffer, types: string): number[] {
  const numbers: number[] = []
  for (let at = 0; at < data.length;) {
    const [bytes, read] = NUMBERS[types[numbers.length % types.length] ?? ''] ?? []
    if (!bytes || !read) throw new Error(`Numbers of type ${types} are not known here.`)
    numbers.push(read(data, at))
    at += bytes
  }
  return numbers
}

function run(program: string, args: readonly string[]): Buffer {
  const { status, stdout, stderr } = spawnSync(program, args, { maxBuffer: 1 << 26 })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr.toString()}`)
  return stdout
}
