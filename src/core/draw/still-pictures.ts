import type { Rect } from './geometry.ts'
import type { Context2D } from './context-2d.ts'

/** What looks the same on every frame, at whole pixels of the frame. */
interface StillPicture {
  bitmap: object
  rect: Rect
}

/** A context that its pictures are taken from: core has no DOM types. */
interface StillContext extends Context2D {
  translate(x: number, y: number): void
}

interface Canvas {
  getContext(kind: '2d', settings: { willReadFrequently: boolean }): StillContext | null
  transferToImageBitmap(): object
}

/** Of all pictures together, 4 bytes each: more than a full layout has on a frame of 4K. */
const MOST_PIXELS = 2 ** 22

/** By what they show; those that were used last are at the end. */
const pictures = new Map<string, StillPicture>()
let pixelCount = 0

/**
 * A picture that is drawn when it is asked for the first time, by any frame with the same pixels.
 * @param key all that the drawing depends on, its place as well
 * @param draw is called twice: to find out what is drawn on, which it returns, in pixels of the frame;
 * and to draw
 * @returns null where it cannot be kept: it is too large, or there are no canvases
 */
export function stillPicture(
  key: string,
  draw: (context: Context2D) => Rect,
): StillPicture | null {
  const known = pictures.get(key)
  if (known) {
    pictures.delete(key)
    pictures.set(key, known)
    return known
  }
  const nowhere = canvasOf({ x: 0, y: 0, width: 1, height: 1 })
  if (!nowhere) return null
  const bounds = draw(nowhere.context)
  const [x, y] = [Math.floor(bounds.x), Math.floor(bounds.y)]
  const width = Math.ceil(bounds.x + bounds.width) - x
  const height = Math.ceil(bounds.y + bounds.height) - y
  const rect = { x, y, width, height }
  if (!(width > 0 && height > 0 && width * height <= MOST_PIXELS)) return null
  const own = canvasOf(rect)
  if (!own) return null
  draw(own.context)
  const picture = { bitmap: own.canvas.transferToImageBitmap(), rect }
  keep(key, picture)
  return picture
}

/** A canvas that holds a part of the frame. */
function canvasOf({ x, y, width, height }: Rect): { canvas: Canvas; context: Context2D } | null {
  const { OffscreenCanvas } = globalThis as {
    OffscreenCanvas?: new (width: number, height: number) => Canvas
  }
  const canvas = OffscreenCanvas && new OffscreenCanvas(width, height)
  const context = canvas?.getContext('2d', { willReadFrequently: true })
  if (!canvas || !context) return null
  context.translate(-x, -y)
  return { canvas, context }
}

function keep(key: string, picture: StillPicture): void {
  pictures.set(key, picture)
  pixelCount += sizeOf(picture)
  for (const [oldKey, old] of pictures) {
    if (pixelCount <= MOST_PIXELS) return
    pictures.delete(oldKey)
    pixelCount -= sizeOf(old)
  }
}

function sizeOf({ rect }: StillPicture): number {
  return rect.width * rect.height
}
