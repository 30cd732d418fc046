import type { VideoCodec } from 'mediabunny'
import { OverlaneError } from '../../core/errors.ts'
import { chooseVideoCodecAtOnce } from './video-codecs.ts'
import type { VideoKind, VideoSupport, WantedVideo } from './video-codecs.ts'
import type { CodecAnswers, CodecQuestion, CodecReply } from './video-codecs.worker.ts'

/**
 * Asks the browser which codecs it can write videos with. This runs in its own thread, because the
 * answer may take seconds.
 * @returns the answers, in the order of the videos
 * @throws OverlaneError `internal` if the browser does not answer; the signal's reason
 */
export async function askVideoCodecs(
  videos: readonly VideoKind[],
  signal?: AbortSignal,
): Promise<VideoSupport[]> {
  return ask({ kind: 'support', videos }, signal)
}

/**
 * Asks the browser which codec a video must be written with. If the answer may take longer than the
 * start of a thread, this runs in its own thread.
 * @throws OverlaneError `output-invalid` if no such video can be written, with what is possible;
 * `internal` if the browser does not answer
 */
export async function askVideoCodec(video: WantedVideo): Promise<VideoCodec> {
  return (await chooseVideoCodecAtOnce(video)) ?? ask({ kind: 'choice', video })
}

async function ask<Kind extends keyof CodecAnswers>(
  question: CodecQuestion & { kind: Kind },
  signal?: AbortSignal,
): Promise<CodecAnswers[Kind]> {
  signal?.throwIfAborted()
  const worker = new Worker(new URL('./video-codecs.worker.ts', import.meta.url), {
    type: 'module',
  })
  try {
    return await new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as DOMException))
      worker.onerror = ({ message }) => reject(new OverlaneError('internal', message))
      worker.onmessage = ({ data }: MessageEvent<CodecReply<CodecAnswers[Kind]>>) => {
        if (data.kind === 'known') resolve(data.answer)
        else reject(OverlaneError.fromProblems([data.problem]))
      }
      worker.postMessage(question)
    })
  } finally {
    worker.terminate()
  }
}
