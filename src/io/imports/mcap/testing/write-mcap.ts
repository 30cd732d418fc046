/** Writes recordings of a robot with the packages' own writers, so that the reader is checked by them. */

import { McapWriter, TempBuffer } from '@mcap/core'
import { parse } from '@foxglove/rosmsg'
import { MessageWriter } from '@foxglove/rosmsg2-serialization'
import { compress } from 'lz4js'
import { loadZstd } from '../load-zstd.ts'
import type { MediaEncoding } from '../media/media-message.ts'

export type McapCompression = '' | 'lz4' | 'zstd'

/** What stands for an image: the first bytes of a JPEG. */
export const JPEG = [0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]

const HEADER = `std_msgs/Header header
`
const COMMON = `
================================================================================
MSG: std_msgs/Header
builtin_interfaces/Time stamp
string frame_id
================================================================================
MSG: builtin_interfaces/Time
int32 sec
uint32 nanosec
`
const VECTOR = `================================================================================
MSG: geometry_msgs/Vector3
float64 x
float64 y
float64 z
================================================================================
MSG: geometry_msgs/Quaternion
float64 x
float64 y
float64 z
float64 w
`
const TYPES = {
  'sensor_msgs/msg/NavSatFix': `${HEADER}sensor_msgs/NavSatStatus status
float64 latitude
float64 longitude
float64 altitude
float64[9] position_covariance
uint8 position_covariance_type
${COMMON}================================================================================
MSG: sensor_msgs/NavSatStatus
int8 status
uint16 service
`,
  'sensor_msgs/msg/Imu': `${HEADER}geometry_msgs/Quaternion orientation
geometry_msgs/Vector3 angular_velocity
geometry_msgs/Vector3 linear_acceleration
${COMMON}${VECTOR}`,
  'foxglove_msgs/msg/CompressedVideo': `builtin_interfaces/Time timestamp
string frame_id
uint8[] data
string format
================================================================================
MSG: builtin_interfaces/Time
int32 sec
uint32 nanosec
`,
  'sensor_msgs/msg/CompressedImage': `${HEADER}string format
uint8[] data
${COMMON}`,
}

const IMAGES = '/camera/image/compressed'
const VIDEO = '/camera/video'
const PROTOBUF_NUMBERS = {
  'foxglove.CompressedImage': { frame_id: 4, data: 2, format: 3 },
  'foxglove.CompressedVideo': { frame_id: 2, data: 3, format: 4 },
}

interface MediaContent {
  timestamp: { sec: number; nanosec: number }
  frame_id: string
  data: Uint8Array
  format: string
}

/**
 * https://protobuf.dev/programming-guides/encoding/
 * @param numbers of the fields for the frame, the data and the format
 */
function toProtobuf(
  { timestamp, frame_id, data, format }: MediaContent,
  numbers: { frame_id: number; data: number; format: number },
): Uint8Array {
  const varint = (value: number): number[] =>
    value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
  const block = (field: number, content: Uint8Array): Uint8Array =>
    Uint8Array.from([...varint(field * 8 + 2), ...varint(content.length), ...content])
  const letters = new TextEncoder()
  const time = Uint8Array.from([8, ...varint(timestamp.sec), 16, ...varint(timestamp.nanosec)])
  return Buffer.concat([
    block(1, time),
    block(numbers.frame_id, letters.encode(frame_id)),
    block(numbers.data, data),
    block(numbers.format, letters.encode(format)),
  ])
}

export interface McapOptions {
  compression: McapCompression
  startNs: bigint
  messageCount: number
  /** With topics that Overlane does not read. Default false. */
  hasOthers?: boolean
  /** How the messages with images are written. Default cdr. */
  imageEncoding?: MediaEncoding
  /** The bytes of an image; default: {@link JPEG} and its index. */
  imageOf?: (index: number) => Uint8Array
  chunkSize?: number
  /** Packets of video, each a message of a topic of its own; default: none. */
  video?: { packets: readonly Uint8Array[]; format: string; encoding: MediaEncoding }
}

const INTERVAL_NS = 100_000_000n
const HEADER_IS_OLDER_NS = 5_000_000n

export async function writeMcap(options: McapOptions): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new TempBuffer()
  await writeMcapTo(buffer, options)
  return Uint8Array.from(buffer.get())
}

export async function writeMcapTo(
  writable: ConstructorParameters<typeof McapWriter>[0]['writable'],
  options: McapOptions,
): Promise<void> {
  const { compression, startNs, messageCount, hasOthers = false, chunkSize = 2000 } = options
  const { imageOf = (index) => Uint8Array.from([...JPEG, index]) } = options
  const zstd = await loadZstd()
  const writer = new McapWriter({
    writable,
    chunkSize,
    ...(compression !== '' && {
      compressChunk: (data: Uint8Array) => ({
        compression,
        compressedData:
          compression === 'zstd' ? zstd.compress(data) : Uint8Array.from(compress(data)),
      }),
    }),
  })
  await writer.start({ profile: 'ros2', library: 'test' })
  const channels = new Map<string, { id: number; encode: (message: unknown) => Uint8Array }>()
  const addRos = async (topic: string, name: keyof typeof TYPES): Promise<void> => {
    const data = new TextEncoder().encode(TYPES[name])
    const schemaId = await writer.registerSchema({ name, encoding: 'ros2msg', data })
    const id = await writer.registerChannel({
      topic,
      schemaId,
      messageEncoding: 'cdr',
      metadata: new Map(),
    })
    const cdr = new MessageWriter(parse(TYPES[name], { ros2: true }))
    channels.set(topic, { id, encode: (message) => cdr.writeMessage(message) })
  }
  const addOther = async (topic: string, encoding: string, name: string): Promise<void> => {
    const schemaEncoding = encoding === 'json' ? 'jsonschema' : encoding
    const data = new Uint8Array()
    const schemaId = await writer.registerSchema({ name, encoding: schemaEncoding, data })
    const id = await writer.registerChannel({
      topic,
      schemaId,
      messageEncoding: encoding,
      metadata: new Map(),
    })
    const encode = (message: unknown): Uint8Array =>
      new TextEncoder().encode(JSON.stringify(message))
    channels.set(topic, { id, encode })
  }
  const addMedia = async (
    topic: string,
    encoding: 'protobuf' | 'json',
    name: 'foxglove.CompressedImage' | 'foxglove.CompressedVideo',
  ): Promise<void> => {
    await addOther(topic, encoding, name)
    const channel = channels.get(topic)
    if (!channel) return
    channel.encode = (message) => {
      const media = message as MediaContent
      if (encoding === 'protobuf') return toProtobuf(media, PROTOBUF_NUMBERS[name])
      const { sec, nanosec: nsec } = media.timestamp
      const data = Buffer.from(media.data).toString('base64')
      return new TextEncoder().encode(JSON.stringify({ ...media, timestamp: { sec, nsec }, data }))
    }
  }
  await addRos('/fix', 'sensor_msgs/msg/NavSatFix')
  await addRos('/imu/data', 'sensor_msgs/msg/Imu')
  const { imageEncoding = 'cdr', video } = options
  if (imageEncoding === 'cdr') await addRos(IMAGES, 'sensor_msgs/msg/CompressedImage')
  else await addMedia(IMAGES, imageEncoding, 'foxglove.CompressedImage')
  await addOther('/vehicle/speed', 'json', 'Speed')
  if (hasOthers) {
    await addOther('/proto', 'protobuf', 'some.Proto')
    await addOther('/video', 'ros1', 'foxglove_msgs/CompressedVideo')
    await addOther('/cloud', 'json', 'jsonschema')
  }
  if (video?.encoding === 'cdr') await addRos(VIDEO, 'foxglove_msgs/msg/CompressedVideo')
  else if (video) await addMedia(VIDEO, video.encoding, 'foxglove.CompressedVideo')
  let sequence = 0
  for (let index = 0; index < messageCount; index++) {
    const logTime = startNs + BigInt(index) * INTERVAL_NS
    const stampNs = logTime - HEADER_IS_OLDER_NS
    const stamp = {
      sec: Number(stampNs / 1_000_000_000n),
      nanosec: Number(stampNs % 1_000_000_000n),
    }
    const header = { stamp, frame_id: 'base' }
    const messages: Record<string, unknown> = {
      '/fix': {
        header,
        status: { status: 0, service: 1 },
        latitude: 48 + index * 1e-5,
        longitude: 11.5,
        altitude: 520.25,
        position_covariance: Array<number>(9).fill(1),
        position_covariance_type: 2,
      },
      '/imu/data': {
        header,
        orientation: { x: 0, y: 0, z: Math.SQRT1_2, w: Math.SQRT1_2 },
        angular_velocity: { x: 0, y: 0, z: 0.25 },
        linear_acceleration: { x: 0.5, y: 0, z: 9.81 },
      },
      [IMAGES]: {
        header,
        timestamp: stamp,
        frame_id: 'base',
        format: 'jpeg',
        data: imageOf(index),
      },
      [VIDEO]: {
        timestamp: stamp,
        frame_id: 'base',
        data: video?.packets[index] ?? new Uint8Array(),
        format: video?.format ?? '',
      },
      '/vehicle/speed': { speed_kmh: 10 + index },
      '/proto': {},
      '/video': {},
      '/cloud': { points: 'x'.repeat(200_000) },
    }
    for (const [topic, { id, encode }] of channels) {
      const data = encode(messages[topic])
      const publishTime = logTime
      await writer.addMessage({ channelId: id, sequence: sequence++, logTime, publishTime, data })
    }
  }
  await writer.end()
}
