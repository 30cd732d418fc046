import { endVisible, firstVisible, STEP_COUNT } from '../timeline-rows.ts'
import type { TimelineRow } from '../timeline-rows.ts'
import { spanOf } from '../time-window.ts'
import type { TimeWindow } from '../time-window.ts'

/** Of a column: the share of each step, then that of waiting between steps. */
export const SHARE_COUNT = STEP_COUNT + 1
export const WAITING = STEP_COUNT

/** How a picture of a window is divided into columns of equal time. */
export interface Columns {
  /** What the columns show: the window, and a little more where they are wider than a pixel. */
  window: TimeWindow
  count: number
  columnPx: number
  /** Of the first column, at the left of the picture or before it. */
  offsetPx: number
}

/** Columns of a pixel each: blocks are seen as they are. */
export function fineColumns(window: TimeWindow, widthPx: number): Columns {
  return { window, count: widthPx, columnPx: 1, offsetPx: 0 }
}

/** Wider columns, at the same times wherever the window begins. */
export function wideColumns(window: TimeWindow, widthPx: number, columnPx: number): Columns {
  const columnMs = (spanOf(window) / widthPx) * columnPx
  const first = Math.floor(window.fromMs / columnMs)
  const count = Math.ceil(widthPx / columnPx) + 1
  return {
    window: { fromMs: first * columnMs, toMs: (first + count) * columnMs },
    count,
    columnPx,
    offsetPx: Math.round((first - window.fromMs / columnMs) * columnPx),
  }
}

/**
 * Adds how much of the time of each column every step of a row takes, 0 to 1. What is narrower than a
 * column shares it, so that nothing is lost and a draw costs as much as there are columns.
 * @param shares has {@link SHARE_COUNT} numbers for each column
 */
export function addRow(row: TimelineRow, { window, count }: Columns, shares: Float32Array): void {
  const { startsMs, stepsMs } = row
  const { fromMs } = window
  const columnsPerMs = count / spanOf(window)
  const end = endVisible(row, window)
  for (let position = firstVisible(row, window); position < end; position++) {
    const at = position * STEP_COUNT * 2
    let reached = ((startsMs[position] as number) - fromMs) * columnsPerMs
    for (let step = 0; step < STEP_COUNT; step++) {
      const startMs = stepsMs[at + 2 * step] as number
      if (Number.isNaN(startMs)) continue
      const from = (startMs - fromMs) * columnsPerMs
      const to = ((stepsMs[at + 2 * step + 1] as number) - fromMs) * columnsPerMs
      if (from > reached) addSpan(shares, WAITING, reached, from, count)
      addSpan(shares, step, from, to, count)
      reached = to
    }
  }
}

/** Adds to every column what a span covers of it. */
function addSpan(
  shares: Float32Array,
  kind: number,
  from: number,
  to: number,
  columnCount: number,
): void {
  const left = Math.max(from, 0)
  const right = Math.min(to, columnCount)
  if (right <= left) return
  const first = Math.floor(left)
  const last = Math.floor(right)
  const at = first * SHARE_COUNT + kind
  if (first === last) {
    shares[at] = (shares[at] as number) + right - left
    return
  }
  shares[at] = (shares[at] as number) + first + 1 - left
  const end = last * SHARE_COUNT + kind
  for (let place = at + SHARE_COUNT; place < end; place += SHARE_COUNT) {
    shares[place] = (shares[place] as number) + 1
  }
  if (last < columnCount) shares[end] = (shares[end] as number) + right - last
}
