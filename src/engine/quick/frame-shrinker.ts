import { OverlaneError } from '../../core/errors.ts'
import type { YuvPicture } from '../../core/yuv/blend-yuv.ts'
import { halvePlane } from '../../core/yuv/halve-plane.ts'
import { FramePlanes } from '../compose/frame-planes.ts'
import { hasPlainColours } from '../frames/frame-bitmap.ts'

/**
 * Makes small pictures of the frames of a video. Their planes are made smaller, and never converted to
 * other colours, which takes a quarter of the time of a canvas.
 */
export class FrameShrinker {
  private readonly halvings: number
  private readonly planes = new FramePlanes()
  /** Used again for the next frame, one for each size. */
  private readonly small: FramePlanes[] = []

  /** @param halvings how many times the width and the height are halved */
  constructor(halvings: number) {
    this.halvings = halvings
  }

  /**
   * @param frame is closed by this method
   * @returns planes that lie apart, and are valid until the next call
   * @throws OverlaneError `video-unsupported` if the frame has other planes than I420 or NV12, or other
   * colours than those of a screen
   */
  async shrink(frame: VideoFrame): Promise<YuvPicture> {
    try {
      let picture = hasPlainColours(frame) ? await this.planes.copy(frame) : null
      if (!picture) throw cannotShrink()
      for (let level = 0; level < this.halvings; level++) picture = this.halve(picture, level)
      return picture.blue.step === 1 ? picture : this.apart(picture)
    } finally {
      frame.close()
    }
  }

  private halve({ bytes, luma, blue, red, ...kind }: YuvPicture, level: number): YuvPicture {
    const chroma = { width: kind.widthPx >> 2, height: kind.heightPx >> 2 }
    const size = { width: 2 * chroma.width, height: 2 * chroma.height }
    const small = this.emptyPlanes({ ...kind, widthPx: size.width, heightPx: size.height }, level)
    halvePlane(bytes, luma, size, small.bytes, small.luma.offset)
    halvePlane(bytes, blue, chroma, small.bytes, small.blue.offset)
    halvePlane(bytes, red, chroma, small.bytes, small.red.offset)
    return small
  }

  /** With blue and red in planes of their own. */
  private apart(picture: YuvPicture): YuvPicture {
    const { bytes, widthPx, heightPx } = picture
    const copied = this.emptyPlanes(picture, this.halvings)
    const copy = (plane: 'luma' | 'blue' | 'red', width: number, height: number): void => {
      const [from, to] = [picture[plane], copied[plane]]
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          copied.bytes[to.offset + row * to.stride + column] = bytes[
            from.offset + row * from.stride + column * from.step
          ] as number
        }
      }
    }
    copy('luma', widthPx, heightPx)
    copy('blue', Math.ceil(widthPx / 2), Math.ceil(heightPx / 2))
    copy('red', Math.ceil(widthPx / 2), Math.ceil(heightPx / 2))
    return copied
  }

  private emptyPlanes(
    { widthPx, heightPx, matrix, isFullRange }: Omit<YuvPicture, 'bytes' | 'luma' | 'blue' | 'red'>,
    level: number,
  ): YuvPicture {
    const chromaWidth = Math.ceil(widthPx / 2)
    const blueAt = widthPx * heightPx
    const redAt = blueAt + chromaWidth * Math.ceil(heightPx / 2)
    const bytes = (this.small[level] ??= new FramePlanes()).take(2 * redAt - blueAt)
    return {
      bytes,
      widthPx,
      heightPx,
      matrix,
      isFullRange,
      luma: { offset: 0, stride: widthPx, step: 1 },
      blue: { offset: blueAt, stride: chromaWidth, step: 1 },
      red: { offset: redAt, stride: chromaWidth, step: 1 },
    }
  }
}

/** Why nothing is made smaller. */
export function cannotShrink(): OverlaneError {
  const why =
    'This browser does not give out the pictures of this video so that they can be smaller.'
  return new OverlaneError('video-unsupported', why)
}
