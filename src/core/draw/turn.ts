import type { Point, Rect } from './geometry.ts'
import { boundsOfPoints } from './shapes.ts'

/** A turn around a point: `x′ = cos · x − sin · y + byX`, `y′ = sin · x + cos · y + byY`. */
export interface Turn {
  cos: number
  sin: number
  byX: number
  byY: number
}

/** Cosine and sine of whole quarter turns, without the rounding of `Math.cos`. */
const QUARTERS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const

/** @param angleDeg clockwise on the screen */
export function turnAround({ x, y }: Point, angleDeg: number): Turn {
  const quarterIndex = (((angleDeg / 90) % 4) + 4) % 4
  const quarter = QUARTERS[quarterIndex]
  const angleRad = (angleDeg * Math.PI) / 180
  const [cos, sin] = quarter ?? [Math.cos(angleRad), Math.sin(angleRad)]
  return { cos, sin, byX: x - cos * x + sin * y, byY: y - sin * x - cos * y }
}

/** Edges that lay on whole pixels lie on whole pixels again after a quarter turn, and stay sharp. */
export function keepSharp(turn: Turn): Turn {
  const isQuarter = turn.cos === 0 || turn.sin === 0
  return isQuarter ? { ...turn, byX: Math.round(turn.byX), byY: Math.round(turn.byY) } : turn
}

export function turnPoint({ x, y }: Point, { cos, sin, byX, byY }: Turn): Point {
  return { x: cos * x - sin * y + byX, y: sin * x + cos * y + byY }
}

/** The smallest upright rectangle around a turned one. */
export function boundsOfTurned({ x, y, width, height }: Rect, turn: Turn): Rect {
  const [right, bottom] = [x + width, y + height]
  const corners = [
    { x, y },
    { x: right, y },
    { x, y: bottom },
    { x: right, y: bottom },
  ]
  return boundsOfPoints(corners.map((corner) => turnPoint(corner, turn)))
}
