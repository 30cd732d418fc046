import type { TextContext } from './context-fonts.ts'
import type { PathContext } from './shapes.ts'

/** The part of `OffscreenCanvasRenderingContext2D` that drawing needs: core has no DOM types. */
export interface Context2D extends PathContext, TextContext {
  fillStyle: unknown
  strokeStyle: unknown
  globalAlpha: number
  lineWidth: number
  lineJoin: string
  lineCap: string
  textBaseline: string
  textRendering: string
  imageSmoothingQuality: string
  save(): void
  restore(): void
  /** As `x′ = a · x + c · y + e`, `y′ = b · x + d · y + f`. */
  transform(a: number, b: number, c: number, d: number, e: number, f: number): void
  clip(): void
  stroke(): void
  fill(): void
  fillRect(x: number, y: number, width: number, height: number): void
  strokeRect(x: number, y: number, width: number, height: number): void
  fillText(text: string, x: number, y: number): void
  drawImage(image: object, x: number, y: number, width: number, height: number): void
  strokeText(text: string, x: number, y: number): void
}
