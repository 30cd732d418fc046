import { OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { newBytes } from '../../codec/join-bytes.ts'
import { openVideo } from '../../io/video/video-file.ts'
import type { VideoIndex } from '../../io/video/video-file.ts'
import { VideoReader } from '../../io/video/video-reader.ts'
import { FrameCodecs } from '../compose/frame-codecs.ts'
import { FrameShrinker } from './frame-shrinker.ts'

export type QuickOrder = WalkOrder | { kind: 'go on' }

interface WalkOrder {
  kind: 'walk'
  file: File
  index: VideoIndex
  frameIndexes: readonly number[]
  halvings: number
}

export type QuickReply =
  | { kind: 'picture'; order: number; picture: Blob }
  | { kind: 'done' }
  | { kind: 'fault'; problem: Problem }

/** They are on the stage for a moment, and there are thousands of them. */
const QUALITY = 0.5

/** Called when the page wants the next picture. */
let goOn: () => void = () => undefined

addEventListener('message', ({ data }: MessageEvent<QuickOrder>) => {
  if (data.kind === 'walk') void walk(data)
  else goOn()
})

async function walk({ file, index, frameIndexes, halvings }: WalkOrder): Promise<void> {
  try {
    const video = new VideoReader(await openVideo(file, index))
    const encoder = await new FrameCodecs(newBytes).jpegEncoder()
    const shrinker = new FrameShrinker(halvings)
    for (const [order, frameIndex] of frameIndexes.entries()) {
      const decoded = await video.stepTo(frameIndex).catch(() => null)
      if (!decoded) continue
      const small = await shrinker.shrink(decoded.frame)
      const bytes = encoder.encodePlanes(small, { quality: QUALITY })
      const picture = new Blob([bytes], { type: 'image/jpeg' })
      const isWanted = new Promise<void>((resolve) => (goOn = resolve))
      reply({ kind: 'picture', order, picture })
      await isWanted
    }
    reply({ kind: 'done' })
  } catch (thrown) {
    reply({ kind: 'fault', problem: OverlaneError.from(thrown, 'internal').toProblem() })
  }
}

function reply(message: QuickReply): void {
  postMessage(message)
}
