import { GREY_HEIGHT_PX, GREY_WIDTH_PX } from '../../core/sync/picture/grey-size.ts'
import { PictureMeter } from '../../core/sync/picture/picture-meter.ts'
import type { PictureSignals } from '../../core/sync/picture/picture-meter.ts'
import { greyOf } from './grey-of.ts'

/** One picture after another, in order, with jumps between runs of them; then the question for the result. */
export type PictureOrder =
  | { kind: 'picture'; picture: ImageBitmap | VideoFrame; timeMs: number }
  | { kind: 'jump' }
  | { kind: 'finish' }

export type PictureReply = { kind: 'measured' } | { kind: 'signals'; signals: PictureSignals }

const meter = new PictureMeter()
const canvas = new OffscreenCanvas(GREY_WIDTH_PX, GREY_HEIGHT_PX)
const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })

addEventListener('message', ({ data }: MessageEvent<PictureOrder>) => {
  if (data.kind === 'jump') {
    meter.jump()
    return
  }
  if (data.kind === 'finish') {
    reply({ kind: 'signals', signals: meter.finish() })
    return
  }
  const { picture, timeMs } = data
  if (!context) throw new Error('this browser gave no 2D canvas')
  meter.add(greyOf(picture, context), timeMs)
  picture.close()
  reply({ kind: 'measured' })
})

function reply(message: PictureReply): void {
  postMessage(message)
}
