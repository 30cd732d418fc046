import { describe, expect, it } from 'vitest'
import { fakeRow, fakeRows } from './fake-rows.ts'
import { endVisible, firstVisible, frameAtTime, Outcome, placeOf } from './timeline-rows.ts'

describe('the rows of a timeline', () => {
  it('hold the times of each frame and its steps', () => {
    const [row, ...more] = fakeRows(
      [
        [0, 1],
        [1, 3],
        [4, 5],
        [5, 8],
        [8, 9],
      ],
      [
        [20, 21],
        [22, 23],
      ],
    )
    expect(more).toEqual([])
    expect(Array.from(row?.frameIndexes ?? [])).toEqual([10, 11])
    expect(Array.from(row?.startsMs ?? [])).toEqual([0, 20])
    expect(Array.from(row?.endsMs ?? [])).toEqual([9, 23])
    expect(Array.from(row?.outcomes ?? [])).toEqual([Outcome.rendered, Outcome.skipped])
    expect(Array.from(row?.stepsMs ?? [])).toEqual([
      // No frame was walked through or spliced.
      ...[0, 1, 1, 3, 4, 5, NaN, NaN, NaN, NaN, 5, 8, 8, 9],
      ...[20, 21, 22, 23, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN],
    ])
  })

  it('find the frames that a window shows, also those that start before it or end after it', () => {
    const row = fakeRow([0, 10], [10, 20], [30, 40], [50, 60])
    const visible = (fromMs: number, toMs: number): number[] => [
      firstVisible(row, { fromMs, toMs }),
      endVisible(row, { fromMs, toMs }),
    ]
    expect(visible(0, 60)).toEqual([0, 4])
    expect(visible(12, 35)).toEqual([1, 3])
    expect(visible(22, 28)).toEqual([2, 2])
    expect(visible(70, 80)).toEqual([4, 4])
  })

  it('find the frame at a time, or a nearby one', () => {
    const row = fakeRow([0, 10], [20, 30])
    expect(frameAtTime(row, 5, 0)).toBe(0)
    expect(frameAtTime(row, 30, 0)).toBe(1)
    expect(frameAtTime(row, 15, 2)).toBe(-1)
    expect(frameAtTime(row, 11, 2)).toBe(0)
    expect(frameAtTime(row, 19, 2)).toBe(1)
    expect(frameAtTime(row, 31, 2)).toBe(1)
  })

  it('find a frame by its index', () => {
    const rows = fakeRows([[0, 10]], [[5, 15]], [[12, 20]])
    expect(placeOf(rows, 11)).toEqual({ rowIndex: 1, position: 0 })
    expect(placeOf(rows, 12)).toEqual({ rowIndex: 0, position: 1 })
    expect(placeOf(rows, 99)).toBeNull()
  })
})
