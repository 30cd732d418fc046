import type { Rect } from './geometry.ts'

/** An image as it is drawn, one to one, at whole pixels. */
export interface ScaledImage {
  bitmap: object
  rect: Rect
}

/** The part of `OffscreenCanvas` that is needed: core has no DOM types. */
interface Canvas {
  getContext(
    kind: '2d',
    settings: { willReadFrequently: boolean },
  ): {
    imageSmoothingQuality: string
    drawImage(image: object, x: number, y: number, width: number, height: number): void
  } | null
  transferToImageBitmap(): object
}

/** Copies of one image: as many elements may show it in sizes of their own. */
const MOST_COPIES = 4
/** Of a copy. Larger images are scaled as they are drawn. */
const MOST_PIXELS = 2 ** 22

/** By image, and by size and place between the pixels. */
const copies = new WeakMap<object, Map<string, object>>()

/**
 * An image, scaled once for all frames, because scaling it well takes long.
 * @param rect where it is drawn, in pixels of the frame
 * @returns null where it cannot be kept: it is too large, or there are no canvases
 */
export function scaledImage(image: object, rect: Rect): ScaledImage | null {
  const [left, top] = [Math.floor(rect.x), Math.floor(rect.y)]
  const width = Math.ceil(rect.x + rect.width) - left
  const height = Math.ceil(rect.y + rect.height) - top
  if (!(width > 0 && height > 0 && width * height <= MOST_PIXELS)) return null
  const place = { ...rect, x: rect.x - left, y: rect.y - top }
  const key = `${place.x} ${place.y} ${rect.width} ${rect.height}`
  const known = copies.get(image) ?? new Map<string, object>()
  copies.set(image, known)
  const bitmap = known.get(key) ?? scale(image, place, width, height)
  if (!bitmap) return null
  const [oldest] = known.keys()
  if (!known.has(key) && known.size === MOST_COPIES && oldest !== undefined) known.delete(oldest)
  known.set(key, bitmap)
  return { bitmap, rect: { x: left, y: top, width, height } }
}

function scale(image: object, place: Rect, width: number, height: number): object | null {
  const { OffscreenCanvas } = globalThis as {
    OffscreenCanvas?: new (width: number, height: number) => Canvas
  }
  const canvas = OffscreenCanvas && new OffscreenCanvas(width, height)
  const context = canvas?.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, place.x, place.y, place.width, place.height)
  return canvas?.transferToImageBitmap() ?? null
}
