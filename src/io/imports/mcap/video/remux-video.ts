import type { StreamTargetChunk } from 'mediabunny'
import { OverlaneError } from '../../../../core/errors.ts'
import { formatCount } from '../../../../core/text/format-count.ts'
import { shorten } from '../../../../core/text/shorten.ts'
import type { ImportedPackets } from '../../importer.ts'
import { readStoredImage } from '../media/read-image.ts'
import { readConfig } from './read-config.ts'
import { videoFormatOf } from './video-formats.ts'
import type { PictureSize } from './picture-size.ts'

/** Packets as the file of a video. */
export interface RemuxedVideo {
  file: File
  /** Of each frame in the file. */
  timesMs: Float64Array<ArrayBuffer>
  /** Packets before the first one that can be decoded alone. */
  leftOutCount: number
  /** Packets whose time is not later than that of the one before. */
  lateCount: number
  /** Packets that are damaged, and those after them up to the next key frame, which need them. */
  damagedCount: number
}

/** A packet follows the one before by this much at least. */
const LEAST_STEP_MS = 0.1
const BLOCK_BYTES = 1 << 22

/**
 * Writes packets into an MP4, as they are. The parts of the file are kept as Blobs, so the memory holds
 * a few megabytes of them.
 * @throws OverlaneError `video-unsupported`, with what is wrong; what `report` throws
 */
export async function remuxVideo(
  source: File,
  { name, formatName, timesMs, store }: ImportedPackets,
  report: (share: number) => void,
): Promise<RemuxedVideo> {
  const format = videoFormatOf(formatName)
  if (!format) {
    throw refuse(
      `its format is ${shorten(JSON.stringify(formatName))}, and Overlane reads h264, h265, vp9 and av1`,
    )
  }
  const { EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output, StreamTarget } =
    await import('mediabunny')
  const written = new WrittenFile()
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: false }),
    target: new StreamTarget(written.writable, { chunked: true, chunkSize: BLOCK_BYTES }),
  })
  const video = new EncodedVideoPacketSource(format.codec)
  output.addVideoTrack(video)
  const shownMs: number[] = []
  let [leftOutCount, lateCount, damagedCount, startMs] = [0, 0, 0, 0]
  let isLost = false
  let config: VideoDecoderConfig | null = null
  const packetAt = async (
    index: number,
  ): Promise<{ data: Uint8Array; key: PictureSize | 'unknown' | null } | null> => {
    try {
      const blob = await readStoredImage(source, store, index)
      const data = new Uint8Array(await blob.arrayBuffer())
      return { data, key: format.readKey(data) }
    } catch (thrown) {
      // The file cannot be read, whatever is in it.
      if (thrown instanceof DOMException) throw thrown
      return null
    }
  }
  for (let index = 0; index < timesMs.length; index++) {
    report(index / timesMs.length)
    const read = await packetAt(index)
    isLost = !read || (isLost && !read.key)
    if (!read || isLost) {
      damagedCount++
      continue
    }
    const { data, key } = read
    if (!config) {
      config = key && (await readConfig(format, key, new EncodedPacket(data, 'key', 0, 1)))
      if (!config) {
        leftOutCount++
        continue
      }
      await output.start()
      startMs = timesMs[index] ?? 0
    }
    const earliestMs = (shownMs.at(-1) ?? -Infinity) + LEAST_STEP_MS
    const ownMs = timesMs[index] ?? 0
    if (ownMs < earliestMs) lateCount++
    const timeMs = Math.max(ownMs, earliestMs)
    const nextMs = Math.max(timesMs[index + 1] ?? timeMs, timeMs + LEAST_STEP_MS)
    const packet = new EncodedPacket(
      data,
      key ? 'key' : 'delta',
      (timeMs - startMs) / 1000,
      (nextMs - timeMs) / 1000,
    )
    await video.add(packet, { decoderConfig: config })
    shownMs.push(timeMs)
  }
  if (!config) {
    const count = formatCount(timesMs.length)
    if (damagedCount === timesMs.length) {
      throw refuse(`all of its ${count} packets are damaged or need one that is`)
    }
    throw refuse(`none of its ${count} packets is a key frame with all that a decoder needs`)
  }
  await output.finalize()
  const file = new File([written.blob], `${name.slice(name.lastIndexOf('/') + 1)}.mp4`, {
    lastModified: source.lastModified,
  })
  return { file, timesMs: Float64Array.from(shownMs), leftOutCount, lateCount, damagedCount }
}

function refuse(why: string): OverlaneError {
  return new OverlaneError('video-unsupported', `its video cannot be used: ${why}.`)
}

/** A file that is written from its beginning to its end, and then changed in a few places. */
class WrittenFile {
  blob = new Blob()
  readonly writable = new WritableStream<StreamTargetChunk>({
    write: ({ data, position }) => {
      const end = position + data.length
      this.blob = new Blob([
        this.blob.slice(0, position),
        Uint8Array.from(data),
        this.blob.slice(end),
      ])
    },
  })
}
