import type { Shape } from '../../shapes.ts'
import type { Point, Surface } from '../../surface.ts'
import { drawBox } from '../box.ts'
import type { AttitudeOptions } from './attitude-specs.ts'

/** Where the instrument is on the picture. */
export interface HorizonPlace {
  center: Point
  /** Half of the height. */
  radiusPx: number
  widthPx: number
  outline: Shape
  pxPerDeg: number
}

/** Parts of the instrument, as shares of its radius. */
export const PARTS = {
  line: 0.016,
  horizon: 0.022,
  ladder: 0.7,
  rung: 0.22,
  shortRung: 0.11,
  rollScale: 0.9,
  rollTick: 0.08,
  wing: 0.74,
  wingEnd: 0.44,
  aircraft: 0.045,
}

/** Height ÷ width of the rectangle. */
const RECTANGLE_ASPECT = 0.75

/** Draws the panel of the instrument, if it has one. */
export function placeHorizon(surface: Surface, options: AttitudeOptions): HorizonPlace {
  const { size, shape, pitchSpan } = options
  const heightPx = shape === 'circle' ? size : size * RECTANGLE_ASPECT
  const box = drawBox(surface, { widthPx: size, heightPx }, options)
  const center = { x: box.x + size / 2, y: box.y + heightPx / 2 }
  const radiusPx = heightPx / 2
  // The edge lies inside the box.
  const inset = (3 * PARTS.line * radiusPx) / 2
  const rect = {
    x: box.x + inset,
    y: box.y + inset,
    width: size - 2 * inset,
    height: heightPx - 2 * inset,
  }
  const outline: Shape =
    shape === 'circle'
      ? { kind: 'circle', center, radiusPx: radiusPx - inset }
      : { kind: 'rounded', rect, radiusPx: radiusPx * 0.15 }
  return { center, radiusPx, widthPx: size, outline, pxPerDeg: heightPx / pitchSpan }
}
