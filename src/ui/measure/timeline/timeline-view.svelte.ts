import type { RunTrace, TraceFrame } from '../../../measure/index.ts'
import { layoutLanes, rowAt } from './lane-layout.ts'
import type { LaneLayout } from './lane-layout.ts'
import { panWindow, spanOf, wholeWindow, windowAround, zoomWindow } from './time-window.ts'
import type { TimeWindow } from './time-window.ts'
import { frameAtTime, placeOf, rowsOf } from './timeline-rows.ts'
import type { FramePlace, TimelineRow } from './timeline-rows.ts'

const SLOWEST_COUNT = 20
/** How far from a frame the pointer may be. */
const REACH_PX = 2

/** The visible part of a trace, the frame under the pointer and the chosen frame. */
export class TimelineView {
  readonly trace: RunTrace
  readonly rows: readonly TimelineRow[]
  readonly layout: LaneLayout
  readonly whole: TimeWindow
  readonly slowest: readonly TraceFrame[]
  /** Width of the plot. */
  widthPx = $state(0)
  #window: TimeWindow
  #hovered = $state.raw<FramePlace | null>(null)
  #chosen = $state.raw<FramePlace | null>(null)

  constructor(trace: RunTrace) {
    this.trace = trace
    this.rows = rowsOf(trace)
    this.layout = layoutLanes(this.rows)
    this.whole = wholeWindow(trace.durationMs)
    this.slowest = trace.slowestFrames(SLOWEST_COUNT)
    this.#window = $state.raw(this.whole)
  }

  get window(): TimeWindow {
    return this.#window
  }
  get hovered(): FramePlace | null {
    return this.#hovered
  }
  get chosen(): FramePlace | null {
    return this.#chosen
  }

  /** The frame whose times are shown: the one under the pointer, else the chosen one. */
  readonly told: TraceFrame | null = $derived.by(() => this.#frameAt(this.#hovered ?? this.#chosen))
  readonly chosenFrame: TraceFrame | null = $derived.by(() => this.#frameAt(this.#chosen))

  /** @param atPx the point that keeps its place; default: the middle */
  zoom(factor: number, atPx = this.widthPx / 2): void {
    this.#window = zoomWindow(this.#window, factor, this.#timeAt(atPx), this.whole)
  }

  /** @param share of the width of the window */
  pan(share: number): void {
    this.#window = panWindow(this.#window, share * spanOf(this.#window), this.whole)
  }

  showWhole(): void {
    this.#window = this.whole
  }

  point(xPx: number, yPx: number): void {
    const place = this.#placeAt(xPx, yPx)
    const { rowIndex, position } = this.#hovered ?? {}
    if (place?.rowIndex !== rowIndex || place?.position !== position) this.#hovered = place
  }

  leave(): void {
    this.#hovered = null
  }

  /** Chooses the frame at a point, or no frame if there is none. */
  chooseAt(xPx: number, yPx: number): void {
    this.#chosen = this.#placeAt(xPx, yPx)
  }

  /** Chooses a frame and shows it. */
  show({ frameIndex, startMs, endMs }: TraceFrame): void {
    this.#chosen = placeOf(this.rows, frameIndex)
    this.#window = windowAround(startMs, endMs, this.whole)
  }

  #frameAt(place: FramePlace | null): TraceFrame | null {
    const index = place && this.rows[place.rowIndex]?.indexes[place.position]
    return index == null ? null : this.trace.frameAt(index)
  }

  #placeAt(xPx: number, yPx: number): FramePlace | null {
    const rowIndex = rowAt(this.layout, yPx)
    const row = this.rows[rowIndex]
    if (!row || this.widthPx === 0) return null
    const reachMs = (REACH_PX / this.widthPx) * spanOf(this.#window)
    const position = frameAtTime(row, this.#timeAt(xPx), reachMs)
    return position < 0 ? null : { rowIndex, position }
  }

  #timeAt(xPx: number): number {
    const share = this.widthPx > 0 ? xPx / this.widthPx : 0.5
    return this.#window.fromMs + share * spanOf(this.#window)
  }
}
