import { OverlaneError } from '../../core/errors.ts'
import type { PictureSignals } from '../../core/sync/picture/picture-meter.ts'
import type { Signal } from '../../core/sync/signal.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { keepPicture, measurePicture } from './measure-picture.ts'
import { keepSound, measureSound } from './measure-sound.ts'
import type { Waiting } from './shared-work.ts'

/** What a recording itself tells of its motion, on the clock of its frames. */
export interface RecordingSignals {
  picture: PictureSignals
  /** How loud it is, in decibels; null without a sound that can be decoded. */
  sound: Signal | null
}

/** Of the time that all of it takes. */
const SOUND_SHARE = 0.1

/**
 * Measures in workers how the picture of a recording moves and how loud its sound is. What was measured
 * before, here or for {@link findSync}, is not measured again.
 * @throws OverlaneError `no-frames`, `worker-failed`; the signal's reason when it is aborted
 */
export async function measureSignals(
  recording: RecordingFolder,
  { signal, onProgress }: Waiting = {},
): Promise<RecordingSignals> {
  const abort = signal ? { signal } : {}
  const sound = await soundOf(recording, {
    ...abort,
    onProgress: (share) => onProgress?.(share * SOUND_SHARE),
  })
  const picture = await measurePicture(recording, {
    ...abort,
    onProgress: (doneCount, totalCount) =>
      onProgress?.(SOUND_SHARE + ((1 - SOUND_SHARE) * doneCount) / totalCount),
  })
  return { picture, sound }
}

/** These are the signals of this recording, from an earlier visit. They are not measured again. */
export function keepSignals(
  recording: RecordingFolder,
  { picture, sound }: RecordingSignals,
): void {
  keepPicture(recording, picture)
  if (sound) keepSound(recording, sound)
}

async function soundOf(recording: RecordingFolder, options: Waiting): Promise<Signal | null> {
  if (!recording.video) return null
  try {
    return await measureSound(recording, options)
  } catch (thrown) {
    if (thrown instanceof OverlaneError && thrown.code === 'video-unsupported') return null
    if (thrown instanceof OverlaneError && thrown.code === 'video-unreadable') return null
    throw thrown
  }
}
