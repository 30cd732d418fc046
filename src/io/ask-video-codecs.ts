import { OverlaneError } from '../core/errors.ts'
import type { VideoKind, VideoSupport } from './video-codecs.ts'
import type { ProbeReply } from './video-codecs.worker.ts'

/**
 * Asks the browser what videos can be written with, in a thread of its own, as its answer may take
 * seconds.
 * @returns in the order of the kinds
 * @throws OverlaneError `internal` where the browser does not answer; the signal's reason
 */
export async function askVideoCodecs(
  kinds: readonly VideoKind[],
  signal?: AbortSignal,
): Promise<VideoSupport[]> {
  signal?.throwIfAborted()
  const worker = new Worker(new URL('./video-codecs.worker.ts', import.meta.url), {
    type: 'module',
  })
  try {
    return await new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as DOMException))
      worker.onerror = ({ message }) => reject(new OverlaneError('internal', message))
      worker.onmessage = ({ data }: MessageEvent<ProbeReply>) => {
        if (data.kind === 'known') resolve(data.support)
        else reject(OverlaneError.fromProblems([data.problem]))
      }
      worker.postMessage(kinds)
    })
  } finally {
    worker.terminate()
  }
}
