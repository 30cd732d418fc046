import { OverlaneError } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import { probeVideoCodecs } from './video-codecs.ts'
import type { VideoKind, VideoSupport } from './video-codecs.ts'

export type ProbeReply =
  { kind: 'known'; support: VideoSupport[] } | { kind: 'failed'; problem: Problem }

addEventListener('message', ({ data }: MessageEvent<readonly VideoKind[]>) => {
  probe(data).then(
    (support) => reply({ kind: 'known', support }),
    (thrown: unknown) =>
      reply({ kind: 'failed', problem: OverlaneError.from(thrown, 'internal').toProblem() }),
  )
})

async function probe(kinds: readonly VideoKind[]): Promise<VideoSupport[]> {
  const support: VideoSupport[] = []
  for (const kind of kinds) support.push(await probeVideoCodecs(kind))
  return support
}

function reply(message: ProbeReply): void {
  postMessage(message)
}
