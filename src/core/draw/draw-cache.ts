import type { Rect } from './geometry.ts'
import type { Context2D } from './context-2d.ts'
import type { TextSizes } from './context-fonts.ts'

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
/** Of texts whose sizes are kept. */
const MOST_TEXTS = 5000

/**
 * What is kept from frame to frame so that frames are drawn faster. The pixels are the same whichever
 * frame is drawn first.
 */
export class DrawCache {
  private sizes: TextSizes = new Map()
  /** What the sizes are for. */
  private sizesKey = ''
  private readonly colors = new Map<string, string>()
  /** By what they show; those that were used last are at the end. */
  private readonly pictures = new Map<string, StillPicture>()
  private pixelCount = 0

  /**
   * The sizes of texts that were measured so far, to be added to.
   * @param scale pixels of the frame for one of the layout
   */
  textSizes({ textRendering }: Context2D, scale: number): TextSizes {
    const key = `${textRendering} ${scale}`
    const count = [...this.sizes.values()].reduce((sum, { size }) => sum + size, 0)
    if (key !== this.sizesKey || count > MOST_TEXTS) this.sizes = new Map()
    this.sizesKey = key
    return this.sizes
  }

  /** The same colour, written so that it is read faster. A mixed one takes 17 µs to read. */
  plainColor(color: string, context: Context2D): string {
    if (!color.startsWith('color-mix')) return color
    const known = this.colors.get(color)
    if (known !== undefined) return known
    context.fillStyle = color
    const plain = String(context.fillStyle)
    this.colors.set(color, plain)
    return plain
  }

  /**
   * A picture that is drawn when it is asked for the first time, by any frame with the same pixels.
   * @param key all that the drawing depends on, its place as well
   * @param draw is called twice: to find out what is drawn on, which it returns, in pixels of the frame;
   * and to draw
   * @returns null where it cannot be kept: it is too large, or there are no canvases
   */
  picture(key: string, draw: (context: Context2D) => Rect): StillPicture | null {
    const { pictures } = this
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
    this.keep(key, picture)
    return picture
  }

  private keep(key: string, picture: StillPicture): void {
    this.pictures.set(key, picture)
    this.pixelCount += sizeOf(picture)
    for (const [oldKey, old] of this.pictures) {
      if (this.pixelCount <= MOST_PIXELS) return
      this.pictures.delete(oldKey)
      this.pixelCount -= sizeOf(old)
    }
  }
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

function sizeOf({ rect }: StillPicture): number {
  return rect.width * rect.height
}
