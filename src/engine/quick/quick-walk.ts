import { OverlaneError } from '../../core/errors.ts'
import { mayConvert } from '../frames/frame-bitmap.ts'
import type { VideoReader } from '../../io/video/video-reader.ts'
import { cannotShrink } from './frame-shrinker.ts'
import type { QuickOrder, QuickReply } from './quick.worker.ts'

export interface QuickWalkOptions {
  /** Indexes of frames of the video, in the order in which they are wanted. */
  frameIndexes: readonly number[]
  /** How many times the width and the height are halved. */
  halvings: number
  signal: AbortSignal
  /**
   * The walk goes on when it is resolved.
   * @param order the place of its frame in `frameIndexes`
   */
  onPicture: (order: number, picture: Blob) => Promise<void>
}

/**
 * Walks through a video in a worker, with one decoder, and makes a small JPEG of each wanted frame. Frames
 * that cannot be decoded are passed over.
 * @returns when all are made. The worker ends at once when the signal is aborted
 * @throws OverlaneError `video-unsupported` if the pictures cannot be made smaller here,
 * `video-unreadable`, `worker-failed`; the signal's reason
 */
export async function walkQuickly(
  video: Pick<VideoReader, 'file' | 'index'>,
  { frameIndexes, halvings, signal, onPicture }: QuickWalkOptions,
): Promise<void> {
  signal.throwIfAborted()
  if (!mayConvert()) throw cannotShrink()
  const worker = new Worker(new URL('./quick.worker.ts', import.meta.url), { type: 'module' })
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      worker.onerror = ({ message }) => {
        const cause = message || 'its script could not be started'
        reject(new OverlaneError('worker-failed', `No small pictures are made: ${cause}.`))
      }
      worker.onmessage = ({ data }: MessageEvent<QuickReply>) => {
        if (data.kind === 'picture') {
          const goOn: QuickOrder = { kind: 'go on' }
          onPicture(data.order, data.picture).then(() => worker.postMessage(goOn), reject)
        } else if (data.kind === 'done') resolve()
        else reject(OverlaneError.fromProblems([data.problem]))
      }
      const { file, index } = video
      const order: QuickOrder = { kind: 'walk', file, index, frameIndexes, halvings }
      worker.postMessage(order)
    })
  } finally {
    worker.terminate()
  }
}
