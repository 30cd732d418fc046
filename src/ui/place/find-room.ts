import type { Anchor, Rect } from '../../index.ts'
import { boxAt } from './box-position.ts'
import type { LayoutSize } from './box-position.ts'
import { overlapOf } from './move-box.ts'

/** Corners first: what is in the middle of a picture covers what it shows. */
const ORDER: readonly Anchor[] = [
  'bottom_left',
  'bottom_right',
  'top_right',
  'top_left',
  'bottom_center',
  'top_center',
  'center_left',
  'center_right',
  'center',
]

/** The place of the frame where a new box covers the least of the others. */
export function findRoom(
  size: { width: number; height: number },
  others: readonly Rect[],
  frame: LayoutSize,
  marginPx: number,
): Anchor {
  let best: Anchor = 'top_left'
  let leastPx = Infinity
  for (const anchor of ORDER) {
    const box = boxAt(anchor, size, frame, marginPx)
    const coveredPx = others.reduce((sum, other) => sum + overlapOf(box, other), 0)
    if (coveredPx >= leastPx) continue
    leastPx = coveredPx
    best = anchor
  }
  return best
}
