import type { DrawCache } from './draw-cache.ts'
import { ContextFonts } from './context-fonts.ts'
import type { TextSize } from './context-fonts.ts'
import type { Context2D } from './context-2d.ts'
import type { Font } from './css-font.ts'
import { DrawnMarks } from './drawn-marks.ts'
import { grow, intersectionOf, middleOf, scaled } from './geometry.ts'
import type { Point, Rect } from './geometry.ts'
import type { OverlayImage } from './overlay-image.ts'
import { scaledImage } from './scaled-image.ts'
import { boundsOfPoints, boundsOfShape, tracePath } from './shapes.ts'
import type { Shape } from './shapes.ts'
import { keepSharp, turnAround } from './turn.ts'

export type { Context2D } from './context-2d.ts'
export type { TextSize } from './context-fonts.ts'
export type { Font } from './css-font.ts'
export type { Point, Rect } from './geometry.ts'

export interface Outline {
  color: string
  thicknessPx: number
}

/**
 * What renderers draw on. Renderers add to the picture and never read it back. Their lengths are
 * pixels of a layout: on a frame of another height, the same picture is drawn larger or smaller.
 * The surface notes which rectangles of the frame were drawn on.
 */
export class Surface {
  /** The anchored boxes that were drawn, as they are without their turn, in pixels of the layout. */
  readonly boxes: Rect[] = []
  /** Of the layout. */
  readonly widthPx: number
  readonly heightPx: number
  /** Pixels of the frame for one of the layout. */
  readonly scale: number
  private context: Context2D
  /** Of all that is drawn, 0 (clear) to 1 (solid). */
  private opacity = 1
  /** The turn of the next box, clockwise. */
  private nextTurnDeg = 0
  private fonts: ContextFonts
  private readonly cache: DrawCache | null
  private readonly marks: DrawnMarks

  /**
   * @param frameWidthPx of the frame, as `frameHeightPx`
   * @param scale pixels of the frame for one of the layout
   */
  constructor(
    context: Context2D,
    frameWidthPx: number,
    frameHeightPx: number,
    scale = 1,
    cache: DrawCache | null = null,
  ) {
    this.context = context
    this.cache = cache
    this.marks = new DrawnMarks(scale)
    this.fonts = this.fontsOf(context, scale)
    this.scale = scale
    this.widthPx = frameWidthPx / scale
    this.heightPx = frameHeightPx / scale
  }

  /** What was drawn on, in pixels of the frame. */
  get drawnRects(): readonly Rect[] {
    return this.marks.rects
  }

  measureText(text: string, font: Font): TextSize {
    return this.fonts.measure(text, font)
  }

  /** The nearest place that is a whole pixel of the frame. */
  snap(place: number): number {
    return Math.round(place * this.scale) / this.scale
  }

  /** @param alpha 0 (clear) to 1 (solid) */
  fillRect(rect: Rect, color: string, alpha = 1): void {
    const { x, y, width, height } = scaled(rect, this.scale)
    this.context.globalAlpha = alpha * this.opacity
    this.context.fillStyle = this.plain(color)
    this.context.fillRect(x, y, width, height)
    this.context.globalAlpha = 1
    this.marks.add(rect)
  }

  strokeRect(rect: Rect, color: string, thicknessPx: number): void {
    const { x, y, width, height } = scaled(rect, this.scale)
    this.context.globalAlpha = this.opacity
    this.context.strokeStyle = this.plain(color)
    this.context.lineWidth = thicknessPx * this.scale
    this.context.lineJoin = 'miter'
    this.context.strokeRect(x, y, width, height)
    this.context.globalAlpha = 1
    this.marks.add(grow(rect, thicknessPx / 2))
  }

  /**
   * A line through points, with round corners and ends. A single point is drawn as a square.
   * @param alpha 0 (clear) to 1 (solid)
   */
  strokeLine(points: readonly Point[], color: string, thicknessPx: number, alpha = 1): void {
    if (points.length === 0) return
    const box = boundsOfPoints(points)
    // Canvases draw no line of length 0.
    if (box.width === 0 && box.height === 0) {
      this.fillRect(grow(box, thicknessPx / 2), color, alpha)
      return
    }
    this.setStroke(color, thicknessPx, alpha)
    tracePath(this.context, { kind: 'lines', lines: [points] }, this.scale)
    this.context.stroke()
    this.context.globalAlpha = 1
    this.marks.add(grow(box, thicknessPx / 2))
  }

  /** @param alpha 0 (clear) to 1 (solid) */
  fillShape(shape: Shape, color: string, alpha = 1): void {
    tracePath(this.context, shape, this.scale)
    this.context.globalAlpha = alpha * this.opacity
    this.context.fillStyle = this.plain(color)
    this.context.fill()
    this.context.globalAlpha = 1
    this.marks.add(boundsOfShape(shape), SOFT_EDGE_PX)
  }

  /**
   * The outline of a shape, with round corners.
   * @param alpha 0 (clear) to 1 (solid)
   * @param ends `cut`: lines end at their last point, so that one can go on where another ends
   */
  strokeShape(
    shape: Shape,
    color: string,
    thicknessPx: number,
    alpha = 1,
    ends: 'round' | 'cut' = 'round',
  ): void {
    tracePath(this.context, shape, this.scale)
    this.setStroke(color, thicknessPx, alpha)
    if (ends === 'cut') this.context.lineCap = 'butt'
    this.context.stroke()
    this.context.globalAlpha = 1
    this.marks.add(grow(boundsOfShape(shape), thicknessPx / 2), SOFT_EDGE_PX)
  }

  /**
   * An image, stretched to a rectangle.
   * @param alpha 0 (clear) to 1 (solid)
   */
  drawImage({ bitmap }: OverlayImage, rect: Rect, alpha = 1): void {
    const place = scaled(rect, this.scale)
    const ready = this.marks.turn ? null : scaledImage(bitmap, place)
    const { x, y, width, height } = ready?.rect ?? place
    this.context.imageSmoothingQuality = 'high'
    this.context.globalAlpha = alpha * this.opacity
    this.context.drawImage(ready?.bitmap ?? bitmap, x, y, width, height)
    this.context.globalAlpha = 1
    this.marks.add(rect, SOFT_EDGE_PX)
  }

  /**
   * Draws what looks the same on every frame: it is drawn once, and copied from then on.
   * @param subject all that it depends on, beside the size of the frame: plain data, and what it is
   */
  drawStill(subject: unknown, draw: () => void): void {
    const { context, scale, widthPx, heightPx } = this
    const { textRendering } = context
    // What is turned or faint has no picture: its parts are drawn one after another.
    const cache = this.marks.turn || this.opacity < 1 ? null : this.cache
    const parts = [widthPx, heightPx, scale, textRendering, subject]
    const picture = cache?.picture(JSON.stringify(parts), (own) => {
      own.textRendering = textRendering
      return this.drawApart(own, draw)
    })
    if (!picture) {
      draw()
      return
    }
    const { x, y, width, height } = picture.rect
    context.drawImage(picture.bitmap, x, y, width, height)
    this.marks.add(scaled(picture.rect, 1 / scale))
  }

  /** @returns what is drawn on of the frame, in its pixels */
  private drawApart(own: Context2D, draw: () => void): Rect {
    const { context, fonts, scale } = this
    const frame = { x: 0, y: 0, width: this.widthPx * scale, height: this.heightPx * scale }
    this.context = own
    this.fonts = this.fontsOf(own, scale)
    try {
      return intersectionOf(this.marks.apart(draw), frame)
    } finally {
      this.context = context
      this.fonts = fonts
    }
  }

  /** Draws inside a shape only. */
  clipTo(shape: Shape, draw: () => void): void {
    this.context.save()
    try {
      tracePath(this.context, shape, this.scale)
      this.context.clip()
      this.marks.within(boundsOfShape(shape), SOFT_EDGE_PX, draw)
    } finally {
      this.context.restore()
      this.fonts.forgetSet()
    }
  }

  /** Draws all of it fainter. @param opacity 0 (clear) to 1 (solid) */
  withOpacity<Result>(opacity: number, draw: () => Result): Result {
    const before = this.opacity
    this.opacity = before * opacity
    try {
      return draw()
    } finally {
      this.opacity = before
    }
  }

  /** Notes an anchored box. All that is drawn from now on belongs to it. */
  placeBox(box: Rect): void {
    this.boxes.push(box)
    if (this.nextTurnDeg === 0) return
    const turn = keepSharp(turnAround(middleOf(scaled(box, this.scale)), this.nextTurnDeg))
    this.marks.turn = turn
    this.nextTurnDeg = 0
    const { cos, sin, byX, byY } = turn
    this.context.transform(cos, sin, -sin, cos, byX, byY)
  }

  /**
   * Turns all that is drawn around the middle of its box, from the moment when this is placed.
   * @param angleDeg clockwise
   */
  withRotation<Result>(angleDeg: number, draw: () => Result): Result {
    if (angleDeg === 0) return draw()
    this.context.save()
    this.nextTurnDeg = angleDeg
    try {
      return draw()
    } finally {
      this.nextTurnDeg = 0
      this.marks.turn = null
      this.context.restore()
      this.fonts.forgetSet()
    }
  }

  /** Text on its baseline. */
  fillText(text: string, x: number, baselineY: number, font: Font, color: string): void {
    this.markText(text, x, baselineY, font, 0)
    this.context.globalAlpha = this.opacity
    this.context.fillStyle = this.plain(color)
    this.context.fillText(text, x * this.scale, baselineY * this.scale)
    this.context.globalAlpha = 1
  }

  /** The outline of text on its baseline, a stroke centred on the edge of the letters. */
  strokeText(text: string, x: number, baselineY: number, font: Font, outline: Outline): void {
    this.markText(text, x, baselineY, font, outline.thicknessPx)
    this.context.strokeStyle = outline.color
    this.context.lineWidth = outline.thicknessPx * this.scale
    this.context.lineJoin = 'round'
    this.context.globalAlpha = this.opacity
    this.context.strokeText(text, x * this.scale, baselineY * this.scale)
    this.context.globalAlpha = 1
  }

  private fontsOf(context: Context2D, scale: number): ContextFonts {
    return new ContextFonts(context, scale, this.cache?.textSizes(context, scale))
  }

  private plain(color: string): string {
    return this.cache?.plainColor(color, this.context) ?? color
  }

  private setStroke(color: string, thicknessPx: number, alpha: number): void {
    this.context.globalAlpha = alpha * this.opacity
    this.context.strokeStyle = this.plain(color)
    this.context.lineWidth = thicknessPx * this.scale
    this.context.lineJoin = 'round'
    this.context.lineCap = 'round'
  }

  /** Sets the font, and notes where the text will be. */
  private markText(text: string, x: number, baselineY: number, font: Font, strokePx: number): void {
    const { widthPx, ascentPx, descentPx } = this.fonts.measure(text, font)
    this.fonts.set(font)
    this.context.textBaseline = 'alphabetic'
    const box = { x, y: baselineY - ascentPx, width: widthPx, height: ascentPx + descentPx }
    this.marks.add(grow(box, strokePx / 2), SOFT_EDGE_PX)
  }
}

/** Letters and curves may reach a little beyond the rectangle that they are measured by. */
const SOFT_EDGE_PX = 1
