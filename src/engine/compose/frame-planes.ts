import { isYuvMatrix, usualMatrix } from '../../core/yuv/blend-yuv.ts'
import type { YuvPicture } from '../../core/yuv/blend-yuv.ts'
import { planePlaces } from '../../core/yuv/plane-places.ts'

/** Copies the planes of video frames into memory that is used again for the next frame. */
export class FramePlanes {
  private buffer = new Uint8Array(0)

  /**
   * @param frame in I420 or NV12
   * @returns null if it has other planes. The bytes are valid until the next call
   */
  async copy(frame: VideoFrame): Promise<YuvPicture | null> {
    const { visibleRect, colorSpace } = frame
    if (!visibleRect) return null
    const { width: widthPx, height: heightPx } = visibleRect
    const bytes = this.take(frame.allocationSize())
    const places = planePlaces(await frame.copyTo(bytes))
    const matrix = isYuvMatrix(colorSpace.matrix) ? colorSpace.matrix : usualMatrix(heightPx)
    const isFullRange = colorSpace.fullRange === true
    return places && { widthPx, heightPx, matrix, isFullRange, bytes, ...places }
  }

  /** Memory is slow when it is first used, so a buffer of the right length is kept. */
  take(byteCount: number): Uint8Array<ArrayBuffer> {
    if (this.buffer.length !== byteCount) this.buffer = new Uint8Array(byteCount)
    return this.buffer
  }
}
