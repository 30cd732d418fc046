import type { LaneLayout } from './lane-layout.ts'
import type { Palette } from './paint/palette.ts'
import type { TimeWindow } from './time-window.ts'
import type { FramePlace, TimelineRow } from './timeline-rows.ts'

/** Everything that one draw of the timeline needs. */
export interface TimelineScene {
  rows: readonly TimelineRow[]
  layout: LaneLayout
  window: TimeWindow
  widthPx: number
  pixelRatio: number
  palette: Palette
  hovered: FramePlace | null
  chosen: FramePlace | null
}

/** Height of the axis above the lanes. */
export const AXIS_PX = 22
