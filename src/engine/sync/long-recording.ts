import type { RecordingFolder } from '../../io/opening/recording-folder.ts'

const LONG_MS = 10 * 60_000

/** Whether a comparison with the picture measures stretches of it, instead of the whole. */
export function isLongRecording({ timing }: Pick<RecordingFolder, 'timing'>): boolean {
  return timing !== null && timing.rangeMs[1] - timing.rangeMs[0] > LONG_MS
}
