import type { TimelineRow } from './timeline-rows.ts'

/** The lane of one worker with its rows, in CSS px from the top of the lanes. */
export interface Lane {
  workerIndex: number
  topPx: number
  heightPx: number
  rowIndexes: number[]
}

/** The positions of rows and lanes, in CSS px. */
export interface LaneLayout {
  rowHeightPx: number
  /** The top of each row. */
  topsPx: number[]
  lanes: Lane[]
  heightPx: number
}

const LEAST_ROW_PX = 6
const MOST_ROW_PX = 18
/** If the rows need more than this, they become lower. */
const ROOM_PX = 400
const ROW_GAP_PX = 1
const LANE_GAP_PX = 7
/** A lane is at least as high as the name of its worker. */
const LEAST_LANE_PX = 16

/** @param rows the rows of one worker must be next to each other */
export function layoutLanes(rows: readonly Pick<TimelineRow, 'workerIndex'>[]): LaneLayout {
  const rowHeightPx = Math.min(
    Math.max(Math.floor(ROOM_PX / Math.max(1, rows.length)) - ROW_GAP_PX, LEAST_ROW_PX),
    MOST_ROW_PX,
  )
  const layout: LaneLayout = { rowHeightPx, topsPx: [], lanes: [], heightPx: 0 }
  let lane: Lane | undefined
  let nextPx = 0
  for (const [rowIndex, { workerIndex }] of rows.entries()) {
    if (lane?.workerIndex !== workerIndex) {
      if (lane) nextPx = Math.max(nextPx, lane.topPx + LEAST_LANE_PX) + LANE_GAP_PX
      lane = { workerIndex, topPx: nextPx, heightPx: LEAST_LANE_PX, rowIndexes: [] }
      layout.lanes.push(lane)
    }
    lane.rowIndexes.push(rowIndex)
    layout.topsPx.push(nextPx)
    nextPx += rowHeightPx + ROW_GAP_PX
    lane.heightPx = Math.max(LEAST_LANE_PX, nextPx - ROW_GAP_PX - lane.topPx)
  }
  layout.heightPx = lane ? lane.topPx + lane.heightPx : 0
  return layout
}

/** The index of the row at a height; -1 between rows. */
export function rowAt({ topsPx, rowHeightPx }: LaneLayout, yPx: number): number {
  return topsPx.findIndex((topPx) => yPx >= topPx && yPx < topPx + rowHeightPx + ROW_GAP_PX)
}
