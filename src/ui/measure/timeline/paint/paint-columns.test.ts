import { describe, expect, it } from 'vitest'
import { SHARE_COUNT, WAITING } from './column-shares.ts'
import { paintColumns } from './paint-columns.ts'

const plain = (pixel: number) => ({ plain: pixel, stripe: pixel })
/** The pixel of a step is its number. The pixel of its stripe is a hundred more. */
const STEPS = [{ plain: 1, stripe: 101 }, ...[2, 3, 4, 5, 6, 7].map(plain)]

/** Paints columns with these shares (kind → share) into a picture of one row. @returns the lines of pixels */
function paint(
  columns: readonly Record<number, number>[],
  { columnPx = 1, offsetPx = 0, heightPx = 4, widthPx = columns.length, isLane = false } = {},
): number[][] {
  const shares = new Float32Array(columns.length * SHARE_COUNT)
  for (const [column, kinds] of columns.entries()) {
    for (const [kind, share] of Object.entries(kinds)) {
      shares[column * SHARE_COUNT + Number(kind)] = share
    }
  }
  const pixels = new Uint32Array(widthPx * heightPx)
  paintColumns(
    { pixels, widthPx, stripeBits: 0, stripePhase: 0 },
    { topPx: 0, heightPx },
    { window: { fromMs: 0, toMs: 1 }, count: columns.length, columnPx, offsetPx },
    shares,
    isLane
      ? { shares: [...STEPS, plain(8)], line: null, linePx: 1 }
      : { shares: STEPS, line: 9, linePx: 1 },
  )
  return Array.from({ length: heightPx }, (_, y) =>
    Array.from(pixels.subarray(y * widthPx, (y + 1) * widthPx)),
  )
}

describe('the columns of a timeline', () => {
  it('of one pixel fill the whole height if there is work, and the steps share the height', () => {
    expect(paint([{ 1: 1 }, { 1: 0.1 }, {}, { 1: 0.3, 3: 0.3 }])).toEqual([
      [2, 2, 0, 4],
      [2, 2, 0, 4],
      [2, 2, 0, 2],
      [2, 2, 0, 2],
    ])
  })

  it('show a line where a frame only waits', () => {
    expect(paint([{ [WAITING]: 1 }, { [WAITING]: 0.5, 1: 0.5 }])).toEqual([
      [0, 2],
      [9, 2],
      [0, 2],
      [0, 2],
    ])
  })

  it('are striped for the disk', () => {
    expect(paint([{ 0: 1 }, { 0: 1 }], { heightPx: 2 })).toEqual([
      [1, 101],
      [101, 1],
    ])
  })

  it('that are wide are as high as their share, with waiting on top', () => {
    const options = { columnPx: 2, widthPx: 4, isLane: true }
    expect(paint([{ 1: 0.5, [WAITING]: 0.25 }, { 3: 0.01 }], options)).toEqual([
      [0, 0, 0, 0],
      [8, 8, 0, 0],
      [2, 2, 0, 0],
      [2, 2, 4, 4],
    ])
  })

  it('that extend beyond the picture are cut', () => {
    const options = { columnPx: 2, offsetPx: -1, widthPx: 2, heightPx: 1, isLane: true }
    expect(paint([{ 1: 1 }, { 2: 1 }, { 3: 1 }], options)).toEqual([[2, 3]])
  })
})
