import { boundsOfRects, grow, intersectionOf, scaled } from './geometry.ts'
import type { Rect } from './geometry.ts'
import { boundsOfTurned } from './turn.ts'
import type { Turn } from './turn.ts'

const NOWHERE: Rect = { x: 0, y: 0, width: 0, height: 0 }

/** Which rectangles of a frame were drawn on. */
export class DrawnMarks {
  /** In pixels of the frame. */
  readonly rects: Rect[] = []
  /** How all that is drawn is turned. */
  turn: Turn | null = null
  private readonly scale: number
  /** What can be drawn on, in pixels of the frame. */
  private clipRect: Rect | null = null

  /** @param scale pixels of the frame for one of the layout */
  constructor(scale: number) {
    this.scale = scale
  }

  /**
   * Notes what was drawn on, in pixels of the layout.
   * @param softPx of the frame, around it
   */
  add(rect: Rect, softPx = 0): void {
    const drawn = this.onFrame(rect, softPx)
    this.rects.push(this.clipRect ? intersectionOf(drawn, this.clipRect) : drawn)
  }

  /** Only what is inside a rectangle counts as drawn on. */
  within(rect: Rect, softPx: number, draw: () => void): void {
    const before = this.clipRect
    const bounds = this.onFrame(rect, softPx)
    this.clipRect = before ? intersectionOf(before, bounds) : bounds
    try {
      draw()
    } finally {
      this.clipRect = before
    }
  }

  /** What is drawn on meanwhile, in pixels of the frame. It does not count as drawn on. */
  apart(draw: () => void): Rect {
    const { length } = this.rects
    try {
      draw()
      return boundsOfRects(this.rects.slice(length)) ?? NOWHERE
    } finally {
      this.rects.length = length
    }
  }

  private onFrame(rect: Rect, softPx: number): Rect {
    const upright = grow(scaled(rect, this.scale), softPx)
    return this.turn ? boundsOfTurned(upright, this.turn) : upright
  }
}
