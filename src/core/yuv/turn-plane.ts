import type { PlanePlace } from './blend-yuv.ts'

export type Turn = 90 | 180 | 270

/**
 * Turns a plane of samples clockwise.
 * @param size of the plane as it lies there
 * @param into takes it from `offset` on, row by row without gaps
 */
export function turnPlane(
  from: Uint8Array,
  { offset: first, stride, step }: PlanePlace,
  { width, height }: { width: number; height: number },
  turnDeg: Turn,
  into: Uint8Array,
  offset: number,
): void {
  const lastRow = (height - 1) * stride
  const lastColumn = (width - 1) * step
  // Where the turned plane begins, and the ways along its rows and from one to the next.
  const [begin, along, down] = {
    90: [first + lastRow, -stride, step],
    180: [first + lastRow + lastColumn, -step, -stride],
    270: [first + lastColumn, stride, -step],
  }[turnDeg] as [number, number, number]
  const [turnedWidth, turnedHeight] = turnDeg === 180 ? [width, height] : [height, width]
  let to = offset
  for (let row = 0; row < turnedHeight; row++) {
    let at = begin + row * down
    for (let column = 0; column < turnedWidth; column++, at += along)
      into[to++] = from[at] as number
  }
}
