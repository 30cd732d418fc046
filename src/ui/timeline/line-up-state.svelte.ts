import {
  alignTimeMs,
  fitSyncPoints,
  moveSyncPoints,
  OverlaneError,
  snapshotTimeMs,
} from '../../index.ts'
import type { SensorConfig, SyncFit, SyncPoint } from '../../index.ts'
import type { OverlayState } from '../state/overlay-state.svelte.ts'
import type { PreviewState } from '../state/preview-state.svelte.ts'
import type { LanesState } from './lanes-state.svelte.ts'
import type { FoundMoment, MomentsState } from './moments-state.svelte.ts'
import { PointCheck, strongestMoments } from './point-check.svelte.ts'

/** Points closer than this are the same frame. */
const SAME_FRAME_MS = 0.5
export const NO_LOG = 'Choose the lane of a log first'

/** A moment of a log that waits for its frame. */
interface PendingMark {
  sensor: string
  logMs: number
}

/** Lines logs up with the picture by hand: moves them, and marks which frame is which moment. */
export class LineUpState {
  #overlay: OverlayState
  #preview: PreviewState
  #lanes: LanesState
  #moments: MomentsState
  /** Whether the tools for it are shown. */
  isOpen = $state(false)
  /** Whether a drag on a lane moves its log. */
  isMoving = $state(false)
  #pending = $state.raw<PendingMark | null>(null)
  #check = $state.raw<PointCheck | null>(null)
  #fault = $state('')
  /** The log before it was dragged. */
  #dragged: { name: string; before: SensorConfig } | null = null

  constructor(
    overlay: OverlayState,
    preview: PreviewState,
    lanes: LanesState,
    moments: MomentsState,
  ) {
    this.#overlay = overlay
    this.#preview = preview
    this.#lanes = lanes
    this.#moments = moments
  }

  /** The name of the log that is worked on; '' if the chosen lane is none. */
  get sensor(): string {
    const { chosen } = this.#lanes
    return chosen?.isLog ? chosen.track.name : ''
  }
  readonly points: readonly SyncPoint[] = $derived.by(
    () => this.#overlay.sensorConfig(this.sensor).syncPoints,
  )
  /** How the points of the chosen log fit; null if there are none. */
  readonly fit: SyncFit | null = $derived.by(() =>
    this.points.length > 0 ? fitSyncPoints(this.points) : null,
  )
  /** The moment of the chosen log that waits for its frame, on the log's clock. */
  readonly pendingLogMs: number | null = $derived.by(() =>
    this.#pending?.sensor === this.sensor ? this.#pending.logMs : null,
  )
  /** Why the last point was not taken; '' if it was. */
  get fault(): string {
    return this.#fault
  }
  get check(): PointCheck | null {
    return this.#check?.sensor === this.sensor ? this.#check : null
  }
  /** How long the frame on the stage is shown. */
  get #frameMs(): number {
    const { frames, position } = this.#preview
    const [one, next] = [frames[position], frames[position + 1] ?? frames[position - 1]]
    return one && next ? Math.abs(next.timestampMs - one.timestampMs) : 0
  }

  /**
   * Moves the chosen log on the video's clock.
   * @param stepMs null: by a frame. @param direction -1: earlier
   */
  nudge(stepMs: number | null, direction: 1 | -1): void {
    const { sensor } = this
    if (sensor === '') {
      this.#overlay.announce(NO_LOG)
      return
    }
    const byMs = direction * (stepMs ?? this.#frameMs)
    this.#move(sensor, this.#overlay.sensorConfig(sensor), byMs)
  }

  beginDrag(name: string): void {
    this.#lanes.choose(name)
    this.#overlay.closeStep()
    this.#dragged = { name, before: this.#overlay.sensorConfig(name) }
  }

  /** @param byMs since the drag began */
  drag(byMs: number): void {
    if (this.#dragged) this.#move(this.#dragged.name, this.#dragged.before, Math.round(byMs))
  }

  endDrag(isDropped: boolean): void {
    if (this.#dragged && !isDropped) this.#move(this.#dragged.name, this.#dragged.before, 0)
    this.#dragged = null
    this.#overlay.closeStep()
  }

  /**
   * The first press marks the moment of the chosen log where the user is. The second one says that the
   * frame on the stage is this moment.
   */
  mark(): void {
    const { frame } = this.#preview
    const { sensor } = this
    const hereMs = this.#moments.timeMs
    if (sensor === '') this.#overlay.announce(NO_LOG)
    if (sensor === '' || !frame || hereMs === null) return
    const logMs = this.pendingLogMs
    if (logMs === null) {
      this.markMoment(alignTimeMs(hereMs, this.#overlay.sensorConfig(sensor)))
      return
    }
    const others = this.points.filter(
      ({ videoMs }) => Math.abs(videoMs - frame.timestampMs) > SAME_FRAME_MS,
    )
    const point = { videoMs: frame.timestampMs, logMs, isLeftOut: false }
    const points = [...others, point].sort((a, b) => a.videoMs - b.videoMs)
    if (!this.#setPoints(points, `mark sync point of ${sensor}`)) return
    this.#pending = null
    this.#overlay.announce(`Frame ${frame.frameIndex} is this moment of ${sensor}`)
    this.check?.next()
    this.#showChecked()
  }

  /** This moment of the chosen log waits for its frame. */
  markMoment(logMs: number): void {
    this.#pending = { sensor: this.sensor, logMs }
    this.isOpen = true
    this.#overlay.announce(
      `Moment of ${this.sensor} marked. Go to the frame that shows it, and mark the frame`,
    )
  }

  /** @returns whether a moment waited for its frame */
  cancelMark(): boolean {
    if (this.#pending === null) return false
    this.#pending = null
    this.#fault = ''
    return true
  }

  goToPoint(index: number): void {
    const point = this.points[index]
    if (point) this.#moments.goTo(point.videoMs)
  }

  /** Another frame is this point's moment. @param timeMs on the video's clock */
  movePoint(index: number, timeMs: number): void {
    const position = this.#preview.positionAt(timeMs - this.#preview.startMs)
    const videoMs = this.#preview.frames[position]?.timestampMs
    if (videoMs === undefined || videoMs === this.points[index]?.videoMs) return
    const words = `move sync point ${index + 1} of ${this.sensor}`
    this.#setPoints(
      this.points.map((point, each) => (each === index ? { ...point, videoMs } : point)),
      words,
      words,
    )
  }

  /** @param by -1: one frame earlier */
  stepPoint(index: number, by: -1 | 1): void {
    const point = this.points[index]
    if (!point) return
    const { frames, startMs } = this.#preview
    const frame = frames[this.#preview.positionAt(point.videoMs - startMs) + by]
    if (!frame) return
    this.movePoint(index, frame.timestampMs)
    this.#preview.seekTime(frame.timestampMs - startMs)
  }

  closeStep(): void {
    this.#overlay.closeStep()
  }

  /** Whether the line follows this point. */
  toggleLeftOut(index: number): void {
    const isLeftOut = this.points[index]?.isLeftOut === false
    this.#setPoints(
      this.points.map((point, each) => (each === index ? { ...point, isLeftOut } : point)),
      `${isLeftOut ? 'leave out' : 'use'} sync point ${index + 1} of ${this.sensor}`,
    )
  }

  removePoint(index: number): void {
    this.#setPoints(
      this.points.filter((_, each) => each !== index),
      `remove sync point ${index + 1} of ${this.sensor}`,
    )
  }

  /** Begins to walk through the strongest starts, stops and turns of the chosen log. */
  startCheck(): void {
    const lane = this.#lanes.chosen
    if (!lane?.isLog) return
    const matching = this.#overlay.sensorConfig(lane.track.name)
    const { frames } = this.#preview
    const moments = strongestMoments(
      this.#moments.momentsOf(lane),
      alignTimeMs(frames[0]?.timestampMs ?? 0, matching),
      alignTimeMs(frames.at(-1)?.timestampMs ?? 0, matching),
    )
    this.#check = new PointCheck(
      lane.track.name,
      moments.map((moment) => this.#moments.exactly(lane, moment)),
    )
    this.#showChecked()
  }

  /** The picture shows the moment at this frame. */
  confirmChecked(): void {
    this.check?.confirm()
    this.#showChecked()
  }

  /** The picture shows the moment at another frame, which is marked next. */
  refuteChecked(): void {
    const moment = this.check?.moment
    if (moment) this.markMoment(moment.timeMs)
  }

  endCheck(): void {
    this.#check = null
  }

  /** Where a moment of the chosen log is, on the video's clock. */
  videoMsOf({ timeMs }: Pick<FoundMoment, 'timeMs'>): number {
    return snapshotTimeMs(timeMs, this.#overlay.sensorConfig(this.sensor))
  }

  #showChecked(): void {
    const moment = this.check?.moment
    if (moment) this.#moments.goTo(this.videoMsOf(moment))
  }

  #move(name: string, before: SensorConfig, byMs: number): void {
    const { syncPoints, timeOffsetMs } = before
    const moved =
      syncPoints.length > 0
        ? { ...before, syncPoints: moveSyncPoints(syncPoints, byMs) }
        : { ...before, timeOffsetMs: Math.round((timeOffsetMs + byMs) * 1000) / 1000 }
    this.#setSensor(name, moved, `move ${name}`, `move ${name}`)
  }

  /** @returns whether the points give a line */
  #setPoints(points: readonly SyncPoint[], words: string, kind?: string): boolean {
    const before = this.#overlay.sensorConfig(this.sensor)
    let next: SensorConfig = { ...before, timeOffsetMs: 0, timeScale: 1, syncPoints: points }
    try {
      if (points.length > 0) fitSyncPoints(points)
    } catch (thrown) {
      const { fault } = OverlaneError.from(thrown, 'config-invalid').toProblem()
      this.#fault = `This point was not taken: ${fault}`
      return false
    }
    const [last] = before.syncPoints
    // Without its last point, the log stays where it is.
    if (points.length === 0 && last) {
      next = { ...next, timeOffsetMs: Math.round((last.videoMs - last.logMs) * 1000) / 1000 }
    }
    this.#setSensor(this.sensor, next, words, kind)
    return true
  }

  #setSensor(name: string, sensor: SensorConfig, words: string, kind?: string): void {
    this.#fault = ''
    this.#overlay.changeSensor(name, sensor, { words, ...(kind !== undefined && { kind }) })
  }
}
