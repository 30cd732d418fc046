import { DrawCache } from '../../core/draw/draw-cache.ts'
import type { FrameSize } from '../frames/frame-size.ts'

/** A canvas in CPU memory, because its pixels are read. It is used again for each frame. */
export class CpuCanvas {
  readonly canvas = new OffscreenCanvas(1, 1)
  readonly context: OffscreenCanvasRenderingContext2D
  /** Of what is drawn on it. */
  readonly cache = new DrawCache()

  /** @param isTransparent false: without alpha, so that encoders get fewer bytes a row */
  constructor(isTransparent: boolean) {
    const context = this.canvas.getContext('2d', {
      alpha: isTransparent,
      willReadFrequently: true,
    })
    if (!context)
      throw new Error('This browser gave no 2D canvas. Close other tabs, and try again.')
    this.context = context
  }

  /** Sets the size. If it changes, the canvas is cleared; else it keeps its pixels. */
  resize({ widthPx, heightPx }: FrameSize): void {
    const { canvas } = this
    if (canvas.width === widthPx && canvas.height === heightPx) return
    canvas.width = widthPx
    canvas.height = heightPx
  }
}
