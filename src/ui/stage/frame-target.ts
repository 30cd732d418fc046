import { parseIsoTime } from '../../index.ts'
import type { FrameEntry } from '../../index.ts'

/** Where the user wants to go: a position, or a time on the video's clock. */
export type FrameTarget =
  { kind: 'frame'; position: number } | { kind: 'time'; timestampMs: number }

/**
 * Parses the text typed into "Go to". `1204` is the index of a frame. `0:40.133`, `40.1 s` and `900 ms`
 * are times from the start. An ISO 8601 text is a clock time.
 * @returns a message if the text is none of these
 */
export function parseFrameTarget(
  text: string,
  frames: readonly FrameEntry[],
  startMs: number,
  timeZone: string,
): FrameTarget | string {
  const typed = text.trim().replace(/^(?:frame|#)\s*/i, '')
  if (/^\d+$/.test(typed)) {
    const frameIndex = Number(typed)
    const position = frames.findIndex((frame) => frame.frameIndex === frameIndex)
    if (position >= 0) return { kind: 'frame', position }
    const [first, last] = [frames[0]?.frameIndex, frames[frames.length - 1]?.frameIndex]
    return `There is no frame ${typed}. The first frame is ${first ?? '?'}, the last is ${last ?? '?'}.`
  }
  const relative = /^(-?[\d.]+)\s*(ms|s|min)$/.exec(typed)
  if (relative && Number.isFinite(Number(relative[1]))) {
    const factor = { ms: 1, s: 1000, min: 60_000 }[relative[2] as 'ms' | 's' | 'min']
    return { kind: 'time', timestampMs: startMs + Number(relative[1]) * factor }
  }
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/.exec(typed)
  if (clock) {
    const [, hours = '0', minutes = '0', seconds = '0'] = clock
    const timeMs = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
    return { kind: 'time', timestampMs: startMs + timeMs }
  }
  const timestampMs = parseIsoTime(typed, timeZone)
  if (timestampMs !== null) return { kind: 'time', timestampMs }
  return 'Type a frame such as 1204, or a time such as 0:40.133, 12.5 s or 2025-10-27T08:30:10.'
}
