import { OverlaneError } from '../../core/errors.ts'
import type { FrameEntry } from '../../core/recording/recording.ts'
import type { PictureSignals } from '../../core/sync/picture/picture-meter.ts'
import type { FrameRun } from '../../core/sync/picture/stretches.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { VideoReader } from '../../io/video/video-reader.ts'
import { loadFrame } from '../frames/render-frame.ts'
import { WorkerMeter } from './worker-meter.ts'

export interface MeasureOptions {
  signal?: AbortSignal
  /** Called for every frame that was measured. */
  onProgress?: (doneCount: number, totalCount: number) => void
}

const known = new WeakMap<RecordingFolder['frames'], PictureSignals>()

/**
 * Measures in a worker how the picture of a recording moves. The result is kept with the recording.
 * Frames that cannot be read are passed over.
 * @throws OverlaneError `no-frames`, `worker-failed`; the signal's reason when it is aborted
 */
export async function measurePicture(
  recording: RecordingFolder,
  options: MeasureOptions = {},
): Promise<PictureSignals> {
  const found = knownPicture(recording)
  if (found) return found
  const signals = await measureRuns(recording, [{ from: 0, to: recording.frames.length }], options)
  keepPicture(recording, signals)
  return signals
}

/** What was measured of the whole picture before. */
export function knownPicture({ frames }: RecordingFolder): PictureSignals | undefined {
  return known.get(frames)
}

/** The picture of this recording was measured on an earlier visit. */
export function keepPicture({ frames }: RecordingFolder, signals: PictureSignals): void {
  known.set(frames, signals)
}

/**
 * As {@link measurePicture}, only in these runs of frames, in order. Nothing is kept.
 * @throws as {@link measurePicture}
 */
export async function measureRuns(
  recording: RecordingFolder,
  runs: readonly FrameRun[],
  { signal, onProgress }: MeasureOptions,
): Promise<PictureSignals> {
  signal?.throwIfAborted()
  if (!(recording.framesDirectory ?? recording.video)) {
    throw new OverlaneError('no-frames', 'The recording has no frames to compare a log with.')
  }
  // The preview reads the same video, at another place.
  const video = recording.video?.fork() ?? null
  const meter = new WorkerMeter()
  const totalCount = runs.reduce((sum, { from, to }) => sum + to - from, 0)
  let doneCount = 0
  try {
    let lastMs = -Infinity
    for (const { from, to } of runs) {
      meter.jump()
      for (const frame of recording.frames.slice(from, to)) {
        signal?.throwIfAborted()
        if (frame.fileName !== null && frame.timestampMs > lastMs) {
          const picture = await pictureOf(recording, video, frame).catch(() => null)
          if (picture) {
            await meter.add(picture, frame.timestampMs)
            lastMs = frame.timestampMs
          }
        }
        onProgress?.(++doneCount, totalCount)
      }
    }
    const signals = await meter.finish()
    signal?.throwIfAborted()
    return signals
  } finally {
    meter.end()
    await video?.close()
  }
}

async function pictureOf(
  recording: RecordingFolder,
  video: VideoReader | null,
  frame: FrameEntry,
): Promise<ImageBitmap | VideoFrame> {
  return video ? (await video.frameAt(frame.frameIndex)).frame : loadFrame(recording, frame)
}
