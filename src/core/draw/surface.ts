/** The part of `OffscreenCanvasRenderingContext2D` that drawing needs: core has no DOM types. */
export interface Context2D {
  fillStyle: unknown
  strokeStyle: unknown
  globalAlpha: number
  lineWidth: number
  lineJoin: string
  lineCap: string
  font: string
  textBaseline: string
  beginPath(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  stroke(): void
  fillRect(x: number, y: number, width: number, height: number): void
  strokeRect(x: number, y: number, width: number, height: number): void
  fillText(text: string, x: number, y: number): void
  strokeText(text: string, x: number, y: number): void
  measureText(text: string): {
    readonly width: number
    readonly fontBoundingBoxAscent: number
    readonly fontBoundingBoxDescent: number
  }
}

export interface Rect {
  x: number
  y: number
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

export interface Font {
  /** CSS font family. */
  family: string
  sizePx: number
  /** CSS weight, 100 to 900. */
  weight: number
}

export interface Outline {
  color: string
  thicknessPx: number
}

export interface TextSize {
  widthPx: number
  /** Above and below the baseline, the same for every text of a font. */
  ascentPx: number
  descentPx: number
}

/**
 * What renderers draw on, in pixels of the frame. Renderers add to the picture and never read it
 * back. The surface notes which rectangles were drawn on.
 */
export class Surface {
  readonly drawnRects: Rect[] = []
  readonly widthPx: number
  readonly heightPx: number
  private readonly context: Context2D

  constructor(context: Context2D, widthPx: number, heightPx: number) {
    this.context = context
    this.widthPx = widthPx
    this.heightPx = heightPx
  }

  measureText(text: string, font: Font): TextSize {
    this.context.font = cssFont(font)
    const { width, fontBoundingBoxAscent, fontBoundingBoxDescent } = this.context.measureText(text)
    return {
      widthPx: width,
      ascentPx: fontBoundingBoxAscent,
      descentPx: fontBoundingBoxDescent,
    }
  }

  /** @param alpha 0 (clear) to 1 (solid) */
  fillRect(rect: Rect, color: string, alpha = 1): void {
    this.context.globalAlpha = alpha
    this.context.fillStyle = color
    this.context.fillRect(rect.x, rect.y, rect.width, rect.height)
    this.context.globalAlpha = 1
    this.drawnRects.push(rect)
  }

  strokeRect(rect: Rect, color: string, thicknessPx: number): void {
    this.context.strokeStyle = color
    this.context.lineWidth = thicknessPx
    this.context.lineJoin = 'miter'
    this.context.strokeRect(rect.x, rect.y, rect.width, rect.height)
    this.drawnRects.push(grow(rect, thicknessPx / 2))
  }

  /** A line through points, with round corners and ends. A single point is drawn as a square. */
  strokeLine(points: readonly Point[], color: string, thicknessPx: number): void {
    const [first, ...others] = points
    if (!first) return
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
    const [x, y] = [Math.min(...xs), Math.min(...ys)]
    const box = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
    // Canvases draw no line of length 0.
    if (box.width === 0 && box.height === 0) {
      this.fillRect(grow(box, thicknessPx / 2), color)
      return
    }
    this.context.strokeStyle = color
    this.context.lineWidth = thicknessPx
    this.context.lineJoin = 'round'
    this.context.lineCap = 'round'
    this.context.beginPath()
    this.context.moveTo(first.x, first.y)
    for (const point of others) this.context.lineTo(point.x, point.y)
    this.context.stroke()
    this.drawnRects.push(grow(box, thicknessPx / 2))
  }

  /** Text on its baseline. */
  fillText(text: string, x: number, baselineY: number, font: Font, color: string): void {
    this.markText(text, x, baselineY, font, 0)
    this.context.fillStyle = color
    this.context.fillText(text, x, baselineY)
  }

  /** The outline of text on its baseline, a stroke centred on the edge of the letters. */
  strokeText(text: string, x: number, baselineY: number, font: Font, outline: Outline): void {
    this.markText(text, x, baselineY, font, outline.thicknessPx)
    this.context.strokeStyle = outline.color
    this.context.lineWidth = outline.thicknessPx
    this.context.lineJoin = 'round'
    this.context.strokeText(text, x, baselineY)
  }

  /** Sets the font, and notes where the text will be. */
  private markText(text: string, x: number, baselineY: number, font: Font, strokePx: number): void {
    const { widthPx, ascentPx, descentPx } = this.measureText(text, font)
    this.context.textBaseline = 'alphabetic'
    const box = { x, y: baselineY - ascentPx, width: widthPx, height: ascentPx + descentPx }
    this.drawnRects.push(grow(box, strokePx / 2 + 1))
  }
}

/** A canvas silently keeps its old font if it cannot read the new one. It reads all quoted names. */
function cssFont({ family, sizePx, weight }: Font): string {
  const families = family
    .split(',')
    .map((name) => name.trim().replace(/["'\\]/g, ''))
    .map((name) => (GENERIC_FAMILIES.has(name) ? name : `"${name}"`))
  return `${weight} ${sizePx}px ${families.join(', ')}`
}

const GENERIC_FAMILIES = new Set(['serif', 'sans-serif', 'monospace', 'cursive', 'system-ui'])

function grow(rect: Rect, byPx: number): Rect {
  return {
    x: rect.x - byPx,
    y: rect.y - byPx,
    width: rect.width + 2 * byPx,
    height: rect.height + 2 * byPx,
  }
}
