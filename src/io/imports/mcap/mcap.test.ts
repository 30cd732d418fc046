import { McapStreamReader } from '@mcap/core'
import { describe, expect, test } from 'vitest'
import { hasRealLog, readLog, readRealLog, realLog, recordsOf } from '../testing/read-log.ts'
import { loadZstd } from './load-zstd.ts'
import { readStoredImage } from './media/read-image.ts'
import { JPEG, writeMcap } from './testing/write-mcap.ts'
import type { McapCompression } from './testing/write-mcap.ts'

const MS = 1_000_000n
const SECOND = 1000n * MS
const START = 1_700_000_000n * SECOND

describe.each(['', 'lz4', 'zstd'] as const)(
  'an MCAP file with the compression "%s"',
  (compression) => {
    const write = (options = {}): Promise<Uint8Array<ArrayBuffer>> =>
      writeMcap({ compression, startNs: START, messageCount: 50, ...options })

    test('has a log for each topic, with the times of the headers and with units', async () => {
      const log = await readLog('drive.mcap', await write())
      expect(log).toMatchObject({ format: 'MCAP', messages: [] })
      expect(log.tracks.map(({ name, label }) => [name, label])).toEqual([
        ['fix', 'GPS'],
        ['imu/data', 'IMU'],
        ['vehicle/speed', 'vehicle/speed'],
      ])
      const [fix, imu, speed] = log.tracks.map(({ parsed }) => recordsOf(parsed))
      expect(fix).toHaveLength(50)
      expect(fix?.[3]).toEqual({
        // The header is 5 ms older than the log.
        timestamp_ms: Number(START / MS) + 300 - 5,
        lat_deg: 48 + 3e-5,
        lon_deg: 11.5,
        altitude_m: 520.25,
        fix: 0,
      })
      expect(imu?.[0]).toMatchObject({
        acceleration_x_mps2: 0.5,
        acceleration_z_mps2: 9.81,
        angular_velocity_z_radps: 0.25,
        roll_rad: 0,
      })
      expect(imu?.[0]?.yaw_rad).toBeCloseTo(Math.PI / 2, 12)
      // JSON without a header has the time of the log.
      expect(speed?.[2]).toEqual({ timestamp_ms: Number(START / MS) + 200, speed_kmh: 12 })
    })

    const encodings = ['cdr', 'protobuf', 'json'] as const
    test.each(encodings)('has its images in %s as frames', async (imageEncoding) => {
      const bytes = await write({ imageEncoding })
      const log = await readLog('drive.mcap', bytes)
      const [frames] = log.frames
      expect(log.frames).toMatchObject([{ name: 'camera/image/compressed', format: 'jpeg' }])
      expect([...(frames?.timesMs ?? [])]).toEqual(
        Array.from({ length: 50 }, (_, index) => Number(START / MS) + 100 * index - 5),
      )
      const file = new File([bytes], 'drive.mcap')
      if (!frames) throw new Error('There are no frames.')
      for (const index of [0, 49, 7]) {
        const image = await readStoredImage(file, frames.store, index)
        expect([...new Uint8Array(await image.arrayBuffer())]).toEqual([...JPEG, index])
      }
    })

    test('without its index, cut off in the middle, is read up to there', async () => {
      const bytes = await write({ messageCount: 200 })
      const log = await readLog('drive.mcap', bytes.slice(0, Math.round(bytes.length * 0.4)))
      const count = log.tracks[0]?.parsed.timesMs.length ?? 0
      expect(count).toBeGreaterThan(20)
      expect(count).toBeLessThan(150)
      expect(log.messages).toEqual([
        expect.stringMatching(/^drive.mcap is damaged at byte [\d,]+: it is cut off/),
      ])
    })
  },
)

test('topics that cannot be read, and messages that are too long, are named', async () => {
  const bytes = await writeMcap({
    compression: '',
    startNs: START,
    messageCount: 3,
    hasOthers: true,
  })
  const log = await readLog('drive.mcap', bytes)
  expect(log.tracks.map(({ name }) => name)).not.toContain('proto')
  expect(log.messages).toEqual([
    'drive.mcap has topics that are not read (/proto): their encoding is protobuf, protobuf, and Overlane reads ROS 2 and JSON.',
    'drive.mcap has topics that are not read (/video): their encoding is ros1, ros1, and Overlane reads ROS 2 and JSON.',
    'drive.mcap has 3 messages in /cloud (jsonschema) that are too long for a log; they are left out.',
  ])
})

test('a damaged chunk is left out, and the others are read', async () => {
  const compression: McapCompression = 'zstd'
  const bytes = await writeMcap({ compression, startNs: START, messageCount: 200 })
  const whole = (await readLog('drive.mcap', bytes)).tracks[0]?.parsed.timesMs.length ?? 0
  // The magic number of a frame of zstd, in the second chunk.
  const magic = [0x28, 0xb5, 0x2f, 0xfd]
  const isMagic = (at: number): boolean => magic.every((byte, index) => bytes[at + index] === byte)
  const places = Array.from(bytes.keys()).filter(isMagic)
  bytes[places[1] ?? 0] = 0
  const log = await readLog('drive.mcap', bytes)
  const count = log.tracks[0]?.parsed.timesMs.length ?? 0
  expect(count).toBeGreaterThan(0)
  expect(count).toBeLessThan(whole)
  expect(log.messages).toEqual([expect.stringContaining('a chunk cannot be decompressed')])
})

const MAGIC_BYTES = 8
/** An opcode, a length, and three fields; the first one is the place of the summary. */
const FOOTER_BYTES = 9 + 8 + 8 + 4

test('where the index cannot be read, nothing tells what is missing, and this is said', async () => {
  const bytes = await writeMcap({ compression: '', startNs: START, messageCount: 20 })
  const footer = bytes.length - MAGIC_BYTES - FOOTER_BYTES
  const summary = Number(new DataView(bytes.buffer).getBigUint64(footer + 9, true))
  const damaged = bytes.slice()
  damaged.fill(0xff, summary, summary + 9)
  expect((await readLog('drive.mcap', damaged)).messages).toEqual([
    'drive.mcap is damaged: its index cannot be read, so nothing tells whether messages are missing. Copy it again from where it was recorded, or repair it with "mcap recover".',
  ])
  expect((await readLog('drive.mcap', bytes.slice(0, footer))).messages).toEqual([
    'drive.mcap was not closed by its recorder, so nothing tells whether messages are missing at its end. Copy it again from where it was recorded, or repair it with "mcap recover".',
  ])
})

test('a file that was written without an index has nothing wrong', async () => {
  const bytes = await writeMcap({ compression: '', startNs: START, messageCount: 20 })
  const footer = bytes.length - MAGIC_BYTES - FOOTER_BYTES
  const view = new DataView(bytes.buffer)
  const summary = Number(view.getBigUint64(footer + 9, true))
  view.setBigUint64(footer + 9, 0n, true)
  view.setBigUint64(footer + 17, 0n, true)
  const plain = new Uint8Array([...bytes.slice(0, summary), ...bytes.slice(footer)])
  expect((await readLog('drive.mcap', plain)).messages).toEqual([])
})

interface PlainMessage {
  timeMs: number
  data: DataView
}

/** The messages of a file, by their topics, as the library of the format reads them. */
async function messagesOf(bytes: Uint8Array): Promise<Map<string, PlainMessage[]>> {
  const zstd = await loadZstd()
  const decompressHandlers = { zstd: (chunk: Uint8Array) => zstd.decompress(chunk) }
  const reader = new McapStreamReader({ decompressHandlers })
  reader.append(bytes)
  const topics = new Map<number, string>()
  const messages = new Map<string, PlainMessage[]>()
  for (let record = reader.nextRecord(); record; record = reader.nextRecord()) {
    if (record.type === 'Channel') topics.set(record.id, record.topic.slice(1))
    if (record.type !== 'Message') continue
    const topic = topics.get(record.channelId) ?? ''
    const { buffer, byteOffset, byteLength } = record.data
    const data = new DataView(buffer, byteOffset, byteLength)
    const found = { timeMs: Number(record.logTime) / 1e6, data }
    messages.set(topic, [...(messages.get(topic) ?? []), found])
  }
  return messages
}

test.skipIf(!hasRealLog('talker.mcap')).each(['basic-types.mcap', 'talker.mcap'])(
  'a file of ROS 2 has each message that the library of the format finds: %s',
  async (name) => {
    const messages = await messagesOf(new Uint8Array(realLog(name)))
    const log = await readRealLog(name)
    expect(log).toMatchObject({ format: 'MCAP', messages: [] })
    const counts = log.tracks.map((track) => [track.name, track.parsed.timesMs.length])
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries([...messages].map(([topic, found]) => [topic, found.length])),
    )
    const [track] = log.tracks.filter(({ name: topic }) => topic === 'test_topic')
    if (!track) return
    // `int32_value` of BasicTypes stands behind the header of CDR and 24 bytes of other fields.
    const written = (messages.get('test_topic') ?? []).map(({ timeMs, data }) => [
      timeMs,
      data.getInt32(28, true),
    ])
    const read = recordsOf(track.parsed).map((record) => [record.timestamp_ms, record.int32_value])
    expect(read).toHaveLength(3)
    for (const [at, [timeMs = 0, value]] of written.entries()) {
      expect(read[at]?.[0]).toBeCloseTo(timeMs, 3)
      expect(read[at]?.[1]).toBe(value)
    }
  },
)
