/** The points of a box that can be placed at x, y. */
export const ANCHORS = [
  'top_left',
  'top_center',
  'top_right',
  'center_left',
  'center',
  'center_right',
  'bottom_left',
  'bottom_center',
  'bottom_right',
] as const

export type Anchor = (typeof ANCHORS)[number]

/** How far along the width and the height of a box its anchor is: 0, ½ or 1. */
export function anchorShares(anchor: string): { across: number; down: number } {
  return {
    across: shareBetween(anchor, 'left', 'right'),
    down: shareBetween(anchor, 'top', 'bottom'),
  }
}

function shareBetween(anchor: string, start: string, end: string): number {
  if (anchor.includes(start)) return 0
  return anchor.includes(end) ? 1 : 0.5
}
