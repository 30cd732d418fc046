import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { FrameEntry, FrameTiming } from '../../core/recording/recording.ts'
import { formatCount } from '../../core/text/format-count.ts'
import type { FoundFrames } from './found-frames.ts'
import { numbersOf } from '../logs/packed-rows.ts'
import type { TimedRow } from '../logs/timestamps-file.ts'

/**
 * Gives each frame its time. With a timestamps file, frames have the order of its rows. Without one,
 * they have the order of their indexes, and a time is the video's own or frame index ÷ frame rate.
 */
export function timeFrames(
  frames: FoundFrames | null,
  timestamps: { file: string; rows: readonly TimedRow[] } | null,
  framesPerSecond: number,
  problems: Problem[],
): FrameEntry[] {
  if (!frames) return []
  const { fileNames, video, inner } = frames
  if (!timestamps) {
    return Array.from(fileNames, ([frameIndex, fileName]) => ({
      frameIndex,
      timestampMs: (inner ?? video)?.timesMs[frameIndex] ?? (frameIndex * 1000) / framesPerSecond,
      fileName,
    }))
  }
  const { file, rows } = timestamps
  const entries = rows.map(({ frameIndex, timestampMs }) => ({
    frameIndex,
    timestampMs,
    fileName: fileNames.get(frameIndex) ?? null,
  }))

  const absent = rows.filter(({ frameIndex }) => !fileNames.has(frameIndex))
  if (absent[0]) {
    const { frameIndex, line } = absent[0]
    const fault = `frame ${frameIndex} is not in ${video?.info.path ?? 'the folder'}. It will be skipped; ${formatCount(absent.length)} of ${formatCount(rows.length)} rows.`
    const where = { file, ...(line === null ? {} : { line }), frameIndex }
    problems.push(problem('warning', 'frame-missing', { fault }, where))
  }
  // No frame has two rows.
  const untimed = rows.length - absent.length === fileNames.size ? [] : untimedOf(fileNames, rows)
  if (untimed[0]) {
    const [frameIndex, fileName] = untimed[0]
    const name = video ? `Frame ${frameIndex} of ${fileName}` : fileName
    const fault = `has no usable row in ${file}, so its time is not known and it is not rendered; ${formatCount(untimed.length)} of ${formatCount(fileNames.size)} frames.`
    const told = { subject: name, fault }
    problems.push(problem('warning', 'frame-without-time', told, { file, frameIndex }))
  }
  return entries
}

function untimedOf(
  fileNames: FoundFrames['fileNames'],
  rows: readonly TimedRow[],
): [frameIndex: number, fileName: string][] {
  const timed = new Set(rows.map(({ frameIndex }) => frameIndex))
  return [...fileNames].filter(([frameIndex]) => !timed.has(frameIndex))
}

const FASTEST_CAMERA_HZ = 2000

/**
 * Warns if frames follow each other faster than any camera. Most often the times are in seconds.
 */
export function checkRate({ framesPerSecond, file }: FrameTiming): Problem[] {
  if (framesPerSecond <= FASTEST_CAMERA_HZ || file === null) return []
  const fault = `has ${formatCount(framesPerSecond)} frames a second. Are its times in seconds? timestamp_ms is in milliseconds, and is used as such.`
  return [problem('warning', 'timestamps-invalid', { subject: file, fault }, { file })]
}

/**
 * Range, rate and jitter of the frames' times. Null without times.
 * @param frames or, where a recording has none, the rows of its timestamps file
 * @param file that the times were read from, null where they are a video's own or assumed
 */
export function measureTiming(
  frames: readonly Pick<FrameEntry, 'timestampMs'>[],
  file: string | null,
  isVideo = false,
): FrameTiming | null {
  if (frames.length === 0) return null
  const timesMs = numbersOf(frames, ({ timestampMs }) => timestampMs).sort()
  const intervalsMs = timesMs
    .subarray(1)
    .map((timeMs, index) => timeMs - (timesMs[index] as number))
    .sort()
  const quantile = (share: number): number =>
    intervalsMs[Math.round(share * (intervalsMs.length - 1))] ?? 0
  // A gap in the recording says nothing about its rate.
  const longestMs = 2 * quantile(0.5)
  const usual = intervalsMs.filter((intervalMs) => intervalMs <= longestMs)
  const meanMs = usual.reduce((sum, intervalMs) => sum + intervalMs, 0) / usual.length
  return {
    source: file !== null ? 'file' : isVideo ? 'video' : 'assumed',
    file,
    rangeMs: [timesMs[0] as number, timesMs[timesMs.length - 1] as number],
    framesPerSecond: meanMs > 0 ? 1000 / meanMs : 0,
    jitterMs: (quantile(0.95) - quantile(0.05)) / 2,
  }
}
