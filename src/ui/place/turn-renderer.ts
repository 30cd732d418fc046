import { boundsOfTurned, middleOf, turnAround, turnPoint } from '../../index.ts'
import type { Point, Rect, RendererConfig } from '../../index.ts'

/** Where a renderer is on the frame, in pixels of the layout. */
export interface PlacedBox {
  /** Of the renderer. */
  index: number
  /** As it is without its turn. */
  box: Rect
  /** Clockwise, around the middle of the box. */
  angleDeg: number
  /** The upright rectangle around the turned box. */
  bounds: Rect
}

/** Turned renderers snap to the multiples of this. */
const SNAP_DEG = 15
/** How near they must be. */
const REACH_DEG = 4

/** Null: the renderer cannot be turned. */
export function rotationOf({ options }: RendererConfig): number | null {
  return 'rotation' in options ? options.rotation : null
}

export function placedBox(index: number, box: Rect, renderer: RendererConfig): PlacedBox {
  const angleDeg = rotationOf(renderer) ?? 0
  const bounds = angleDeg === 0 ? box : boundsOfTurned(box, turnAround(middleOf(box), angleDeg))
  return { index, box, angleDeg, bounds }
}

export function withRotation(renderer: RendererConfig, angleDeg: number): RendererConfig {
  const rotation = wholeTurn(Math.round(angleDeg))
  return { ...renderer, options: { ...renderer.options, rotation } } as RendererConfig
}

/** The same angle, above −180° and up to 180°. */
export function wholeTurn(angleDeg: number): number {
  const rest = ((angleDeg % 360) + 360) % 360
  return rest > 180 ? rest - 360 : rest
}

/** A point by which a box is turned. */
export interface Grip {
  /** In pixels of the layout. */
  at: Point
  /** Which side of the box it is at. */
  side: 'upper' | 'lower'
}

/**
 * The angle at which a side of a box is towards a grip.
 * @param snaps `near`: to multiples of 15° that are near; `always`: to the nearest one
 */
export function angleTowards(
  { at, side }: Grip,
  box: Rect,
  snaps: 'never' | 'near' | 'always',
): number {
  const middle = middleOf(box)
  const wayDeg = (Math.atan2(at.y - middle.y, at.x - middle.x) * 180) / Math.PI
  const angleDeg = Math.round(wayDeg + (side === 'upper' ? 90 : -90))
  const snapped = SNAP_DEG * Math.round(angleDeg / SNAP_DEG)
  const isNear = snaps === 'always' || Math.abs(angleDeg - snapped) <= REACH_DEG
  return wholeTurn(snaps !== 'never' && isNear ? snapped : angleDeg)
}

/** The next angle in a direction. @param isBig the next multiple of 15°, otherwise 1° further */
export function nextAngle(angleDeg: number, direction: 1 | -1, isBig: boolean): number {
  if (!isBig) return wholeTurn(Math.round(angleDeg) + direction)
  const steps = angleDeg / SNAP_DEG
  const next = direction > 0 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1
  return wholeTurn(SNAP_DEG * next)
}

/** A way on the frame, as the sides of a turned box see it. */
export function wayAlongSides(way: Point, angleDeg: number): Point {
  return turnPoint(way, turnAround({ x: 0, y: 0 }, -angleDeg))
}

/**
 * The place of a turned box with another size. It is turned around another middle then, and what
 * stays of it shall not move.
 * @param after the box with its new size, as if it were not turned
 */
export function keptUnderTurn(before: Rect, after: Rect, angleDeg: number): Rect {
  const middle = turnPoint(middleOf(after), turnAround(middleOf(before), angleDeg))
  return { ...after, x: middle.x - after.width / 2, y: middle.y - after.height / 2 }
}
