import type { Problem } from '../../core/errors.ts'
import { parsePattern } from '../../core/recording/frame-pattern.ts'
import type {
  FrameEntry,
  FrameTiming,
  ImageSource,
  Recording,
} from '../../core/recording/recording.ts'
import type { Directory } from '../folders/directory.ts'
import { numbersOf } from '../logs/packed-rows.ts'
import type { FoundFrames } from './found-frames.ts'
import { knownLogs } from './sensors/known-logs.ts'
import type { KnownLog } from './sensors/known-logs.ts'

/**
 * The frames of a recording as they were found before. Whoever opens it again with them neither lists
 * their folder nor reads their times and logs, and must know that all of these are as they were.
 */
export interface KnownFrames {
  source: ImageSource
  timing: FrameTiming
  /** In the order of the frames. */
  frameIndexes: Float64Array<ArrayBuffer>
  timesMs: Float64Array<ArrayBuffer>
  /** Positions of the frames that have no file. */
  absent: number[]
  /** Logs that need not be read again. */
  logs: KnownLog[]
  /** Of the whole recording. */
  problems: Problem[]
}

/** Null where they cannot be known so: in a video, a log, links, or the recording's own folder. */
export function knownFrames({
  source,
  timing,
  frames,
  framesDirectory,
  sensors,
  problems,
}: Recording & { framesDirectory: Directory | null }): KnownFrames | null {
  if (source?.kind !== 'images' || !timing || !/^[^/]+$/.test(source.path)) return null
  if ((framesDirectory?.linkNames?.size ?? 0) > 0) return null
  // A log with the times of the frames is read for its records anyway.
  if (sensors.some(({ file }) => file === timing.file)) return null
  return {
    source,
    timing,
    frameIndexes: numbersOf(frames, ({ frameIndex }) => frameIndex),
    timesMs: numbersOf(frames, ({ timestampMs }) => timestampMs),
    absent: absentOf(frames),
    logs: knownLogs(sensors),
    problems,
  }
}

function absentOf(frames: readonly FrameEntry[]): number[] {
  const absent: number[] = []
  frames.forEach(({ fileName }, position) => {
    if (fileName === null) absent.push(position)
  })
  return absent
}

export function entriesOf({ source, frameIndexes, timesMs, absent }: KnownFrames): FrameEntry[] {
  // A file is a frame only if the pattern makes exactly its name.
  const names = parsePattern(source.pattern, 'pattern')
  const missing = new Set(absent)
  const entries: FrameEntry[] = []
  frameIndexes.forEach((frameIndex, position) => {
    const fileName = missing.has(position) ? null : names.format(frameIndex)
    entries.push({ frameIndex, timestampMs: timesMs[position] ?? 0, fileName })
  })
  return entries
}

/** As `findFrames` finds them, without their names. */
export function foundAgain({ source }: KnownFrames): FoundFrames {
  return { source, fileNames: new Map(), video: null, inner: null, problems: [] }
}
