import { Surface } from '../draw/surface.ts'
import type { Context2D, Point, Rect } from '../draw/surface.ts'

/** One drawing call, with the state of the context that it was made under. */
export type DrawCall =
  | { call: 'fillRect'; rect: Rect; color: unknown; alpha: number }
  | { call: 'strokeRect'; rect: Rect; color: unknown; lineWidth: number; alpha: number }
  | { call: 'strokeLine'; points: Point[]; color: unknown; lineWidth: number; alpha: number }
  | { call: 'strokeShape'; path: PathStep[]; color: unknown; lineWidth: number; alpha: number }
  | { call: 'drawImage'; image: object; rect: Rect; alpha: number }
  | { call: 'clip'; path: PathStep[] }
  | { call: 'save' | 'restore' }
  | { call: 'transform'; matrix: number[] }
  | { call: 'fillShape'; path: PathStep[]; color: unknown; alpha: number }
  | { call: 'fillText'; text: string; x: number; y: number; color: unknown; font: string }
  | {
      call: 'strokeText'
      text: string
      x: number
      y: number
      color: unknown
      font: string
      lineWidth: number
    }

/** A step of a path that is not only lines. */
export type PathStep =
  | { step: 'point'; x: number; y: number }
  | { step: 'arc'; x: number; y: number; radius: number; from: number; to: number }
  | { step: 'rounded'; rect: Rect; radius: number }

/**
 * A context that writes down what it is asked to draw, for tests. Its one font is easy to reckon
 * with: every letter is half the font size wide, 0.75 of it stands above the baseline, 0.25 below.
 */
export class FakeContext implements Context2D {
  readonly calls: DrawCall[] = []
  fillStyle: unknown = '#000000'
  strokeStyle: unknown = '#000000'
  globalAlpha = 1
  lineWidth = 1
  lineJoin = 'miter'
  lineCap = 'butt'
  font = '400 10px sans-serif'
  textBaseline = 'alphabetic'
  textRendering = 'auto'
  imageSmoothingQuality = 'low'
  private path: PathStep[] = []

  fillRect(x: number, y: number, width: number, height: number): void {
    this.calls.push({
      call: 'fillRect',
      rect: { x, y, width, height },
      color: this.fillStyle,
      alpha: this.globalAlpha,
    })
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.calls.push({
      call: 'strokeRect',
      rect: { x, y, width, height },
      color: this.strokeStyle,
      lineWidth: this.lineWidth,
      alpha: this.globalAlpha,
    })
  }

  save(): void {
    this.calls.push({ call: 'save' })
  }

  restore(): void {
    this.calls.push({ call: 'restore' })
  }

  transform(...matrix: [number, number, number, number, number, number]): void {
    this.calls.push({ call: 'transform', matrix })
  }

  clip(): void {
    this.calls.push({ call: 'clip', path: this.path })
  }

  beginPath(): void {
    this.path = []
  }

  closePath(): void {
    const [first] = this.path
    if (first?.step === 'point') this.path.push(first)
  }

  moveTo(x: number, y: number): void {
    this.path.push({ step: 'point', x, y })
  }

  lineTo(x: number, y: number): void {
    this.path.push({ step: 'point', x, y })
  }

  arc(x: number, y: number, radius: number, from: number, to: number): void {
    this.path.push({ step: 'arc', x, y, radius, from, to })
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    this.path.push({ step: 'rounded', rect: { x, y, width, height }, radius })
  }

  stroke(): void {
    const { path, strokeStyle: color, lineWidth, globalAlpha: alpha } = this
    const points = path.flatMap((each) => (each.step === 'point' ? [{ x: each.x, y: each.y }] : []))
    if (points.length === path.length)
      this.calls.push({ call: 'strokeLine', points, color, lineWidth, alpha })
    else this.calls.push({ call: 'strokeShape', path, color, lineWidth, alpha })
  }

  fill(): void {
    const { path, fillStyle: color, globalAlpha: alpha } = this
    this.calls.push({ call: 'fillShape', path, color, alpha })
  }

  fillText(text: string, x: number, y: number): void {
    this.calls.push({ call: 'fillText', text, x, y, color: this.fillStyle, font: this.font })
  }

  drawImage(image: object, x: number, y: number, width: number, height: number): void {
    const rect = { x, y, width, height }
    this.calls.push({ call: 'drawImage', image, rect, alpha: this.globalAlpha })
  }

  strokeText(text: string, x: number, y: number): void {
    const { strokeStyle: color, font, lineWidth } = this
    this.calls.push({ call: 'strokeText', text, x, y, color, font, lineWidth })
  }

  measureText(text: string): ReturnType<Context2D['measureText']> {
    const sizePx = Number(/([\d.]+)px/.exec(this.font)?.[1])
    return {
      width: (text.length * sizePx) / 2,
      fontBoundingBoxAscent: 0.75 * sizePx,
      fontBoundingBoxDescent: 0.25 * sizePx,
    }
  }
}

/** A surface on a {@link FakeContext}, and the calls made on it. */
export function fakeSurface(
  widthPx = 1920,
  heightPx = 1080,
  scale = 1,
): { surface: Surface; calls: DrawCall[]; texts: () => string[] } {
  const context = new FakeContext()
  return {
    surface: new Surface(context, widthPx, heightPx, scale),
    calls: context.calls,
    texts: () => textsOf(context.calls),
  }
}

/** The texts that were drawn, in order. */
export function textsOf(calls: readonly DrawCall[]): string[] {
  return calls.flatMap((each) => (each.call === 'fillText' ? [each.text] : []))
}
