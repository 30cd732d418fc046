import type { EncodedPacketSink } from 'mediabunny'
import { formatCount } from '../../core/text/format-count.ts'
import { MOST_FRAMES } from './mending/mp4-frames.ts'

/** The frames of a video that are shown. */
export interface ListedFrames {
  /** Presentation time of each frame in ms, ascending. */
  timesMs: Float64Array
  /** For each frame: 1 if it can be decoded without another one. */
  isKey: Uint8Array
  /** The time at which the last frame ends, in ms. */
  endMs: number
  /** How many frames are before the start. They are not shown and not listed. */
  hiddenCount: number
}

export const METADATA_ONLY = { metadataOnly: true }

/**
 * Lists the frames that are shown. An edit list may put frames before the start of the video. These
 * are not shown.
 * @param report called with the number of frames found so far
 * @throws Error if there are too many frames to be read
 */
export async function listFrames(
  sink: EncodedPacketSink,
  report: (doneCount: number) => void,
): Promise<ListedFrames> {
  const frames: { timeMs: number; isKey: boolean }[] = []
  let [endMs, hiddenCount] = [0, 0]
  for await (const packet of sink.packets(undefined, undefined, METADATA_ONLY)) {
    const { timestamp, duration, type } = packet
    if (timestamp + duration <= 0 && timestamp < 0) {
      hiddenCount++
      continue
    }
    if (frames.length === MOST_FRAMES) {
      throw new Error(`it has more than ${formatCount(MOST_FRAMES)} frames, which are not read`)
    }
    // Rounded to nanoseconds. Otherwise, rounding errors could put a frame before a record of the
    // same time.
    frames.push({ timeMs: Math.round(timestamp * 1e9) / 1e6, isKey: type === 'key' })
    endMs = Math.max(endMs, (timestamp + duration) * 1000)
    if (frames.length % 1000 === 0) report(frames.length)
  }
  // Packets come in the order of decoding.
  frames.sort((a, b) => a.timeMs - b.timeMs)
  return {
    timesMs: Float64Array.from(frames, ({ timeMs }) => timeMs),
    isKey: Uint8Array.from(frames, ({ isKey }) => Number(isKey)),
    endMs,
    hiddenCount,
  }
}
