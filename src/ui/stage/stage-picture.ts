import { copyPixels, copySmaller } from '../../index.ts'

/** A frame before it is on the stage: the decoded picture of a video, or that of an image. */
export type LoadedFrame = VideoFrame | ImageBitmap

/** What the stage draws of a frame, ready to be drawn at once. */
export interface StagePicture {
  /** The size of the frame. */
  readonly widthPx: number
  readonly heightPx: number
  /** How wide and high it is drawn, for one pixel of the frame. */
  readonly scale: number
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
  /** The same frame with all its pixels; absent if it is not at hand. */
  sharpen?(): Promise<StagePicture>
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
      ...this.#pixelPicture(pixels, frame),
      widthPx: displayWidth,
      heightPx: displayHeight,
      scale: 1,
      isExact: true,
    }
  }

  /**
   * A picture of a frame that is on the stage for a moment only.
   * @param leastWidthPx it may be smaller than the frame, but not than this
   */
  async passingPicture(frame: LoadedFrame, leastWidthPx: number): Promise<StagePicture> {
    const halvings = frame instanceof ImageBitmap ? 0 : halvingsOf(frame, leastWidthPx)
    if (frame instanceof ImageBitmap || halvings === 0) return this.picture(frame)
    const { displayWidth: widthPx, displayHeight: heightPx } = frame
    const scale = 2 ** -halvings
    const pixels = this.#take(widthPx * scale, heightPx * scale)
    if (!(await copySmaller(frame, halvings, pixels))) {
      this.#free.push(pixels)
      return this.picture(frame)
    }
    return {
      ...this.#pixelPicture(pixels, frame),
      widthPx,
      heightPx,
      scale,
      isExact: false,
      sharpen: () => this.picture(frame.clone()),
    }
  }

  /** Few pictures are needed for a while. */
  rest(): void {
    this.#free.splice(1)
  }

  #pixelPicture(pixels: ImageData, frame: VideoFrame): Pick<StagePicture, 'draw' | 'release'> {
    return {
      draw: (context, xPx = 0, yPx = 0) => context.putImageData(pixels, xPx, yPx),
      release: () => {
        this.#free.push(pixels)
        return frame
      },
    }
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
    scale: 1,
    isExact: true,
    draw: (context, xPx = 0, yPx = 0) => context.drawImage(bitmap, xPx, yPx),
    release,
  }
}

function halvingsOf({ displayWidth, displayHeight }: VideoFrame, leastWidthPx: number): number {
  let halvings = 0
  const isDivisible = (): boolean =>
    displayWidth % 2 ** (halvings + 2) === 0 && displayHeight % 2 ** (halvings + 2) === 0
  while (isDivisible() && displayWidth / 2 ** (halvings + 1) >= leastWidthPx) halvings++
  return halvings
}
