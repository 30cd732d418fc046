import { OverlaneError } from '../../core/errors.ts'

/** How loud the sound of a video is over time. */
export interface SoundEnvelope {
  /** The middle of each part, on the video's own clock. */
  timesMs: Float64Array
  /** Root mean square of each part, in decibels. */
  levelsDb: Float64Array
}

/** How long each part of an envelope is. */
export const SOUND_PART_MS = 20
const SILENCE_DB = -80

/**
 * Reads the envelope of a video's sound.
 * @param onProgress is told a share from 0 to 1
 * @throws OverlaneError `video-unsupported` if it has no sound, or this browser cannot decode it
 */
export async function readSoundEnvelope(
  file: File,
  onProgress?: (share: number) => void,
): Promise<SoundEnvelope> {
  const { ALL_FORMATS, AudioSampleSink, BlobSource, Input } = await import('mediabunny')
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) })
  try {
    const track = await input.getPrimaryAudioTrack()
    if (!track) throw unsupported('The video has no sound.')
    if (!(await track.canDecode())) throw unsupported('This browser cannot decode the sound.')
    const durationS = await track.computeDuration()
    const [timesMs, levelsDb]: [number[], number[]] = [[], []]
    for await (const sample of new AudioSampleSink(track).samples()) {
      const { timestamp, numberOfFrames, sampleRate } = sample
      const values = new Float32Array(numberOfFrames)
      sample.copyTo(values, { planeIndex: 0, format: 'f32-planar' })
      sample.close()
      const length = Math.max(1, Math.round((SOUND_PART_MS / 1000) * sampleRate))
      for (let from = 0; from < values.length; from += length) {
        const part = values.subarray(from, from + length)
        const power = part.reduce((sum, value) => sum + value * value, 0) / part.length
        timesMs.push((timestamp + (from + part.length / 2) / sampleRate) * 1000)
        levelsDb.push(Math.max(SILENCE_DB, 10 * Math.log10(power + 1e-12)))
      }
      onProgress?.(Math.min(1, timestamp / durationS))
    }
    return { timesMs: Float64Array.from(timesMs), levelsDb: Float64Array.from(levelsDb) }
  } finally {
    input.dispose()
  }
}

function unsupported(fault: string): OverlaneError {
  return new OverlaneError('video-unsupported', fault)
}
