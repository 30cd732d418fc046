import { endVisible, firstVisible, STEP_COUNT } from '../timeline-rows.ts'
import type { TimelineRow } from '../timeline-rows.ts'
import { spanOf } from '../time-window.ts'
import type { TimeWindow } from '../time-window.ts'

/** Numbers of a column: the share of each step, then the share of waiting between steps. */
export const SHARE_COUNT = STEP_COUNT + 1
export const WAITING = STEP_COUNT

/** How the visible window is divided into columns of equal duration. */
export interface Columns {
  /** The time that the columns cover. It is a little more than the visible window if columns are wide. */
  window: TimeWindow
  count: number
  columnPx: number
  /** Left edge of the first column: 0, or negative if it begins before the picture. */
  offsetPx: number
}

/** Columns that are one pixel wide, so that each block is visible. */
export function fineColumns(window: TimeWindow, widthPx: number): Columns {
  return { window, count: widthPx, columnPx: 1, offsetPx: 0 }
}

/** Wider columns. They are at the same times, wherever the window begins. */
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
 * Adds, for each column and each step, which share of the column's time the step takes (0 to 1). Blocks
 * that are narrower than a column are added up. So no block is lost, however narrow the columns are.
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

/** Adds to each column the share of it that a span covers. */
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
