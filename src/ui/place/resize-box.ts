import type { Point, Rect } from '../../index.ts'
import type { Followed, Following } from './move-box.ts'
import { linesThrough, nearestShift } from './snap-lines.ts'
import type { Axis } from './snap-lines.ts'

/** A handle: -1 is the left or upper edge, 1 the right or lower edge, 0 neither. */
export interface Handle {
  x: -1 | 0 | 1
  y: -1 | 0 | 1
}

/** No box becomes smaller. */
const SMALLEST_PX = 8

/**
 * Moves an edge or a corner of a box. The opposite edges stay.
 * @param keepsShape the width and the height change by the same factor
 */
export function resizeBox(
  box: Rect,
  handle: Handle,
  by: Point,
  { lines, reachPx }: Pick<Following, 'lines' | 'reachPx'>,
  keepsShape: boolean,
): Followed {
  const sizes = {
    x: sizeOn('x', box, handle, by, { lines, reachPx }),
    y: sizeOn('y', box, handle, by, { lines, reachPx }),
  }
  if (keepsShape) {
    const [shareX, shareY] = [sizes.x / box.width, sizes.y / box.height]
    const isWide =
      handle.y === 0 || (handle.x !== 0 && Math.abs(shareX - 1) >= Math.abs(shareY - 1))
    const smallest = SMALLEST_PX / Math.min(box.width, box.height)
    const share = Math.max(isWide ? shareX : shareY, Math.min(1, smallest))
    sizes.x = box.width * share
    sizes.y = box.height * share
  }
  const resized = boxOfSize(box, handle, { width: sizes.x, height: sizes.y })
  const axes = (['x', 'y'] as const).filter((axis) => handle[axis] !== 0)
  return { box: resized, guides: reachPx > 0 ? linesThrough(resized, axes, lines) : [] }
}

/** A box of another size, whose edges opposite to a handle are where they were. */
export function boxOfSize(
  box: Rect,
  handle: Handle,
  { width, height }: { width: number; height: number },
): Rect {
  const stays = (direction: Handle['x'], growth: number): number => {
    if (direction === 0) return growth / 2
    return direction < 0 ? growth : 0
  }
  return {
    x: box.x + stays(handle.x, box.width - width),
    y: box.y + stays(handle.y, box.height - height),
    width,
    height,
  }
}

function sizeOn(
  axis: Axis,
  box: Rect,
  handle: Handle,
  by: Point,
  { lines, reachPx }: Pick<Following, 'lines' | 'reachPx'>,
): number {
  const [start, length] = axis === 'x' ? [box.x, box.width] : [box.y, box.height]
  const direction = handle[axis]
  if (direction === 0) return length
  const edge = direction > 0 ? start + length : start
  let moved = Math.round(edge + by[axis])
  if (reachPx > 0) moved += nearestShift([moved], axis, lines, reachPx) ?? 0
  return Math.max(SMALLEST_PX, length + direction * (moved - edge))
}
