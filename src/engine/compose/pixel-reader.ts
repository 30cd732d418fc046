import type { Rect } from '../../core/draw/geometry.ts'
import { mayConvert } from '../frames/frame-bitmap.ts'
import { makeStraight } from './straight-pixels.ts'

type Context = OffscreenCanvasRenderingContext2D

/** The pixels of rectangles: straight RGBA as from `getImageData`, row by row, in the same order. */
type Pixels = Uint8ClampedArray<ArrayBuffer>[]

/**
 * Reads pixels of a canvas in CPU memory. `getImageData` takes new memory each time, which the system
 * has to clear: ten times as long as a copy into memory that is kept.
 */
export class PixelReader {
  private kept = new Uint8ClampedArray(0)

  /**
   * @param rects inside the canvas, at whole pixels
   * @returns valid until the next call; nothing may be drawn until they are there
   */
  async read(context: Context, rects: readonly Rect[]): Promise<Pixels> {
    if (rects.length === 0) return []
    if (!(await mayCopy())) return readEach(context, rects)
    const byteCount = rects.reduce((sum, rect) => sum + byteCountOf(rect), 0)
    if (this.kept.length < byteCount) this.kept = new Uint8ClampedArray(byteCount)
    return copyEach(context, rects, this.kept)
  }
}

async function copyEach(
  { canvas }: Context,
  rects: readonly Rect[],
  into: Uint8ClampedArray<ArrayBuffer>,
): Promise<Pixels> {
  const frame = new VideoFrame(canvas, { timestamp: 0 })
  try {
    let end = 0
    const copies = rects.map(async (rect) => {
      const pixels = into.subarray(end, (end += byteCountOf(rect)))
      await frame.copyTo(pixels, { rect })
      return pixels
    })
    const pixels = await Promise.all(copies)
    makeStraight(new Int32Array(into.buffer, 0, end / 4), isBlueFirst(frame))
    return pixels
  } finally {
    frame.close()
  }
}

function readEach(context: Context, rects: readonly Rect[]): Pixels {
  return rects.map(({ x, y, width, height }) => context.getImageData(x, y, width, height).data)
}

function byteCountOf({ width, height }: Rect): number {
  return 4 * width * height
}

function isBlueFirst({ format }: VideoFrame): boolean {
  return format === 'BGRA' || format === 'BGRX'
}

let canCopy: Promise<boolean> | null = null

/** Whether a frame of a canvas has its pixels in the form that {@link makeStraight} knows. */
function mayCopy(): Promise<boolean> {
  return (canCopy ??= tryCopy().catch(() => false))
}

async function tryCopy(): Promise<boolean> {
  if (!mayConvert()) return false
  const context = new OffscreenCanvas(2, 1).getContext('2d', { willReadFrequently: true })
  if (!context) return false
  context.fillStyle = 'rgb(200 100 50 / 0.4)'
  context.fillRect(0, 0, 1, 1)
  const rects = [{ x: 0, y: 0, width: 2, height: 1 }]
  const [copied] = await copyEach(context, rects, new Uint8ClampedArray(8))
  const [read] = readEach(context, rects)
  return String(copied) === String(read)
}
