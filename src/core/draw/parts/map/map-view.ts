import { middleOf } from '../../geometry.ts'
import { boundsOfPoints } from '../../shapes.ts'
import type { Point, Rect } from '../../surface.ts'
import type { GroundPoint } from './local-plane.ts'

/** How a plane on the ground is seen in a rectangle of the picture. */
export class MapView {
  readonly pxPerM: number
  private readonly middle: Point
  private readonly center: GroundPoint
  private readonly sine: number
  private readonly cosine: number

  /**
   * @param center what lies in the middle of the rectangle
   * @param upRad the direction that is up, clockwise from north
   */
  constructor(rect: Rect, center: GroundPoint, pxPerM: number, upRad: number) {
    this.middle = middleOf(rect)
    this.center = center
    this.pxPerM = pxPerM
    this.sine = Math.sin(upRad)
    this.cosine = Math.cos(upRad)
  }

  pointOf({ eastM, northM }: GroundPoint): Point {
    const [east, north] = [eastM - this.center.eastM, northM - this.center.northM]
    return {
      x: this.middle.x + this.pxPerM * (east * this.cosine - north * this.sine),
      y: this.middle.y - this.pxPerM * (east * this.sine + north * this.cosine),
    }
  }
}

/** A track that never moved is shown as if it were so long. */
const LEAST_EXTENT_M = 10

/** The view in which all points are as large as can be. With heading up, they fit in any direction. */
export function viewOfAll(
  rect: Rect,
  points: readonly GroundPoint[],
  upRad: number,
  turns: boolean,
): MapView {
  const bounds = boundsOfPoints(points.map(({ eastM, northM }) => ({ x: eastM, y: northM })))
  const center = {
    eastM: bounds.x + bounds.width / 2,
    northM: bounds.y + bounds.height / 2,
  }
  if (!turns) {
    const pxPerM = Math.min(
      rect.width / Math.max(bounds.width, LEAST_EXTENT_M),
      rect.height / Math.max(bounds.height, LEAST_EXTENT_M),
    )
    return new MapView(rect, center, pxPerM, upRad)
  }
  const radiusM = points.reduce(
    (most, { eastM, northM }) =>
      Math.max(most, Math.hypot(eastM - center.eastM, northM - center.northM)),
    LEAST_EXTENT_M / 2,
  )
  return new MapView(rect, center, Math.min(rect.width, rect.height) / 2 / radiusM, upRad)
}
