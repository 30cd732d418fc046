import type { FrameSize } from '../frames/frame-size.ts'

/** A canvas that is kept on the CPU, as its pixels are read, and used again for each frame. */
export class CpuCanvas {
  readonly canvas = new OffscreenCanvas(1, 1)
  readonly context: OffscreenCanvasRenderingContext2D

  /** @param isTransparent opaque canvases have smaller rows to encode */
  constructor(isTransparent: boolean) {
    const context = this.canvas.getContext('2d', {
      alpha: isTransparent,
      willReadFrequently: true,
    })
    if (!context) throw new Error('This browser gave no 2D canvas.')
    this.context = context
  }

  /** What was drawn on it stays where the size is the same. */
  resize({ widthPx, heightPx }: FrameSize): void {
    const { canvas } = this
    if (canvas.width === widthPx && canvas.height === heightPx) return
    canvas.width = widthPx
    canvas.height = heightPx
  }
}
