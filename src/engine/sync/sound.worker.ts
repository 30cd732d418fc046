import { OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { readSoundEnvelope } from '../../io/video/sound-envelope.ts'
import type { SoundEnvelope } from '../../io/video/sound-envelope.ts'

/** The order is the video's file. */
export type SoundReply =
  | { kind: 'progress'; share: number }
  | { kind: 'envelope'; envelope: SoundEnvelope }
  | { kind: 'fault'; problem: Problem }

/** Each message wakes the page. */
const REPORTED_SHARE = 0.01

addEventListener('message', ({ data }: MessageEvent<File>) => void read(data))

async function read(file: File): Promise<void> {
  let reportedShare = 0
  try {
    const envelope = await readSoundEnvelope(file, (share) => {
      if (share - reportedShare < REPORTED_SHARE) return
      reportedShare = share
      reply({ kind: 'progress', share })
    })
    reply({ kind: 'envelope', envelope })
  } catch (thrown) {
    reply({ kind: 'fault', problem: OverlaneError.from(thrown, 'video-unreadable').toProblem() })
  }
}

function reply(message: SoundReply): void {
  postMessage(message)
}
