import { describe, expect, it } from 'vitest'
import { addRow, fineColumns, SHARE_COUNT, WAITING, wideColumns } from './column-shares.ts'
import type { Columns } from './column-shares.ts'
import { fakeRow, fakeRows } from '../fake-rows.ts'
import type { TimelineRow } from '../timeline-rows.ts'

/** The shares of one kind, column by column. */
function sharesOf(rows: readonly TimelineRow[], columns: Columns, kind: number): number[] {
  const shares = new Float32Array(columns.count * SHARE_COUNT)
  for (const row of rows) addRow(row, columns, shares)
  return Array.from({ length: columns.count }, (_, column) => {
    return Number((shares[column * SHARE_COUNT + kind] ?? NaN).toFixed(4))
  })
}
const [READ, DECODE] = [0, 1]

describe('the shares of a column', () => {
  const fine = fineColumns({ fromMs: 100, toMs: 110 }, 10)

  it('are the part of the column that a block covers', () => {
    expect(sharesOf([fakeRow([102.25, 104.5])], fine, READ)).toEqual([
      0, 0, 0.75, 1, 0.5, 0, 0, 0, 0, 0,
    ])
  })

  it('are added if blocks are narrower than a column', () => {
    expect(sharesOf([fakeRow([101.1, 101.3], [101.5, 101.6], [101.8, 102])], fine, READ)).toEqual([
      0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0,
    ])
  })

  it('end with the window', () => {
    const row = fakeRow([50, 60], [99, 101.5], [108.5, 200], [300, 301])
    expect(sharesOf([row], fine, READ)).toEqual([1, 0.5, 0, 0, 0, 0, 0, 0, 0.5, 1])
  })

  it('include waiting between steps, but not between frames', () => {
    const rows = fakeRows(
      [
        [101, 102],
        [104, 105],
      ],
      [[107, 108]],
    )
    expect(sharesOf(rows, fine, READ)).toEqual([0, 1, 0, 0, 0, 0, 0, 1, 0, 0])
    expect(sharesOf(rows, fine, DECODE)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0])
    expect(sharesOf(rows, fine, WAITING)).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 0, 0])
  })

  it('of several rows are added', () => {
    expect(sharesOf([fakeRow([100, 103]), fakeRow([101, 102])], fine, READ)).toEqual([
      1, 2, 1, 0, 0, 0, 0, 0, 0, 0,
    ])
  })

  it('add up to the whole work time, whatever the width', () => {
    const spans = Array.from({ length: 200 }, (_, index): [number, number] => [
      index * 3.7,
      index * 3.7 + 1.3,
    ])
    for (const widthPx of [7, 100, 1000, 5000]) {
      const columns = fineColumns({ fromMs: 0, toMs: 1000 }, widthPx)
      const sum = sharesOf([fakeRow(...spans)], columns, READ).reduce((a, b) => a + b, 0)
      expect((sum / widthPx) * 1000).toBeCloseTo(200 * 1.3, 0)
    }
  })
})

describe('wide columns', () => {
  it('cover the window', () => {
    const columns = wideColumns({ fromMs: 0, toMs: 100 }, 100, 10)
    expect(columns).toEqual({
      window: { fromMs: 0, toMs: 110 },
      count: 11,
      columnPx: 10,
      offsetPx: 0,
    })
  })

  it('stay at the same times when the window moves, so that nothing flickers', () => {
    const columns = wideColumns({ fromMs: 14, toMs: 114 }, 100, 10)
    expect(columns.window).toEqual({ fromMs: 10, toMs: 120 })
    expect(columns.offsetPx).toBe(-4)
    expect(columns.offsetPx + columns.count * columns.columnPx).toBeGreaterThanOrEqual(100)
  })
})
