import { describeThrown, problem } from '../../../core/errors.ts'
import type { Problem } from '../../../core/errors.ts'
import { formatCount, formatQuantity } from '../../../core/text/format-count.ts'
import { shorten } from '../../../core/text/shorten.ts'
import { TrackBuilder } from '../../logs/records/track-builder.ts'
import type { Imported, ImportedPackets, Importer } from '../importer.ts'
import { findImage, isImageSchema } from './media/image-message.ts'
import { MEDIA_HEAD_BYTES, toMediaEncoding } from './media/media-message.ts'
import { TopicImages } from './media/topic-images.ts'
import { findVideoPacket, isVideoSchema } from './media/video-message.ts'
import { McapScan } from './mcap-scan.ts'
import type { McapMessage } from './mcap-scan.ts'
import { loadDecoders } from './message-decoder.ts'
import type { DecodeMessage, OpenDecoder } from './message-decoder.ts'
import { readIndex } from './read-index.ts'
import type { McapChannel } from './record-fields.ts'
import { fieldsOfMessage, labelOfSchema, stampOf } from './ros-fields.ts'
import { TopicVideo } from './video/topic-video.ts'

/** Messages that are longer are pictures, scans and clouds. */
const LONGEST_MESSAGE_BYTES = 100_000

const COPY_AGAIN = 'Copy it again from where it was recorded, or repair it with "mcap recover".'

/**
 * MCAP, the container of ROS 2: a log for each topic, and the compressed images of a topic as frames.
 * https://mcap.dev/spec
 */
export const mcap: Importer = {
  format: 'MCAP',
  recognise({ bytes }) {
    return String.fromCharCode(...bytes.subarray(0, 6)) === '\x89MCAP0' ? 1 : 0
  },
  async read({ file, path, report }) {
    const topics = new Topics(path, await loadDecoders())
    const { channels, messageCounts, skipsChunk, fault } = await readIndex(file, (channel) =>
      topics.isWanted(channel),
    )
    const scan = new McapScan(file, channels, {
      needs: (channel, length) => topics.needs(channel, length),
      onMessage: (message) => topics.take(message),
      skipsChunk,
      report,
    })
    await scan.run()
    const found = topics.finish(scan)
    const wanted = channels.filter((channel) => topics.isWanted(channel))
    const lost = tellLost(wanted, messageCounts, scan, path)
    const faults = tellFaults(scan, path)
    // What is wrong in the middle says more.
    if (fault !== null && faults.length === 0) faults.push(tellOfIndex(fault, path))
    const problems = [...faults, ...lost, ...found.problems]
    return { ...found, frameTimes: null, problems }
  },
}

type McapContent = Omit<Imported, 'frameTimes' | 'videos'> & { videos: ImportedPackets[] }

/** What becomes of a channel. */
type Topic =
  | { kind: 'log'; decode: DecodeMessage; track: TrackBuilder }
  | { kind: 'images'; images: TopicImages; track: TrackBuilder }
  | { kind: 'video'; video: TopicVideo; track: TrackBuilder }
  | { kind: 'unread'; why: string }

class Topics {
  private readonly path: string
  private readonly open: OpenDecoder
  private readonly topics = new Map<number, { channel: McapChannel; topic: Topic }>()
  private readonly tooLong = new Map<string, { count: number; schema: string }>()

  constructor(path: string, open: OpenDecoder) {
    this.path = path
    this.open = open
  }

  isWanted(channel: McapChannel): boolean {
    return this.topicOf(channel).kind !== 'unread'
  }

  /** How many bytes of a message are needed. */
  needs(channel: McapChannel, length: number): number {
    const topic = this.topicOf(channel)
    if (topic.kind === 'unread') return 0
    if (topic.kind === 'images') {
      return topic.images.encoding === 'json' ? length : MEDIA_HEAD_BYTES
    }
    if (topic.kind === 'video') {
      // The format stands at the end of a message, and all have the same.
      const { encoding, formatName } = topic.video
      return encoding === 'json' || formatName === null ? length : MEDIA_HEAD_BYTES
    }
    if (length <= LONGEST_MESSAGE_BYTES) return length
    const schema = channel.schema?.name ?? 'no schema'
    const { count } = this.tooLong.get(channel.topic) ?? { count: 0 }
    this.tooLong.set(channel.topic, { count: count + 1, schema })
    return 0
  }

  take(message: McapMessage): void {
    const { channel, logTimeNs, data } = message
    const topic = this.topicOf(channel)
    const logTimeMs = Number(logTimeNs / 1_000_000n) + Number(logTimeNs % 1_000_000n) / 1e6
    if (topic.kind === 'unread') return
    try {
      if (topic.kind === 'images') this.takeImage(message, topic, logTimeMs)
      else if (topic.kind === 'video') takePacket(message, topic, logTimeMs)
      else {
        const decoded = topic.decode(data)
        const fields = fieldsOfMessage(channel.schema?.name ?? '', decoded)
        topic.track.add(stampOf(decoded) ?? logTimeMs, fields)
      }
    } catch (thrown) {
      const why = shorten(describeThrown(thrown))
      topic.track.addFault(null, 'broken', `a message of ${channel.topic} cannot be read: ${why}`)
    }
  }

  /** What was found; to be called once. */
  finish({ parts }: McapScan): McapContent {
    const found: McapContent = { tracks: [], frames: [], videos: [], problems: [] }
    const unread = new Map<string, string[]>()
    for (const { channel, topic } of this.topics.values()) {
      if (topic.kind === 'unread') {
        unread.set(topic.why, [...(unread.get(topic.why) ?? []), channel.topic])
        continue
      }
      const name = nameOf(channel)
      const { problems, ...parsed } = topic.track.finish('message')
      // A topic without messages is no fault.
      found.problems.push(...problems.filter(({ code }) => code !== 'sensor-empty'))
      if (topic.kind === 'images') {
        const frames = topic.images.toFrames(name, parts)
        if (frames) found.frames.push(frames)
      } else if (topic.kind === 'video') {
        const packets = topic.video.toPackets(name, parts)
        if (packets) found.videos.push(packets)
      } else if (topic.track.recordCount > 0) {
        const label = labelOfSchema(channel.schema?.name ?? '') ?? name
        found.tracks.push({ name, label, clock: 'own', parsed: { ...parsed, problems: [] } })
      }
    }
    for (const [why, topics] of unread) {
      this.tell(found, `has topics that are not read (${shorten(topics.join(', '))}): ${why}.`)
    }
    for (const [topic, { count, schema }] of this.tooLong) {
      const messages = `${formatCount(count)} messages in ${topic} (${schema})`
      this.tell(found, `has ${messages} that are too long for a log; they are left out.`)
    }
    return found
  }

  private tell({ problems }: Pick<Imported, 'problems'>, fault: string): void {
    const { path: file } = this
    problems.push(problem('info', 'sensor-invalid', { subject: file, fault }, { file }))
  }

  private topicOf(channel: McapChannel): Topic {
    const known = this.topics.get(channel.id)
    if (known) return known.topic
    const topic = this.openTopic(channel)
    this.topics.set(channel.id, { channel, topic })
    return topic
  }

  private openTopic(channel: McapChannel): Topic {
    const { encoding, schema } = channel
    const track = new TrackBuilder(this.path)
    const media = toMediaEncoding(encoding)
    const schemaName = schema?.name ?? ''
    if (media && isImageSchema(schemaName)) {
      return { kind: 'images', images: new TopicImages(media), track }
    }
    if (media && isVideoSchema(schemaName)) {
      return { kind: 'video', video: new TopicVideo(media), track }
    }
    const decode = this.open(channel)
    if (decode) return { kind: 'log', decode, track }
    if (encoding === 'cdr' && schema?.encoding === 'ros2msg') {
      return { kind: 'unread', why: 'their definition cannot be read' }
    }
    const form = [encoding, schema?.encoding].filter(Boolean).join(', ')
    return { kind: 'unread', why: `their encoding is ${form}, and Overlane reads ROS 2 and JSON` }
  }

  private takeImage(
    { channel, data, length, part, start }: McapMessage,
    { images, track }: Extract<Topic, { kind: 'images' }>,
    logTimeMs: number,
  ): void {
    const image = findImage(images.encoding, channel.schema?.name ?? '', data, length)
    const { format } = image
    if (format === null) {
      const fault = `an image of ${channel.topic} is no JPEG, PNG or WebP`
      track.addFault(null, 'format', fault)
      return
    }
    const place = { part, start: start + image.start, length: image.length }
    images.add({ timeMs: image.stampMs ?? logTimeMs, format, ...place })
  }
}

function takePacket(
  { data, length, part, start }: McapMessage,
  { video }: Extract<Topic, { kind: 'video' }>,
  logTimeMs: number,
): void {
  const packet = findVideoPacket(video.encoding, data, length)
  video.formatName ??= packet.format
  video.add({
    timeMs: packet.stampMs ?? logTimeMs,
    part,
    start: start + packet.start,
    length: packet.length,
  })
}

/** `imu/data` of the topic `/imu/data`. */
function nameOf({ topic }: McapChannel): string {
  return topic.replace(/^\/+/, '')
}

/** A message that says to be longer than it is takes those after it with it. Only the index knows. */
function tellLost(
  channels: readonly McapChannel[],
  counts: ReadonlyMap<number, number>,
  { messageCounts, faults }: McapScan,
  file: string,
): Problem[] {
  const lostCount = channels.reduce(
    (sum, { id }) => sum + Math.max(0, (counts.get(id) ?? 0) - (messageCounts.get(id) ?? 0)),
    0,
  )
  if (lostCount === 0 || faults.length > 0) return []
  const told = {
    subject: file,
    fault: `is damaged: ${formatQuantity(lostCount, 'message')} that its index counts cannot be found. What can be read of it is used.`,
    remedy: COPY_AGAIN,
  }
  return [problem('warning', 'sensor-invalid', told, { file })]
}

function tellOfIndex(fault: string, file: string): Problem {
  return problem(
    'warning',
    'sensor-invalid',
    { subject: file, fault, remedy: COPY_AGAIN },
    { file },
  )
}

function tellFaults({ faults }: McapScan, file: string): Problem[] {
  const kinds = new Map<string, { at: number; count: number }>()
  for (const { at, fault } of faults) {
    const kind = kinds.get(fault)
    if (kind) kind.count++
    else kinds.set(fault, { at, count: 1 })
  }
  return [...kinds].map(([fault, { at, count }]) => {
    const times = count > 1 ? `, ${formatCount(count)} times` : ''
    const told = {
      subject: file,
      fault: `is damaged at byte ${formatCount(at)}: ${fault}${times}. What can be read of it is used.`,
      remedy: COPY_AGAIN,
    }
    return problem('warning', 'sensor-invalid', told, { file })
  })
}
