import { parseCoordinate } from '../../index.ts'
import type { Layout } from '../../index.ts'

/** About where an element is on a frame of 1920 × 1080. */
export interface SketchedElement {
  x: number
  y: number
  width: number
  height: number
  isRound: boolean
}

const FRAME = { widthPx: 1920, heightPx: 1080 }
/** Of a line of text, as shares of the font's size. */
const TEXT = { width: 9, height: 1.9 }

/** The elements of a layout as simple shapes. */
export function sketchLayout({ renderers }: Layout): SketchedElement[] {
  return renderers.map(({ type, options }) => {
    const { position, font } = options
    const [width, height] = sizeOf({ ...options }, font.size)
    const [x, y] = [position.x, position.y].map((each) => parseCoordinate(each, '')(FRAME))
    const [across, down] = sharesOf(position.anchor)
    return {
      x: (x ?? 0) - across * width,
      y: (y ?? 0) - down * height,
      width,
      height,
      isRound: ['gauge', 'compass', 'attitude', 'g_meter'].includes(type) && width === height,
    }
  })
}

function sizeOf(options: Record<string, unknown>, fontPx: number): [number, number] {
  const { width, height, size, length, form } = options
  if (typeof width === 'number') {
    return [width, typeof height === 'number' ? height : fontPx * 4 * TEXT.height]
  }
  if (typeof length === 'number') return [length, fontPx * 3]
  if (typeof size === 'number') return form === 'tape' ? [size, fontPx * 3] : [size, size]
  return [fontPx * TEXT.width, fontPx * TEXT.height]
}

/** How much of an element is left of its position and above it. */
function sharesOf(anchor: string): [number, number] {
  const across = anchor.endsWith('left') ? 0 : anchor.endsWith('right') ? 1 : 0.5
  const down = anchor.startsWith('top') ? 0 : anchor.startsWith('bottom') ? 1 : 0.5
  return [across, down]
}
