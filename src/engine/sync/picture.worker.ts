import { GREY_HEIGHT_PX, GREY_WIDTH_PX } from '../../core/sync/picture/grey-size.ts'
import { PictureMeter } from '../../core/sync/picture/picture-meter.ts'
import type { PictureSignals } from '../../core/sync/picture/picture-meter.ts'

/** One picture after another, in order, and then the question for the result. */
export type PictureOrder =
  { kind: 'picture'; picture: ImageBitmap | VideoFrame; timeMs: number } | { kind: 'finish' }

export type PictureReply = { kind: 'measured' } | { kind: 'signals'; signals: PictureSignals }

const meter = new PictureMeter()
const canvas = new OffscreenCanvas(GREY_WIDTH_PX, GREY_HEIGHT_PX)
const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })

addEventListener('message', ({ data }: MessageEvent<PictureOrder>) => {
  if (data.kind === 'finish') {
    reply({ kind: 'signals', signals: meter.finish() })
    return
  }
  const { picture, timeMs } = data
  meter.add(greyOf(picture), timeMs)
  picture.close()
  reply({ kind: 'measured' })
})

function greyOf(picture: ImageBitmap | VideoFrame): Uint8Array {
  if (!context) throw new Error('this browser gave no 2D canvas')
  // The mean of all pixels: a picture that is only picked from flickers.
  context.imageSmoothingQuality = 'medium'
  context.drawImage(picture, 0, 0, GREY_WIDTH_PX, GREY_HEIGHT_PX)
  const { data } = context.getImageData(0, 0, GREY_WIDTH_PX, GREY_HEIGHT_PX)
  const grey = new Uint8Array(GREY_WIDTH_PX * GREY_HEIGHT_PX)
  for (let at = 0; at < grey.length; at++) {
    const [red, green, blue] = [data[4 * at] ?? 0, data[4 * at + 1] ?? 0, data[4 * at + 2] ?? 0]
    grey[at] = (77 * red + 150 * green + 29 * blue) >> 8
  }
  return grey
}

function reply(message: PictureReply): void {
  postMessage(message)
}
