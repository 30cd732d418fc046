import type { Point, Rect } from '../../index.ts'
import { linesThrough, nearestShift, placesOf } from './snap-lines.ts'
import type { Axis, SnapLine } from './snap-lines.ts'

/** How a box follows the pointer. */
export interface Following {
  lines: readonly SnapLine[]
  /** How near a line must be; 0: the box does not snap. */
  reachPx: number
  /** The box stays on the axis on which it is moved further. */
  keepsAxis: boolean
}

/** A box on its way, and the lines that it snapped to. */
export interface Followed {
  box: Rect
  guides: SnapLine[]
}

/** Moves a box. It is put on whole pixels, or on the lines that are near. */
export function moveBox(box: Rect, by: Point, { lines, reachPx, keepsAxis }: Following): Followed {
  const wins: Axis = Math.abs(by.x) >= Math.abs(by.y) ? 'x' : 'y'
  const axes = (['x', 'y'] as const).filter((axis) => !keepsAxis || axis === wins)
  const moved = { ...box }
  for (const axis of axes) {
    moved[axis] = Math.round(box[axis] + by[axis])
    if (reachPx > 0) moved[axis] += nearestShift(placesOf(moved, axis), axis, lines, reachPx) ?? 0
  }
  return { box: moved, guides: reachPx > 0 ? linesThrough(moved, axes, lines) : [] }
}

/** How much of two boxes is common to both, in square pixels. */
export function overlapOf(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}
