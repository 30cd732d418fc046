import { OverlaneError } from '../../core/errors.ts'
import type { FrameEntry } from '../../core/recording/recording.ts'
import type { PictureSignals } from '../../core/sync/picture/picture-meter.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { VideoReader } from '../../io/video/video-reader.ts'
import { loadFrame } from '../frames/render-frame.ts'
import type { PictureOrder, PictureReply } from './picture.worker.ts'

export interface MeasureOptions {
  signal?: AbortSignal
  /** Called for every frame that was measured. */
  onProgress?: (doneCount: number, totalCount: number) => void
}

/** Pictures that wait for the worker at a time. */
const MOST_WAITING = 4

const known = new WeakMap<RecordingFolder['frames'], PictureSignals>()

/**
 * Measures in a worker how the picture of a recording moves. The result is kept with the recording.
 * Frames that cannot be read are passed over.
 * @throws OverlaneError `no-frames`, `worker-failed`; the signal's reason when it is aborted
 */
export async function measurePicture(
  recording: RecordingFolder,
  { signal, onProgress }: MeasureOptions = {},
): Promise<PictureSignals> {
  const found = known.get(recording.frames)
  if (found) return found
  signal?.throwIfAborted()
  if (!(recording.framesDirectory ?? recording.video)) {
    throw new OverlaneError('no-frames', 'The recording has no frames to compare a log with.')
  }
  // The preview reads the same video, at another place.
  const video = recording.video?.fork() ?? null
  const meter = new WorkerMeter()
  try {
    const { frames } = recording
    let lastMs = -Infinity
    for (const [index, frame] of frames.entries()) {
      signal?.throwIfAborted()
      if (frame.fileName !== null && frame.timestampMs > lastMs) {
        const picture = await pictureOf(recording, video, frame).catch(() => null)
        if (picture) {
          await meter.add(picture, frame.timestampMs)
          lastMs = frame.timestampMs
        }
      }
      onProgress?.(index + 1, frames.length)
    }
    const signals = await meter.finish()
    signal?.throwIfAborted()
    keepPicture(recording, signals)
    return signals
  } finally {
    meter.end()
    await video?.close()
  }
}

/** The picture of this recording was measured on an earlier visit. */
export function keepPicture({ frames }: RecordingFolder, signals: PictureSignals): void {
  known.set(frames, signals)
}

async function pictureOf(
  recording: RecordingFolder,
  video: VideoReader | null,
  frame: FrameEntry,
): Promise<ImageBitmap | VideoFrame> {
  return video ? (await video.frameAt(frame.frameIndex)).frame : loadFrame(recording, frame)
}

/** The worker, with only a few pictures on their way to it. */
class WorkerMeter {
  private readonly worker = new Worker(new URL('./picture.worker.ts', import.meta.url), {
    type: 'module',
  })
  private waitingCount = 0
  private fault: OverlaneError | null = null
  private signals: PictureSignals | null = null
  private wake: () => void = () => undefined

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<PictureReply>) => {
      if (data.kind === 'measured') this.waitingCount--
      else this.signals = data.signals
      this.wake()
    }
    this.worker.onerror = ({ message }) => {
      const cause = message || 'its script could not be started'
      this.fault = new OverlaneError('worker-failed', `The picture was not measured: ${cause}.`)
      this.wake()
    }
  }

  async add(picture: ImageBitmap | VideoFrame, timeMs: number): Promise<void> {
    this.waitingCount++
    this.tell({ kind: 'picture', picture, timeMs }, [picture])
    await this.until(() => this.waitingCount < MOST_WAITING)
  }

  async finish(): Promise<PictureSignals> {
    this.tell({ kind: 'finish' }, [])
    await this.until(() => this.signals !== null)
    return this.signals as PictureSignals
  }

  end(): void {
    this.worker.terminate()
  }

  private tell(order: PictureOrder, transferred: Transferable[]): void {
    this.worker.postMessage(order, transferred)
  }

  private async until(isReached: () => boolean): Promise<void> {
    while (!isReached()) {
      if (this.fault) throw this.fault
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
    if (this.fault) throw this.fault
  }
}
