import { describe, expect, it } from 'vitest'
import { layoutLanes, rowAt } from './lane-layout.ts'

/** `rowCount` rows for each of `workerCount` workers. */
const rows = (workerCount: number, rowCount: number): { workerIndex: number }[] =>
  Array.from({ length: workerCount * rowCount }, (_, index) => ({
    workerIndex: Math.floor(index / rowCount),
  }))

describe('the lanes of a timeline', () => {
  it('are below each other, with the rows of a worker together', () => {
    const layout = layoutLanes(rows(2, 2))
    expect(layout.topsPx).toEqual([0, 19, 45, 64])
    expect(layout.lanes).toEqual([
      { workerIndex: 0, topPx: 0, heightPx: 37, rowIndexes: [0, 1] },
      { workerIndex: 1, topPx: 45, heightPx: 37, rowIndexes: [2, 3] },
    ])
    expect(layout.heightPx).toBe(82)
  })

  it('become lower if there are many, but never too low to be visible', () => {
    expect(layoutLanes(rows(4, 4)).rowHeightPx).toBe(18)
    expect(layoutLanes(rows(8, 4)).rowHeightPx).toBe(11)
    expect(layoutLanes(rows(32, 6)).rowHeightPx).toBe(6)
  })

  it('leave space for the name of a worker with one low row', () => {
    const { lanes } = layoutLanes(rows(64, 1))
    expect(lanes[1]).toMatchObject({ topPx: 23, heightPx: 16 })
  })

  it('leave out workers without rows', () => {
    const { lanes } = layoutLanes([{ workerIndex: 1 }, { workerIndex: 4 }])
    expect(lanes.map(({ workerIndex }) => workerIndex)).toEqual([1, 4])
    expect(layoutLanes([]).heightPx).toBe(0)
  })

  it('give the row at a height', () => {
    const layout = layoutLanes(rows(2, 2))
    expect([0, 18, 19, 37, 44, 45, 82, -1].map((yPx) => rowAt(layout, yPx))).toEqual([
      0, 0, 1, 1, -1, 2, 3, -1,
    ])
  })
})
