import { createContext, untrack } from 'svelte'
import { defaultSensorConfig, samplesAt, trackRangeMs } from '../../index.ts'
import type { Matching, MatchResult } from '../../index.ts'
import { panWindow, spanOf, zoomWindow } from '../measure/timeline/time-window.ts'
import type { TimeWindow } from '../measure/timeline/time-window.ts'
import type { OverlayState } from '../state/overlay-state.svelte.ts'
import type { PreviewState } from '../state/preview-state.svelte.ts'
import type { RecordingState } from '../state/recording-state.svelte.ts'
import { CurveStore } from './curve-store.svelte.ts'
import { LANE_GAP_PX, LanesState, SIZES_PX } from './lanes-state.svelte.ts'
import type { Lane } from './lanes-state.svelte.ts'
import { SignalsState } from './signals-state.svelte.ts'
import { LineUpState } from './line-up-state.svelte.ts'
import { MomentsState } from './moments-state.svelte.ts'
import { ThumbnailsState } from './thumbnails-state.svelte.ts'

export const [getTimeline, setTimeline] = createContext<TimelineState>()

/** A log that is further away than so many lengths of the video cannot be reached by panning. */
const MOST_LENGTHS_AWAY = 10
const LEAST_LENGTH_MS = 1
const KEY_ZOOM = 1.5
/** The picture and the sound are on the video's clock. */
const OF_THE_VIDEO: Matching = { ...defaultSensorConfig(), strategy: 'nearest' }

/** A lane with its place on the canvas. */
export interface PlacedLane extends Lane {
  topPx: number
  heightPx: number
}

/** Which part of the recording the timeline shows, and what is under the pointer. */
export class TimelineState {
  readonly signals: SignalsState
  readonly lanes: LanesState
  readonly curves = new CurveStore()
  readonly moments: MomentsState
  readonly lineUp: LineUpState
  readonly thumbnails: ThumbnailsState
  /** Of the plot. */
  widthPx = $state(0)
  /** How high the tools for lining up are; 0 if they are closed. */
  lineUpPx = $state(0)
  #recording: RecordingState
  #overlay: OverlayState
  #preview: PreviewState
  /** Null: the whole video. */
  #zoomed = $state.raw<TimeWindow | null>(null)
  /** Time under the pointer, on the video's clock. */
  #hoveredMs = $state<number | null>(null)

  constructor(recording: RecordingState, overlay: OverlayState, preview: PreviewState) {
    this.#recording = recording
    this.#overlay = overlay
    this.#preview = preview
    this.signals = new SignalsState(overlay)
    this.lanes = new LanesState(recording, overlay, this.signals)
    this.moments = new MomentsState(overlay, preview, this.lanes, this.curves)
    this.thumbnails = new ThumbnailsState(recording, preview)
    this.lineUp = new LineUpState(overlay, preview, this.lanes, this.moments)
  }

  /** Times of the first and the last frame. */
  readonly video: TimeWindow = $derived.by(() => {
    const [fromMs, toMs] = this.#recording.current?.timing?.rangeMs ?? [0, 1]
    return { fromMs, toMs: Math.max(toMs, fromMs + LEAST_LENGTH_MS) }
  })
  /** The video, and the logs around it. */
  readonly whole: TimeWindow = $derived.by(() => {
    const { fromMs, toMs } = this.video
    const reachMs = MOST_LENGTHS_AWAY * (toMs - fromMs)
    const whole = { fromMs, toMs }
    for (const lane of this.lanes.shown) {
      const range = trackRangeMs({ track: lane.track, matching: this.matchingOf(lane) })
      if (!range || range[0] < fromMs - reachMs || range[1] > toMs + reachMs) continue
      whole.fromMs = Math.min(whole.fromMs, range[0])
      whole.toMs = Math.max(whole.toMs, range[1])
    }
    return whole
  })
  get window(): TimeWindow {
    return this.#zoomed ?? this.video
  }
  get canZoomOut(): boolean {
    return spanOf(this.window) < spanOf(this.whole)
  }
  get isZoomed(): boolean {
    return this.#zoomed !== null
  }
  get hoveredMs(): number | null {
    return this.#hoveredMs
  }
  /** The time whose values are shown: under the pointer, else that of the frame. */
  readonly readMs: number = $derived.by(
    () => this.#hoveredMs ?? this.moments.timeMs ?? this.video.fromMs,
  )

  /** How much of its height the timeline has only while the user wants the tools that are open. */
  get toolsPx(): number {
    return this.lineUpPx + this.thumbnails.heightPx
  }

  /** The lanes that are shown, and where. */
  readonly placed: readonly PlacedLane[] = $derived.by(() => {
    let topPx = 0
    return this.lanes.shown.map((lane) => {
      const placed = { ...lane, topPx, heightPx: SIZES_PX[lane.size] }
      topPx += placed.heightPx + LANE_GAP_PX
      return placed
    })
  })
  readonly heightPx: number = $derived.by(() =>
    this.placed.reduce((sum, { heightPx }) => sum + heightPx + LANE_GAP_PX, 0),
  )
  /** What every log says at {@link readMs}. */
  readonly samples: ReadonlyMap<string, MatchResult> = $derived.by(() =>
    samplesAt(
      this.lanes.shown.map((lane) => ({ track: lane.track, matching: this.matchingOf(lane) })),
      this.readMs,
    ),
  )

  /** How the records of a lane lie on the video's clock. */
  matchingOf({ track, isLog }: Lane): Matching {
    return isLog ? this.#overlay.sensorConfig(track.name) : OF_THE_VIDEO
  }

  /** The place of a time in the window: 0 to 1 if it is in view. */
  shareOf(timeMs: number): number {
    const { window } = this
    return (timeMs - window.fromMs) / spanOf(window)
  }

  isInView(timeMs: number): boolean {
    const share = this.shareOf(timeMs)
    return share >= 0 && share <= 1
  }

  /** The time at a place of the plot, on the video's clock. */
  timeAt(xPx: number): number {
    const share = this.widthPx > 0 ? xPx / this.widthPx : 0
    return this.window.fromMs + share * spanOf(this.window)
  }

  /** @param atPx the place that keeps its time; default: the frame if it is in view, else the middle */
  zoom(factor: number, atPx?: number): void {
    const frameMs = this.#preview.frame?.timestampMs
    const isFrameInView = frameMs !== undefined && this.isInView(frameMs)
    const anchorMs = this.timeAt(
      atPx ?? (isFrameInView ? this.shareOf(frameMs) : 0.5) * this.widthPx,
    )
    this.#look(zoomWindow(this.window, factor, anchorMs, this.whole))
  }

  zoomIn(): void {
    this.zoom(KEY_ZOOM)
  }
  zoomOut(): void {
    this.zoom(1 / KEY_ZOOM)
  }

  /** @param share of the width of the window */
  pan(share: number): void {
    this.#look(panWindow(this.window, share * spanOf(this.window), this.whole))
  }

  showWhole(): void {
    this.#zoomed = null
  }

  /** Moves the window so that the frame is in view; only when the frame changes. */
  follow(timeMs: number): void {
    const share = untrack(() => this.shareOf(timeMs))
    if (share >= 0 && share <= 1) return
    // Ahead of the playhead there is most to see.
    untrack(() => this.pan(share - (share > 1 ? 0.1 : 0.9)))
  }

  point(xPx: number | null): void {
    this.#hoveredMs = xPx === null ? null : this.timeAt(xPx)
  }

  #look(window: TimeWindow): void {
    const isVideo = window.fromMs === this.video.fromMs && window.toMs === this.video.toMs
    this.#zoomed = isVideo ? null : window
  }
}
