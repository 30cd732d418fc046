import { copyPixels } from '../../index.ts'

/** A frame before it is on the stage: the decoded picture of a video, or that of an image. */
export type LoadedFrame = VideoFrame | ImageBitmap

/** What the stage draws of a frame, ready to be drawn at once. */
export interface StagePicture {
  readonly widthPx: number
  readonly heightPx: number
  /** Whether it has all pixels of the frame. */
  readonly isExact: boolean
  /** @param xPx, yPx where its upper left corner is on the canvas, whatever the transform. Default 0 */
  draw(
    context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
    xPx?: number,
    yPx?: number,
  ): void
  /** It is drawn no more. @returns the frame that it was made of; the caller closes it */
  release(): LoadedFrame
}

/**
 * Makes pictures for the stage. Their memory is used again: the first access to new memory takes longer
 * than all the rest of a frame of a video.
 */
export class StagePainter {
  #free: ImageData[] = []

  /** @param frame belongs to the picture until that is released */
  async picture(frame: LoadedFrame): Promise<StagePicture> {
    if (frame instanceof ImageBitmap) return bitmapPicture(frame, () => frame)
    const { displayWidth, displayHeight } = frame
    const pixels = this.#take(displayWidth, displayHeight)
    if (!(await copyPixels(frame, pixels))) {
      this.#free.push(pixels)
      const bitmap = await createImageBitmap(frame)
      return bitmapPicture(bitmap, () => {
        bitmap.close()
        return frame
      })
    }
    return {
      widthPx: displayWidth,
      heightPx: displayHeight,
      isExact: true,
      draw: (context, xPx = 0, yPx = 0) => context.putImageData(pixels, xPx, yPx),
      release: () => {
        this.#free.push(pixels)
        return frame
      },
    }
  }

  /** Few pictures are needed for a while. */
  rest(): void {
    this.#free.splice(1)
  }

  #take(widthPx: number, heightPx: number): ImageData {
    for (let pixels = this.#free.pop(); pixels; pixels = this.#free.pop()) {
      if (pixels.width === widthPx && pixels.height === heightPx) return pixels
    }
    return new ImageData(widthPx, heightPx)
  }
}

function bitmapPicture(bitmap: ImageBitmap, release: () => LoadedFrame): StagePicture {
  return {
    widthPx: bitmap.width,
    heightPx: bitmap.height,
    isExact: true,
    draw: (context, xPx = 0, yPx = 0) => context.drawImage(bitmap, xPx, yPx),
    release,
  }
}
