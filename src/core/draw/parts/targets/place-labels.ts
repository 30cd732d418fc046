import { grow } from '../../geometry.ts'
import type { Point, Rect } from '../../surface.ts'

/** A label that belongs to a rectangle of the picture. */
export interface LabelRequest {
  of: Rect
  widthPx: number
  heightPx: number
}

/**
 * Finds a place for each label, so that no label covers another one and few cover what labels belong
 * to. A label stands close to its rectangle where there is room, else farther away. Labels that come
 * first have the better places. It is a function of its input alone.
 * @param bounds no label reaches beyond
 * @param gapPx between a label and its rectangle, and between labels
 * @returns the upper left corner of each label; null where there is no room
 */
export function placeLabels(
  requests: readonly LabelRequest[],
  bounds: Rect,
  gapPx: number,
): (Point | null)[] {
  const placed: Rect[] = []
  return requests.map((request) => {
    let best: Rect | null = null
    let bestCost = Infinity
    for (const { distanceCost, places } of rowsOfPlaces(request, bounds, gapPx)) {
      if (distanceCost >= bestCost) break
      for (const { rect, cost } of places) {
        if (cost >= bestCost || !contains(bounds, rect)) continue
        if (placed.some((other) => overlap(grow(other, gapPx), rect) > 0)) continue
        const total = cost + costAmong(rect, request, requests)
        if (total >= bestCost) continue
        best = rect
        bestCost = total
      }
    }
    if (!best) return null
    placed.push(best)
    return { x: best.x, y: best.y }
  })
}

/** Rather this many label heights away than on top of another rectangle. */
const COVERED_COST = 4
/** Rather this many label heights away than where it seems to belong to another rectangle. */
const CONFUSING_COST = 2.5

/** What a place costs because of the rectangles around it. */
function costAmong(label: Rect, request: LabelRequest, requests: readonly LabelRequest[]): number {
  const own = distance(label, request.of)
  const labelArea = label.width * label.height
  let covered = 0
  let isConfusing = false
  for (const other of requests) {
    const { of } = other
    const shared = overlap(of, label)
    if (shared > 0) covered += shared / Math.min(of.width * of.height, labelArea)
    if (other !== request && !isConfusing) isConfusing = distance(label, of) < own
  }
  return COVERED_COST * Math.min(1, covered) + (isConfusing ? CONFUSING_COST : 0)
}

/** How much better each row and column of places is than the next one, in label heights. */
const PREFERENCE = { below: 0.3, beside: 0.2, column: 0.08 }

interface RowOfPlaces {
  /** No place of this row or a later one costs less. */
  distanceCost: number
  places: { rect: Rect; cost: number }[]
}

/** Places beside a rectangle, then in rows above and below. Costs are distances in label heights. */
function* rowsOfPlaces(
  { of, widthPx, heightPx }: LabelRequest,
  bounds: Rect,
  gapPx: number,
): Generator<RowOfPlaces> {
  const rightmost = bounds.x + bounds.width - widthPx
  const inside = (x: number): number => Math.max(bounds.x, Math.min(rightmost, x))
  const right = of.x + of.width
  const columns = [of.x, of.x + (of.width - widthPx) / 2, right - widthPx].map(inside)
  const sides = [0, 0.5, 1.1, 2.2].flatMap((away) => [
    right + gapPx + away * widthPx,
    of.x - gapPx - (1 + away) * widthPx,
  ])
  const place = (x: number, y: number, preference: number): { rect: Rect; cost: number } => {
    const rect = { x, y, width: widthPx, height: heightPx }
    return { rect, cost: distance(rect, of) / heightPx + preference }
  }
  const lowest = bounds.y + bounds.height - heightPx
  const middleY = Math.max(bounds.y, Math.min(lowest, of.y + (of.height - heightPx) / 2))
  yield {
    distanceCost: 0,
    places: sides.map((x, index) =>
      place(x, middleY, PREFERENCE.beside + index * PREFERENCE.column),
    ),
  }
  const rowPx = heightPx + gapPx
  const rowCount = Math.ceil(bounds.height / rowPx)
  for (let row = 0; row < rowCount; row += 0.5) {
    const awayPx = gapPx + row * rowPx
    yield {
      distanceCost: awayPx / heightPx,
      places: [...columns, ...sides].flatMap((x, index) => {
        const preference = index * PREFERENCE.column
        return [
          place(x, of.y - awayPx - heightPx, preference),
          place(x, of.y + of.height + awayPx, preference + PREFERENCE.below),
        ]
      }),
    }
  }
}

/** The shortest distance between two rectangles. */
function distance(a: Rect, b: Rect): number {
  const across = Math.max(0, b.x - a.x - a.width, a.x - b.x - b.width)
  const down = Math.max(0, b.y - a.y - a.height, a.y - b.y - b.height)
  return Math.hypot(across, down)
}

function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

/** The area that two rectangles share. */
function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

/** The shortest line between a label and its rectangle; null where they touch or nearly do. */
export function leaderLine(label: Rect, of: Rect, shortestPx: number): [Point, Point] | null {
  const nearest = (from: number, to: number, at: number): number => Math.max(from, Math.min(to, at))
  const start = {
    x: nearest(label.x, label.x + label.width, of.x + of.width / 2),
    y: nearest(label.y, label.y + label.height, of.y + of.height / 2),
  }
  const end = {
    x: nearest(of.x, of.x + of.width, start.x),
    y: nearest(of.y, of.y + of.height, start.y),
  }
  return Math.hypot(end.x - start.x, end.y - start.y) > shortestPx ? [start, end] : null
}
