export interface Point {
  x: number
  y: number
}

export interface Rect {
  x: number
  y: number
  width: number
  height: number
}

/** A rectangle with its edges moved outwards; inwards where the length is below 0. */
export function grow({ x, y, width, height }: Rect, byPx: number): Rect {
  return { x: x - byPx, y: y - byPx, width: width + 2 * byPx, height: height + 2 * byPx }
}

export function middleOf({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 }
}
