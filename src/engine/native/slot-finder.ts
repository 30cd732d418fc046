import { intersectionOf } from '../../core/draw/geometry.ts'
import type { Rect } from '../../core/draw/geometry.ts'
import { disjoint } from '../compose/overlay-patches.ts'
import type { FrameSize } from '../frames/frame-size.ts'

/** Chroma may have one sample for each 2×2 pixels. */
const GRID_PX = 2
/** To lay one more slot over a frame takes as long as to lay these pixels over it. */
const SLOT_COST_PX = 20_000
/** A larger slot is cut, so that what moves inside it is not sent with all that stands still. */
const MOST_WIDTH_PX = 640
const MOST_HEIGHT_PX = 360
/** To join areas takes longer the more there are. */
const MOST_AREAS = 48
/** Each slot is a filter of its own. */
const MOST_SLOTS = 24

/** Finds the parts of a frame that an overlay is ever drawn on, in all frames of a run. */
export class SlotFinder {
  private readonly size: FrameSize
  private areas: Rect[] = []

  constructor(size: FrameSize) {
    this.size = size
  }

  /** @param drawn what one frame is drawn on */
  add(drawn: readonly Rect[]): void {
    const others = drawn.filter((rect) => !this.areas.some((area) => contains(area, rect)))
    if (others.length === 0) return
    this.areas = disjoint([...this.areas, ...others], this.size, GRID_PX)
    if (this.areas.length > MOST_AREAS) this.areas = joinNear(this.areas, this.size)
  }

  /** Rectangles that do not overlap and lie on even pixels; none if nothing was drawn. */
  slots(): Rect[] {
    const joined = joinNear(this.areas, this.size)
    const cut = joined.flatMap(cutUp)
    return cut.length <= MOST_SLOTS ? cut : joined
  }
}

function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

/** Joins rectangles where one of them costs less than two, and as long as there are too many. */
function joinNear(areas: readonly Rect[], size: FrameSize): Rect[] {
  let found = [...areas]
  for (;;) {
    let best: { cost: number; whole: Rect } | null = null
    for (const [index, one] of found.entries()) {
      for (const other of found.slice(index + 1)) {
        const whole = around(one, other)
        // The joined rectangle takes in the others that it touches.
        const inside = found.filter((each) => areaOf(intersectionOf(whole, each)) > 0)
        const cost = areaOf(whole) - inside.reduce((sum, each) => sum + areaOf(each), 0)
        if (!best || cost < best.cost) best = { cost, whole }
      }
    }
    if (!best || (best.cost > SLOT_COST_PX && found.length <= MOST_SLOTS)) return found
    found = disjoint([...found, best.whole], size, GRID_PX)
  }
}

function cutUp({ x, y, width, height }: Rect): Rect[] {
  const columns = stretches(x, width, MOST_WIDTH_PX)
  const rows = stretches(y, height, MOST_HEIGHT_PX)
  return rows.flatMap((row) =>
    columns.map((column) => ({
      x: column.at,
      y: row.at,
      width: column.length,
      height: row.length,
    })),
  )
}

/** Cuts a length into parts of about the same size, at even pixels. */
function stretches(at: number, length: number, most: number): { at: number; length: number }[] {
  const count = Math.ceil(length / most)
  const step = Math.ceil(length / count / GRID_PX) * GRID_PX
  return Array.from({ length: count }, (_, index) => ({
    at: at + index * step,
    length: Math.min(step, length - index * step),
  }))
}

function around(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  const right = Math.max(a.x + a.width, b.x + b.width)
  const bottom = Math.max(a.y + a.height, b.y + b.height)
  return { x, y, width: right - x, height: bottom - y }
}

function areaOf({ width, height }: Rect): number {
  return width * height
}
