import { cssFont } from './css-font.ts'
import type { Font } from './css-font.ts'

/** The part of a canvas that texts are measured with. */
export interface TextContext {
  font: string
  measureText(text: string): {
    readonly width: number
    readonly fontBoundingBoxAscent: number
    readonly fontBoundingBoxDescent: number
  }
}

export interface TextSize {
  widthPx: number
  /** Above and below the baseline, the same for every text of a font. */
  ascentPx: number
  descentPx: number
}

/** By font as CSS, and by text. */
export type TextSizes = Map<string, Map<string, TextSize>>

/**
 * The font of a context while one frame is drawn, and the sizes of its texts. Most texts are measured
 * to find their place, and again where they are drawn. Setting a font takes long, even one that is set.
 */
export class ContextFonts {
  private readonly context: TextContext
  private readonly scale: number
  /** As CSS; null: not known. */
  private current: string | null = null
  private readonly sizes: TextSizes

  /**
   * @param scale pixels of the context for one of a font
   * @param sizes of earlier frames, with the same scale
   */
  constructor(context: TextContext, scale: number, sizes: TextSizes = new Map()) {
    this.context = context
    this.scale = scale
    this.sizes = sizes
  }

  set(font: Font): void {
    this.setCss(cssFont(font, this.scale))
  }

  /** The context has another font, because its earlier state was restored. */
  forgetSet(): void {
    this.current = null
  }

  /** Lengths are in pixels of the font. */
  measure(text: string, font: Font): TextSize {
    const css = cssFont(font, this.scale)
    const sizes = this.sizes.get(css) ?? new Map<string, TextSize>()
    this.sizes.set(css, sizes)
    const known = sizes.get(text)
    if (known) return known
    this.setCss(css)
    const { width, fontBoundingBoxAscent, fontBoundingBoxDescent } = this.context.measureText(text)
    const size = {
      widthPx: width / this.scale,
      ascentPx: fontBoundingBoxAscent / this.scale,
      descentPx: fontBoundingBoxDescent / this.scale,
    }
    sizes.set(text, size)
    return size
  }

  private setCss(css: string): void {
    if (css !== this.current) this.context.font = css
    this.current = css
  }
}
