import { isColor } from '../config/color.ts'
import { describeValue } from '../config/parse-options.ts'
import type { Shape } from '../draw/shapes.ts'
import type { Font, Outline, Point, Rect } from '../draw/surface.ts'
import { isRecord } from '../plain-object.ts'
import type { DrawCommand } from './draw-command.ts'

/** Nobody draws more on one frame, and it keeps a frame's memory and time small. */
export const MOST_CALLS = 5000
const MOST_POINTS = 50_000
const MOST_LETTERS = 1000
const DEEPEST_INSIDE = 20
const LARGEST_LENGTH_PX = 1_000_000
const LARGEST_FONT_PX = 10_000

/** What a renderer of one's own asked for cannot be drawn. The message is a sentence. */
export class DrawingFault extends Error {}

/**
 * Checks what came out of a sandbox, which may be anything, and makes new commands of it.
 * @throws DrawingFault with the call and the value that is wrong
 */
export function parseCommands(source: unknown): DrawCommand[] {
  return new CommandParser().parseList(source, 0)
}

/** What a renderer of one's own asks its surface. */
export type SurfaceQuestion =
  | { call: 'box'; widthPx: number; heightPx: number }
  | { call: 'measureText'; text: string; font: Font }

/**
 * Checks a question that came out of a sandbox.
 * @throws DrawingFault with the value that is wrong
 */
export function parseQuestion(source: unknown): SurfaceQuestion {
  return new CommandParser().parseQuestion(source)
}

class CommandParser {
  private callCount = 0
  private pointCount = 0
  /** Of the call that is parsed. */
  private name = ''

  parseList(source: unknown, depth: number): DrawCommand[] {
    if (!Array.isArray(source)) throw this.wrong('the calls', source, 'a list')
    if (depth > DEEPEST_INSIDE) {
      throw new DrawingFault(`clipTo and withOpacity are more than ${DEEPEST_INSIDE} deep.`)
    }
    return source.map((each: unknown) => this.parseOne(each, depth))
  }

  parseQuestion(source: unknown): SurfaceQuestion {
    if (isRecord(source) && source.call === 'measureText') {
      this.name = source.call
      const { call, text, font } = source
      return { call, text: this.letters('text', text), font: this.font(font) }
    }
    const asked = this.parseOne(source, 0)
    if (asked.call === 'box') return asked
    throw this.wrong('the question', asked.call, 'one of the surface')
  }

  private parseOne(source: unknown, depth: number): DrawCommand {
    if (!isRecord(source)) throw this.wrong('a call', source, 'an object')
    if (++this.callCount > MOST_CALLS) {
      throw new DrawingFault(`it makes more than ${MOST_CALLS} calls for one frame.`)
    }
    const { call } = source
    this.name = String(call)
    switch (call) {
      case 'box': {
        const { widthPx, heightPx } = source
        return {
          call,
          widthPx: this.length('widthPx', widthPx, 0),
          heightPx: this.length('heightPx', heightPx, 0),
        }
      }
      case 'fillRect':
        return {
          call,
          rect: this.rect(source.rect),
          color: this.color('color', source.color),
          alpha: this.share('alpha', source.alpha),
        }
      case 'strokeRect':
        return { call, rect: this.rect(source.rect), ...this.stroke(source) }
      case 'strokeLine': {
        const points = this.points('points', source.points)
        return { call, points, ...this.stroke(source), alpha: this.share('alpha', source.alpha) }
      }
      case 'fillShape':
        return {
          call,
          shape: this.shape(source.shape),
          color: this.color('color', source.color),
          alpha: this.share('alpha', source.alpha),
        }
      case 'strokeShape':
        return {
          call,
          shape: this.shape(source.shape),
          ...this.stroke(source),
          alpha: this.share('alpha', source.alpha),
          ends: this.oneOf('ends', source.ends, ['round', 'cut']),
        }
      case 'fillText':
        return { call, ...this.text(source), color: this.color('color', source.color) }
      case 'strokeText':
        return { call, ...this.text(source), outline: this.outline(source.outline) }
      case 'label':
        return this.label(source)
      case 'clipTo': {
        const shape = this.shape(source.shape)
        return { call, shape, inside: this.parseList(source.inside, depth + 1) }
      }
      case 'withOpacity': {
        const opacity = this.share('opacity', source.opacity)
        return { call, opacity, inside: this.parseList(source.inside, depth + 1) }
      }
      default:
        throw this.wrong('the call', call, 'one of the surface')
    }
  }

  private label({ text, point, style }: Record<string, unknown>): DrawCommand {
    const given = isRecord(style) ? style : {}
    return {
      call: 'label',
      text: this.letters('text', text),
      point: this.point('point', point),
      style: {
        font: this.font(given.font),
        color: this.color('color', given.color),
        outline: given.outline === null ? null : this.outline(given.outline),
        across: this.oneOf('across', given.across, ['left', 'center', 'right']),
        down: this.oneOf('down', given.down, ['top', 'middle', 'baseline', 'bottom']),
      },
    }
  }

  private text(source: Record<string, unknown>): {
    text: string
    x: number
    baselineY: number
    font: Font
  } {
    return {
      text: this.letters('text', source.text),
      x: this.length('x', source.x),
      baselineY: this.length('baselineY', source.baselineY),
      font: this.font(source.font),
    }
  }

  private stroke(source: Record<string, unknown>): { color: string; thicknessPx: number } {
    return {
      color: this.color('color', source.color),
      thicknessPx: this.length('thicknessPx', source.thicknessPx, 0),
    }
  }

  private shape(source: unknown): Shape {
    if (!isRecord(source)) throw this.wrong('shape', source, 'a shape')
    const { kind } = source
    switch (kind) {
      case 'polygon':
        return { kind, points: this.points('shape.points', source.points) }
      case 'circle':
        return { kind, ...this.round(source) }
      case 'arc':
        return { kind, ...this.round(source), ...this.angles(source) }
      case 'band': {
        const [innerPx, outerPx] = [
          this.length('shape.innerPx', source.innerPx, 0),
          this.length('shape.outerPx', source.outerPx, 0),
        ]
        const center = this.point('shape.center', source.center)
        return { kind, center, innerPx, outerPx, ...this.angles(source) }
      }
      case 'rounded': {
        const radiusPx = this.length('shape.radiusPx', source.radiusPx, 0)
        return { kind, rect: this.rect(source.rect), radiusPx }
      }
      case 'lines': {
        if (!Array.isArray(source.lines)) throw this.wrong('shape.lines', source.lines, 'a list')
        const lines = source.lines as unknown[]
        return { kind, lines: lines.map((line) => this.points('shape.lines', line)) }
      }
      default:
        throw this.wrong('shape.kind', kind, 'polygon, circle, arc, band, rounded or lines')
    }
  }

  private round(source: Record<string, unknown>): { center: Point; radiusPx: number } {
    return {
      center: this.point('shape.center', source.center),
      radiusPx: this.length('shape.radiusPx', source.radiusPx, 0),
    }
  }

  private angles(source: Record<string, unknown>): { fromRad: number; toRad: number } {
    return {
      fromRad: this.number('shape.fromRad', source.fromRad, -1000, 1000),
      toRad: this.number('shape.toRad', source.toRad, -1000, 1000),
    }
  }

  private points(key: string, source: unknown): Point[] {
    if (!Array.isArray(source)) throw this.wrong(key, source, 'a list of points')
    this.pointCount += source.length + 1
    if (this.pointCount > MOST_POINTS) {
      throw new DrawingFault(`it draws more than ${MOST_POINTS} points on one frame.`)
    }
    return source.map((each: unknown) => this.point(key, each))
  }

  private point(key: string, source: unknown): Point {
    if (!isRecord(source)) throw this.wrong(key, source, 'a point { x, y }')
    return { x: this.length(`${key}.x`, source.x), y: this.length(`${key}.y`, source.y) }
  }

  private rect(source: unknown): Rect {
    if (!isRecord(source)) throw this.wrong('rect', source, '{ x, y, width, height }')
    return {
      x: this.length('rect.x', source.x),
      y: this.length('rect.y', source.y),
      width: this.length('rect.width', source.width, 0),
      height: this.length('rect.height', source.height, 0),
    }
  }

  private font(source: unknown): Font {
    if (!isRecord(source)) throw this.wrong('font', source, '{ family, sizePx, weight }')
    return {
      family: this.letters('font.family', source.family),
      sizePx: this.number('font.sizePx', source.sizePx, 0, LARGEST_FONT_PX),
      weight: this.number('font.weight', source.weight, 1, 1000),
    }
  }

  private outline(source: unknown): Outline {
    if (!isRecord(source)) throw this.wrong('outline', source, '{ color, thicknessPx }')
    return this.stroke(source)
  }

  private color(key: string, value: unknown): string {
    if (typeof value === 'string' && value.length <= MOST_LETTERS && isColor(value)) return value
    throw this.wrong(key, value, 'a CSS colour')
  }

  private letters(key: string, value: unknown): string {
    if (typeof value === 'string' && value.length <= MOST_LETTERS) return value
    throw this.wrong(key, value, `text of ${MOST_LETTERS} letters at most`)
  }

  private share(key: string, value: unknown): number {
    return this.number(key, value, 0, 1)
  }

  private length(key: string, value: unknown, min = -LARGEST_LENGTH_PX): number {
    return this.number(key, value, min, LARGEST_LENGTH_PX)
  }

  private number(key: string, value: unknown, min: number, max: number): number {
    if (typeof value === 'number' && value >= min && value <= max) return value
    throw this.wrong(key, value, `a number from ${min} to ${max}`)
  }

  private oneOf<Word extends string>(key: string, value: unknown, words: readonly Word[]): Word {
    const found = words.find((word) => word === value)
    if (found === undefined) throw this.wrong(key, value, `one of ${words.join(', ')}`)
    return found
  }

  private wrong(key: string, value: unknown, expected: string): DrawingFault {
    return new DrawingFault(
      `${this.name} ${key}: ${describeValue(value)} is not ${expected}.`.trim(),
    )
  }
}
