import { GREY_HEIGHT_PX, GREY_WIDTH_PX } from './grey-size.ts'

const ROWS = 3
const COLUMNS = 4
/** Contrast below this is noise of the camera, which is not divided by. */
const LEAST_CONTRAST = 2

/**
 * How much of each part of the picture moves: the change since the last picture, in units of the
 * contrast there. It is about the distance in px, as long as that is small.
 * @returns one value for each part
 */
export function motionAmounts(now: Uint8Array, last: Uint8Array): Float64Array {
  const changes = new Float64Array(ROWS * COLUMNS)
  const contrasts = new Float64Array(ROWS * COLUMNS)
  for (let y = 1; y < GREY_HEIGHT_PX - 1; y++) {
    const row = Math.floor((y * ROWS) / GREY_HEIGHT_PX)
    for (let x = 1; x < GREY_WIDTH_PX - 1; x++) {
      const at = y * GREY_WIDTH_PX + x
      const part = row * COLUMNS + Math.floor((x * COLUMNS) / GREY_WIDTH_PX)
      const change = (now[at] as number) - (last[at] as number)
      const across = ((now[at + 1] as number) - (now[at - 1] as number)) / 2
      const down = ((now[at + GREY_WIDTH_PX] as number) - (now[at - GREY_WIDTH_PX] as number)) / 2
      changes[part] = (changes[part] as number) + change * change
      contrasts[part] = (contrasts[part] as number) + across * across + down * down
    }
  }
  const partSize = (GREY_WIDTH_PX * GREY_HEIGHT_PX) / (ROWS * COLUMNS)
  return changes.map((change, part) =>
    Math.sqrt(change / ((contrasts[part] as number) + LEAST_CONTRAST * partSize)),
  )
}
