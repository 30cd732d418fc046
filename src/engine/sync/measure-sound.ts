import { OverlaneError } from '../../core/errors.ts'
import { makeSignal } from '../../core/sync/signal.ts'
import type { Signal } from '../../core/sync/signal.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { SOUND_PART_MS } from '../../io/video/sound-envelope.ts'
import type { SoundEnvelope } from '../../io/video/sound-envelope.ts'
import { SharedWork } from './shared-work.ts'
import type { Waiting } from './shared-work.ts'
import type { SoundReply } from './sound.worker.ts'

const known = new WeakMap<RecordingFolder['frames'], Signal>()
/** The lanes of the timeline and a comparison may want it at the same time. */
const running = new WeakMap<RecordingFolder['frames'], SharedWork<Signal>>()

/**
 * Measures in a worker how loud the sound of a recording is, in decibels. The result is kept with the
 * recording.
 * @throws OverlaneError `video-unsupported` if there is no sound that can be decoded, `worker-failed`;
 * the signal's reason when it is aborted
 */
export async function measureSound(
  recording: RecordingFolder,
  options: Waiting = {},
): Promise<Signal> {
  const { frames } = recording
  const found = known.get(frames)
  if (found) return found
  options.signal?.throwIfAborted()
  const before = running.get(frames)
  const work =
    before && !before.isStopped ? before : new SharedWork((shared) => readSound(recording, shared))
  running.set(frames, work)
  try {
    return await work.wait(options)
  } finally {
    if (known.has(frames) || work.isStopped) running.delete(frames)
  }
}

async function readSound(recording: RecordingFolder, options: Required<Waiting>): Promise<Signal> {
  const { video, frames } = recording
  if (!video) throw new OverlaneError('video-unsupported', 'Images have no sound.')
  const { timesMs, levelsDb } = await readInWorker(video.file, options)
  const [first] = frames
  const shiftMs = first ? first.timestampMs - (video.timeMsAt(first.frameIndex) ?? 0) : 0
  const times = timesMs.map((timeMs) => timeMs + shiftMs)
  const sound = makeSignal(times, levelsDb, SOUND_PART_MS)
  keepSound(recording, sound)
  return sound
}

/** The sound of this recording was measured on an earlier visit. */
export function keepSound({ frames }: RecordingFolder, sound: Signal): void {
  known.set(frames, sound)
}

function readInWorker(
  file: File,
  { signal, onProgress }: Required<Waiting>,
): Promise<SoundEnvelope> {
  const worker = new Worker(new URL('./sound.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<SoundEnvelope>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    worker.onerror = ({ message }) => {
      const cause = message || 'its script could not be started'
      reject(new OverlaneError('worker-failed', `The sound was not measured: ${cause}.`))
    }
    worker.onmessage = ({ data }: MessageEvent<SoundReply>) => {
      if (data.kind === 'progress') onProgress(data.share)
      else if (data.kind === 'envelope') resolve(data.envelope)
      else reject(OverlaneError.fromProblems([data.problem]))
    }
    worker.postMessage(file)
  }).finally(() => worker.terminate())
}
