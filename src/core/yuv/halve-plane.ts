import type { PlanePlace } from './blend-yuv.ts'

/**
 * Makes a plane of samples half as wide and half as high. Each sample is the mean of four. A last column
 * or row that has no neighbour is not used.
 * @param size of the small plane
 * @param into takes it from `offset` on, row by row without gaps
 */
export function halvePlane(
  from: Uint8Array,
  { offset: first, stride, step }: PlanePlace,
  { width, height }: { width: number; height: number },
  into: Uint8Array,
  offset: number,
): void {
  let to = offset
  for (let row = 0; row < height; row++) {
    let upper = first + 2 * row * stride
    let lower = upper + stride
    for (let column = 0; column < width; column++, upper += 2 * step, lower += 2 * step) {
      const above = (from[upper] as number) + (from[upper + step] as number)
      const below = (from[lower] as number) + (from[lower + step] as number)
      into[to++] = (above + below + 2) >> 2
    }
  }
}
