import type { PictureSignals } from '../../core/sync/picture/picture-meter.ts'
import { placesForStretches, richestStretches } from '../../core/sync/picture/stretches.ts'
import type { FrameRun } from '../../core/sync/picture/stretches.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { isLongRecording } from './long-recording.ts'
import { knownPicture, measurePicture, measureRuns } from './measure-picture.ts'
import type { MeasureOptions } from './measure-picture.ts'

const known = new WeakMap<RecordingFolder['frames'], PictureSignals>()

/**
 * As {@link measurePicture}. Of a long recording, a few frames of many places tell first where much
 * moves, and only the richest stretches are measured. They are kept with the recording.
 * @throws as {@link measurePicture}
 */
export async function measureForSync(
  recording: RecordingFolder,
  options: MeasureOptions = {},
): Promise<PictureSignals> {
  const found = knownPicture(recording) ?? known.get(recording.frames)
  if (found) return found
  const signals = isLongRecording(recording) ? await measureStretches(recording, options) : null
  if (!signals) return measurePicture(recording, options)
  known.set(recording.frames, signals)
  return signals
}

/** Null if the whole is as quick to measure. */
async function measureStretches(
  recording: RecordingFolder,
  { onProgress, ...options }: MeasureOptions,
): Promise<PictureSignals | null> {
  const { frames, video } = recording
  const timesMs = Float64Array.from(frames, ({ timestampMs }) => timestampMs)
  if (timesMs.some((timeMs, index) => timeMs < (timesMs[index - 1] ?? -Infinity))) return null
  const isStart = (position: number): boolean =>
    !video || video.isKeyAt(frames[position]?.frameIndex ?? 0)
  const parts = placesForStretches({ timesMs, isStart })
  if (!parts) return null
  const probes = parts.flat().flatMap((place) => place.probes)
  const probeCount = frameCount(probes)
  // How many frames the stretches have is known when they are chosen; about as many as these.
  const expectedCount = frameCount(parts.flatMap(([place]) => place?.run ?? []))
  const probed = await measureRuns(recording, probes, {
    ...options,
    onProgress: (doneCount) => onProgress?.(doneCount, probeCount + expectedCount),
  })
  return measureRuns(recording, richestStretches(parts, timesMs, probed), {
    ...options,
    onProgress: (doneCount, totalCount) =>
      onProgress?.(probeCount + doneCount, probeCount + totalCount),
  })
}

function frameCount(runs: readonly FrameRun[]): number {
  return runs.reduce((sum, { from, to }) => sum + to - from, 0)
}
