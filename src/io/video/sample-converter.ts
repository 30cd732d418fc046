import type { VideoSample } from 'mediabunny'
import { planePlaces } from '../../core/yuv/plane-places.ts'
import { turnPlane } from '../../core/yuv/turn-plane.ts'
import type { Turn } from '../../core/yuv/turn-plane.ts'

/** Turns decoded samples into frames. */
export class SampleConverter {
  private readonly isDetached: boolean
  /** The buffer through which frames are copied out of the decoder's memory. */
  private scratch = new Uint8Array(0)
  private turnedScratch = new Uint8Array(0)

  /** @param isDetached whether the frames must not hold memory of the decoder */
  constructor(isDetached: boolean) {
    this.isDetached = isDetached
  }

  /**
   * The sample as it is shown: with square pixels, and rotated as the file says. Closes the sample.
   */
  async toFrame(sample: VideoSample): Promise<VideoFrame> {
    try {
      const { rotation, flip, visibleRect, displayWidth, displayHeight } = sample
      const isOnItsSide = rotation === 90 || rotation === 270
      const isSquare = displayWidth === (isOnItsSide ? visibleRect.height : visibleRect.width)
      if (isSquare && !flip) {
        const frame = sample.toVideoFrame()
        if (rotation === 0) return this.isDetached ? await this.detach(frame) : frame
        const turned = await this.turn(frame, rotation)
        if (turned) return turned
      }
      const canvas = new OffscreenCanvas(displayWidth, displayHeight)
      const context = canvas.getContext('2d', { willReadFrequently: true })
      if (!context) throw new Error('this browser gave no 2D canvas')
      sample.draw(context, 0, 0, canvas.width, canvas.height)
      return new VideoFrame(canvas, { timestamp: sample.microsecondTimestamp })
    } finally {
      sample.close()
    }
  }

  /**
   * Rotates a picture plane by plane, so that its colours do not change. Null if its planes are not
   * those of I420 or NV12. @param frame is closed by this method
   */
  private async turn(frame: VideoFrame, turnDeg: Turn): Promise<VideoFrame | null> {
    try {
      const { format, visibleRect, colorSpace, timestamp } = frame
      if ((format !== 'I420' && format !== 'NV12') || !visibleRect) return null
      const { width, height } = visibleRect
      // With an odd size, the last chroma sample covers only one column or row, and rotation would
      // move it.
      if (width % 2 === 1 || height % 2 === 1) return null
      const byteCount = frame.allocationSize()
      if (this.scratch.length !== byteCount) this.scratch = new Uint8Array(byteCount)
      if (this.turnedScratch.length !== byteCount) this.turnedScratch = new Uint8Array(byteCount)
      const { scratch, turnedScratch } = this
      const places = planePlaces(await frame.copyTo(scratch))
      if (!places) return null
      const half = { width: width / 2, height: height / 2 }
      const [lumaCount, chromaCount] = [width * height, half.width * half.height]
      turnPlane(scratch, places.luma, { width, height }, turnDeg, turnedScratch, 0)
      turnPlane(scratch, places.blue, half, turnDeg, turnedScratch, lumaCount)
      turnPlane(scratch, places.red, half, turnDeg, turnedScratch, lumaCount + chromaCount)
      return new VideoFrame(turnedScratch, {
        format: 'I420',
        codedWidth: turnDeg === 180 ? width : height,
        codedHeight: turnDeg === 180 ? height : width,
        colorSpace: colorSpace.toJSON(),
        timestamp,
      })
    } finally {
      frame.close()
    }
  }

  /**
   * Copies the picture into its own memory. A decoder has memory for only a few pictures, and stops
   * while all of them are in use.
   */
  private async detach(frame: VideoFrame): Promise<VideoFrame> {
    try {
      const { format, visibleRect, displayWidth, displayHeight, colorSpace, timestamp } = frame
      if (format === null || visibleRect === null) {
        // The picture is in the memory of the graphics card, in the card's own format.
        const bitmap = await createImageBitmap(frame)
        const copy = new VideoFrame(bitmap, { timestamp })
        bitmap.close()
        return copy
      }
      // The memory is reused, because the first access to new memory takes five times as long as
      // the copy.
      const byteCount = frame.allocationSize()
      if (this.scratch.length !== byteCount) this.scratch = new Uint8Array(byteCount)
      const layout = await frame.copyTo(this.scratch)
      return new VideoFrame(this.scratch, {
        format,
        layout,
        codedWidth: visibleRect.width,
        codedHeight: visibleRect.height,
        displayWidth,
        displayHeight,
        colorSpace,
        timestamp,
      })
    } finally {
      frame.close()
    }
  }
}
