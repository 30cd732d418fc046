import type { Rect } from '../../index.ts'
import type { LayoutSize } from './box-position.ts'

/** Boxes are drawn on whole pixels of the frame, so that one may seem to leave it by less than that. */
const SLACK_PX = 2

/** Where a box leaves the frame: `on the right by 12 px`; '' if it does not. */
export function overhangOf(box: Rect, { widthPx, heightPx }: LayoutSize): string {
  const sides: readonly [string, number][] = [
    ['on the left', -box.x],
    ['on the right', box.x + box.width - widthPx],
    ['at the top', -box.y],
    ['at the bottom', box.y + box.height - heightPx],
  ]
  return sides
    .filter(([, byPx]) => byPx > SLACK_PX)
    .map(([where, byPx]) => `${where} by ${Math.round(byPx)} px`)
    .join(' and ')
}

/** The box where it is on the frame as far as it fits. A larger one begins at the upper left. */
export function broughtIn(box: Rect, { widthPx, heightPx }: LayoutSize): Rect {
  return {
    ...box,
    x: Math.max(0, Math.min(box.x, widthPx - box.width)),
    y: Math.max(0, Math.min(box.y, heightPx - box.height)),
  }
}
