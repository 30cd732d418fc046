import type { VideoCodec } from 'mediabunny'
import { OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { chooseVideoCodec, probeVideoCodecs } from './video-codecs.ts'
import type { VideoKind, VideoSupport, WantedVideo } from './video-codecs.ts'

export type CodecQuestion =
  { kind: 'support'; videos: readonly VideoKind[] } | { kind: 'choice'; video: WantedVideo }

export interface CodecAnswers {
  /** In the order of the videos. */
  support: VideoSupport[]
  choice: VideoCodec
}

export type CodecReply<Answer> =
  { kind: 'known'; answer: Answer } | { kind: 'failed'; problem: Problem }

addEventListener('message', ({ data }: MessageEvent<CodecQuestion>) => {
  find(data).then(
    (answer) => reply({ kind: 'known', answer }),
    (thrown: unknown) =>
      reply({ kind: 'failed', problem: OverlaneError.from(thrown, 'internal').toProblem() }),
  )
})

async function find(question: CodecQuestion): Promise<CodecAnswers[keyof CodecAnswers]> {
  if (question.kind === 'choice') return chooseVideoCodec(question.video)
  const support: VideoSupport[] = []
  for (const video of question.videos) support.push(await probeVideoCodecs(video))
  return support
}

function reply(message: CodecReply<CodecAnswers[keyof CodecAnswers]>): void {
  postMessage(message)
}
