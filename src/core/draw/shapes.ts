import type { Point, Rect } from './geometry.ts'

/** The part of a canvas that paths are made with. */
export interface PathContext {
  beginPath(): void
  closePath(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  arc(
    x: number,
    y: number,
    radius: number,
    startAngle: number,
    endAngle: number,
    counterclockwise?: boolean,
  ): void
  roundRect(x: number, y: number, width: number, height: number, radius: number): void
}

/**
 * What can be filled and stroked, as plain data. Angles are in radians, clockwise from the direction
 * of x, as a canvas has them; an arc goes clockwise from `fromRad` to `toRad`, at most once around.
 */
export type Shape =
  | { kind: 'polygon'; points: readonly Point[] }
  | { kind: 'circle'; center: Point; radiusPx: number }
  | { kind: 'arc'; center: Point; radiusPx: number; fromRad: number; toRad: number }
  /** The band between two arcs. */
  | {
      kind: 'band'
      center: Point
      innerPx: number
      outerPx: number
      fromRad: number
      toRad: number
    }
  | { kind: 'rounded'; rect: Rect; radiusPx: number }
  /** Lines that are stroked as one, so that they do not darken each other where they cross. */
  | { kind: 'lines'; lines: readonly (readonly Point[])[] }

const FULL_TURN = 2 * Math.PI

/**
 * Makes a shape the path of a canvas.
 * @param scale pixels of the canvas for one of the shape
 */
export function tracePath(context: PathContext, shape: Shape, scale: number): void {
  context.beginPath()
  switch (shape.kind) {
    case 'polygon':
      traceLine(context, shape.points, scale)
      context.closePath()
      return
    case 'circle': {
      const { center, radiusPx } = shape
      context.arc(center.x * scale, center.y * scale, radiusPx * scale, 0, FULL_TURN)
      context.closePath()
      return
    }
    case 'arc': {
      const { center, radiusPx, fromRad, toRad } = shape
      context.arc(center.x * scale, center.y * scale, radiusPx * scale, fromRad, toRad)
      return
    }
    case 'band': {
      const { center, innerPx, outerPx, fromRad, toRad } = shape
      const [x, y] = [center.x * scale, center.y * scale]
      context.arc(x, y, outerPx * scale, fromRad, toRad)
      context.arc(x, y, innerPx * scale, toRad, fromRad, true)
      context.closePath()
      return
    }
    case 'rounded': {
      const { x, y, width, height } = shape.rect
      const radiusPx = Math.min(shape.radiusPx, width / 2, height / 2)
      context.roundRect(x * scale, y * scale, width * scale, height * scale, radiusPx * scale)
      return
    }
    case 'lines':
      for (const line of shape.lines) traceLine(context, line, scale)
  }
}

function traceLine(context: PathContext, points: readonly Point[], scale: number): void {
  points.forEach(({ x, y }, index) =>
    index === 0 ? context.moveTo(x * scale, y * scale) : context.lineTo(x * scale, y * scale),
  )
}

/** The smallest rectangle around a shape, without a stroke. */
export function boundsOfShape(shape: Shape): Rect {
  switch (shape.kind) {
    case 'polygon':
      return boundsOfPoints(shape.points)
    case 'circle': {
      const { center, radiusPx } = shape
      return {
        x: center.x - radiusPx,
        y: center.y - radiusPx,
        width: 2 * radiusPx,
        height: 2 * radiusPx,
      }
    }
    case 'arc':
      return boundsOfPoints(extremesOfArc(shape.center, shape.radiusPx, shape))
    case 'band':
      return boundsOfPoints([
        ...extremesOfArc(shape.center, shape.innerPx, shape),
        ...extremesOfArc(shape.center, shape.outerPx, shape),
      ])
    case 'rounded':
      return shape.rect
    case 'lines':
      return boundsOfPoints(shape.lines.flat())
  }
}

/** The point of a circle at an angle. */
export function pointOnCircle(center: Point, radiusPx: number, angleRad: number): Point {
  return {
    x: center.x + radiusPx * Math.cos(angleRad),
    y: center.y + radiusPx * Math.sin(angleRad),
  }
}

export function boundsOfPoints(points: readonly Point[]): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y } of points) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  return points.length === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top }
}

/** Both ends of an arc, and the points between them that lie farthest left, right, up and down. */
function extremesOfArc(
  center: Point,
  radiusPx: number,
  { fromRad, toRad }: { fromRad: number; toRad: number },
): Point[] {
  const QUARTER = FULL_TURN / 4
  const angles = [fromRad, toRad]
  for (let at = Math.ceil(fromRad / QUARTER) * QUARTER; at < toRad; at += QUARTER) angles.push(at)
  return angles.map((angle) => pointOnCircle(center, radiusPx, angle))
}
