import type { Rect } from '../../index.ts'
import type { LayoutSize } from './box-position.ts'

export type Axis = 'x' | 'y'

/** A line that boxes snap to: at a place of its axis, between two places of the other axis. */
export interface SnapLine {
  axis: Axis
  at: number
  from: number
  to: number
  kind: 'edge' | 'middle' | 'margin' | 'third' | 'box'
}

/** The places of a box on an axis: its start, its middle, its end. */
export function placesOf(box: Rect, axis: Axis): readonly [number, number, number] {
  const [start, length] = axis === 'x' ? [box.x, box.width] : [box.y, box.height]
  return [start, start + length / 2, start + length]
}

/**
 * All lines of a frame, those that win where two are equally near first.
 * @param others the boxes that do not move
 * @param marginPx the safe margin
 */
export function snapLinesOf(
  { widthPx, heightPx }: LayoutSize,
  marginPx: number,
  others: readonly Rect[],
): SnapLine[] {
  return (['x', 'y'] as const).flatMap((axis) => {
    const [lengthPx, otherPx] = axis === 'x' ? [widthPx, heightPx] : [heightPx, widthPx]
    const line = (at: number, kind: SnapLine['kind']): SnapLine => {
      return { axis, at, from: 0, to: otherPx, kind }
    }
    const margins = marginPx > 0 ? [marginPx, lengthPx - marginPx] : []
    return [
      line(lengthPx / 2, 'middle'),
      ...margins.map((at) => line(at, 'margin')),
      ...others.flatMap((box) => {
        const [from, , to] = placesOf(box, axis === 'x' ? 'y' : 'x')
        return placesOf(box, axis).map((at): SnapLine => ({ axis, at, from, to, kind: 'box' }))
      }),
      ...[0, lengthPx].map((at) => line(at, 'edge')),
      ...[lengthPx / 3, (2 * lengthPx) / 3].map((at) => line(at, 'third')),
    ]
  })
}

/** How far a place is moved to be on the nearest line, null if no line is near enough. */
export function nearestShift(
  places: readonly number[],
  axis: Axis,
  lines: readonly SnapLine[],
  reachPx: number,
): number | null {
  let nearest: number | null = null
  for (const line of lines) {
    if (line.axis !== axis) continue
    for (const place of places) {
      const shift = line.at - place
      if (Math.abs(shift) > reachPx) continue
      if (nearest === null || Math.abs(shift) < Math.abs(nearest)) nearest = shift
    }
  }
  return nearest
}

/** The lines that a box stands on, each as long as both it and the box reach. */
export function linesThrough(
  box: Rect,
  axes: readonly Axis[],
  lines: readonly SnapLine[],
): SnapLine[] {
  const found = new Map<string, SnapLine>()
  for (const line of lines) {
    if (!axes.includes(line.axis)) continue
    if (!placesOf(box, line.axis).some((place) => Math.abs(place - line.at) < TOUCHING_PX)) continue
    const [start, , end] = placesOf(box, line.axis === 'x' ? 'y' : 'x')
    const key = `${line.axis} ${line.at.toFixed(1)}`
    const before = found.get(key) ?? line
    found.set(key, {
      ...before,
      from: Math.min(before.from, line.from, start),
      to: Math.max(before.to, line.to, end),
    })
  }
  return [...found.values()]
}

/** Positions are written to a hundredth of a pixel. */
const TOUCHING_PX = 0.05
