import { ANCHORS, anchorShares, parseCoordinate } from '../../index.ts'
import type { Anchor, Coordinate, Rect } from '../../index.ts'

/** The size of the frame, in pixels of the layout. */
export interface LayoutSize {
  widthPx: number
  heightPx: number
}

/** Where a box is, as the options of a renderer say it. */
export interface BoxPosition {
  x: Coordinate
  y: Coordinate
  anchor: Anchor
}

type Side = 'width' | 'height'
/** Where a coordinate is counted from. */
type Origin = 'start' | 'middle' | 'end'

/**
 * The position of a box that was moved or resized. The anchor stays, and so does what a coordinate
 * is counted from. A coordinate of an axis on which nothing moved stays as it is written.
 * @param from the box as it was drawn, on whole pixels of the frame; the position may lie between them
 */
export function movePosition(
  before: BoxPosition,
  from: Rect,
  to: Rect,
  frame: LayoutSize,
): BoxPosition {
  const { across, down } = anchorShares(before.anchor)
  const byX = to.x - from.x + across * (to.width - from.width)
  const byY = to.y - from.y + down * (to.height - from.height)
  return {
    x: moveCoordinate(before.x, byX, across, 'width', frame),
    y: moveCoordinate(before.y, byY, down, 'height', frame),
    anchor: before.anchor,
  }
}

function moveCoordinate(
  before: Coordinate,
  byPx: number,
  share: number,
  side: Side,
  frame: LayoutSize,
): Coordinate {
  if (Math.abs(byPx) < 0.005) return before
  const place = parseCoordinate(before, side)(frame) + byPx
  const lengthPx = side === 'width' ? frame.widthPx : frame.heightPx
  return writeCoordinate(place, originOf(before, side, share), side, lengthPx)
}

/** The position at one of the nine places of the frame, on the safe margin. */
export function positionAt(anchor: Anchor, marginPx: number): BoxPosition {
  const { across, down } = anchorShares(anchor)
  const place = (share: number, side: Side): Coordinate => {
    if (share === 0.5) return `${side} / 2`
    return share === 0 ? marginPx : difference(side, marginPx)
  }
  return { x: place(across, 'width'), y: place(down, 'height'), anchor }
}

/** Where a box of a size is, if it stands at one of the nine places of the frame. */
export function boxAt(
  anchor: Anchor,
  size: { width: number; height: number },
  frame: LayoutSize,
  marginPx: number,
): Rect {
  const { across, down } = anchorShares(anchor)
  const { width, height } = size
  return {
    x: marginPx + across * (frame.widthPx - width - 2 * marginPx),
    y: marginPx + down * (frame.heightPx - height - 2 * marginPx),
    width,
    height,
  }
}

/**
 * The one of the nine places of the frame that a box is nearest to, as it is seen.
 * @param anchor of the box: the answer where several places are equally near, as for one as wide as the frame
 */
export function placeNearest(
  box: Rect,
  anchor: Anchor,
  frame: LayoutSize,
  marginPx: number,
): Anchor {
  let nearest = anchor
  let leastPx = distanceTo(anchor)
  for (const other of ANCHORS) {
    const distancePx = distanceTo(other)
    // What is drawn begins on whole pixels.
    if (distancePx > leastPx - 1) continue
    nearest = other
    leastPx = distancePx
  }
  return nearest

  function distanceTo(place: Anchor): number {
    const { x, y } = boxAt(place, box, frame, marginPx)
    return Math.hypot(x - box.x, y - box.y)
  }
}

/**
 * A coordinate keeps its origin, so that it means the same on frames of another width. What is
 * written in another way is counted from the side of the anchor.
 */
function originOf(before: Coordinate, side: Side, share: number): Origin {
  if (typeof before === 'number') return 'start'
  const text = before.replace(/\s+/g, '').replaceAll('−', '-')
  const offset = String.raw`(?:[-+](?:\d+\.?\d*|\.\d+))?$`
  if (new RegExp(`^${side}${offset}`).test(text)) return 'end'
  if (new RegExp(`^${side}/2${offset}`).test(text)) return 'middle'
  if (share === 0.5) return 'middle'
  return share === 0 ? 'start' : 'end'
}

function writeCoordinate(place: number, origin: Origin, side: Side, lengthPx: number): Coordinate {
  if (origin === 'start') return tidy(place)
  return origin === 'end'
    ? difference(side, lengthPx - place)
    : difference(`${side} / 2`, lengthPx / 2 - place)
}

/** `width - 10`, `width + 10`, `width`. */
function difference(from: string, lengthPx: number): string {
  const rounded = tidy(lengthPx)
  if (rounded === 0) return from
  return rounded > 0 ? `${from} - ${rounded}` : `${from} + ${-rounded}`
}

/** To a hundredth of a pixel. */
export function tidy(lengthPx: number): number {
  return Math.round(lengthPx * 100) / 100 || 0
}
