import { alignTimeMs, countBefore, longestStretchMs } from '../../index.ts'
import type { CurveBuckets, CurveColumns, LogGap, Matching } from '../../index.ts'
import type { TimeWindow } from '../measure/timeline/time-window.ts'
import type { CurveStore } from './curve-store.svelte.ts'
import type { LanePalette, Rgb } from './lane-palette.ts'
import { PixelStrip } from './pixel-strip.ts'
import type { LaneTrack } from './signal-tracks.ts'
import {
  ChangeMarks,
  CurvePyramid,
  fillColumns,
  findGaps,
  recordsBetween,
  usualStretchMs,
} from './log-curves.ts'

/** Half the width of a line, in CSS pixels. */
const HALF_LINE_PX = 0.7
const RECORDS_PX = 3
const PADDING_PX = 3
/** With fewer records in a column than this, every one of them is drawn by itself. */
const SINGLE_RECORDS = 8
/** If records are at least this far apart, each is marked. */
const MARK_PX = 9
/** A tick of an event leaves so much of the lane free at its end. */
const TICK_SHARE = 0.35

/** A lane as it is painted. */
export interface PaintedLane {
  track: LaneTrack
  matching: Matching
  fields: readonly string[]
  isChosen: boolean
  topPx: number
  heightPx: number
}

/** Stretches of frames that have a file, on the video's clock. */
export interface PaintedFrames {
  runs: readonly TimeWindow[]
  /** Of all frames, ascending. */
  timesMs: Float64Array
  topPx: number
  heightPx: number
}

export interface LaneScene {
  frames: PaintedFrames
  lanes: readonly PaintedLane[]
  /** On the video's clock. */
  window: TimeWindow
  widthPx: number
  heightPx: number
  /** Lanes outside are not painted: from the top of the canvas, in CSS pixels. */
  viewPx: readonly [top: number, bottom: number]
  pixelRatio: number
  palette: LanePalette
}

/** Paints the lanes of the timeline that are in view. */
export class LanePainter {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #store: CurveStore
  readonly #strip = new PixelStrip()
  readonly #usualStretches = new WeakMap<LaneTrack, number>()
  readonly #gaps = new WeakMap<LaneTrack, { longestMs: number; gaps: readonly LogGap[] }>()
  #columns: CurveColumns = { lows: new Float64Array(), highs: new Float64Array() }

  constructor(canvas: HTMLCanvasElement, store: CurveStore) {
    // All pixels are computed on the CPU, so the canvas stays there.
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('This browser gave no 2D canvas.')
    this.#canvas = canvas
    this.#context = context
    this.#store = store
  }

  draw(scene: LaneScene): void {
    const { widthPx, heightPx, pixelRatio, viewPx, lanes } = scene
    const [width, height] = [Math.round(widthPx * pixelRatio), Math.round(heightPx * pixelRatio)]
    if (width === 0 || height === 0) return
    if (this.#canvas.width !== width) this.#canvas.width = width
    if (this.#canvas.height !== height) this.#canvas.height = height
    if (this.#columns.lows.length !== width) {
      this.#columns = { lows: new Float64Array(width), highs: new Float64Array(width) }
    }
    this.#paintFrames(scene)
    this.#store.tiles.dropWishes()
    for (const lane of lanes) {
      if (lane.topPx + lane.heightPx < viewPx[0] || lane.topPx > viewPx[1]) continue
      this.#strip.fit(width, Math.round(lane.heightPx * pixelRatio))
      this.#paint(lane, scene)
      this.#context.putImageData(this.#strip.image, 0, Math.round(lane.topPx * pixelRatio))
    }
    this.#store.wake()
  }

  #paintFrames({ frames, window, pixelRatio, palette }: LaneScene): void {
    const strip = this.#strip
    strip.fit(this.#canvas.width, Math.round(frames.heightPx * pixelRatio))
    strip.fill(palette.ground)
    const scale = strip.widthPx / (window.toMs - window.fromMs)
    const xOf = (timeMs: number): number => Math.round((timeMs - window.fromMs) * scale)
    for (const { fromMs, toMs } of frames.runs) {
      if (toMs < window.fromMs || fromMs > window.toMs) continue
      const left = xOf(fromMs)
      strip.rectangle(left, 0, Math.max(left + 1, xOf(toMs)), strip.heightPx, palette.frames)
    }
    const [from, to] = recordsBetween(frames.timesMs, window.fromMs, window.toMs)
    if ((to - from) * MARK_PX * pixelRatio < strip.widthPx) {
      for (const timeMs of frames.timesMs.subarray(from, to)) {
        const x = xOf(timeMs)
        strip.rectangle(x, 0, x + Math.ceil(pixelRatio), strip.heightPx, palette.ground)
      }
    }
    this.#context.putImageData(strip.image, 0, Math.round(frames.topPx * pixelRatio))
  }

  #paint(lane: PaintedLane, { window, pixelRatio, palette }: LaneScene): void {
    const { track, matching, fields, isChosen } = lane
    const { timesMs } = track
    const longestMs = Math.min(longestStretchMs(matching), this.#usualStretchOf(track))
    const log = {
      fromMs: alignTimeMs(window.fromMs, matching),
      toMs: alignTimeMs(window.toMs, matching),
      longestMs,
    }
    this.#strip.fill(palette.ground)
    this.#paintRecords(timesMs, log, this.#gapsOf(track, longestMs), {
      records: isChosen ? palette.chosenRecords : palette.records,
      palette,
      pixelRatio,
    })
    const view: View = { log, pixelRatio, palette }
    fields.forEach((field, index) => {
      const column = this.#store.columnOf(track, field)
      const colour = palette.curves[index % palette.curves.length] ?? palette.records
      if (column instanceof ChangeMarks) this.#paintChanges(column, timesMs, view, colour)
      else if (column) this.#paintCurve(track, field, column, view, colour)
    })
  }

  /** Where the log has records, and where it has none. */
  #paintRecords(
    timesMs: Float64Array,
    { fromMs, toMs }: LogWindow,
    gaps: readonly LogGap[],
    { records, palette, pixelRatio }: { records: Rgb; palette: LanePalette; pixelRatio: number },
  ): void {
    const strip = this.#strip
    const scale = strip.widthPx / (toMs - fromMs)
    const xOf = (timeMs: number): number => Math.round((timeMs - fromMs) * scale)
    const empty = (startMs: number, endMs: number): void =>
      strip.hatched(
        xOf(startMs),
        xOf(endMs),
        palette.uncovered,
        palette.hatch,
        Math.ceil(pixelRatio),
      )
    const [firstMs, lastMs] = [timesMs[0] ?? toMs, timesMs[timesMs.length - 1] ?? toMs]
    const top = strip.heightPx - Math.round(RECORDS_PX * pixelRatio)
    strip.rectangle(
      xOf(firstMs),
      top,
      Math.max(xOf(firstMs) + 1, xOf(lastMs)),
      strip.heightPx,
      records,
    )
    if (firstMs > fromMs) empty(fromMs, Math.min(firstMs, toMs))
    if (lastMs < toMs) empty(Math.max(lastMs, fromMs), toMs)
    for (const gap of gaps) {
      // A gap that is narrower than a pixel cannot be seen.
      if (gap.toMs < fromMs || gap.fromMs > toMs || xOf(gap.toMs) <= xOf(gap.fromMs)) continue
      empty(Math.max(gap.fromMs, fromMs), Math.min(gap.toMs, toMs))
    }
  }

  #paintCurve(
    track: LaneTrack,
    field: string,
    pyramid: CurvePyramid,
    { log, pixelRatio }: View,
    colour: Rgb,
  ): void {
    const range = pyramid.highest - pyramid.lowest
    if (Number.isNaN(range)) return
    const strip = this.#strip
    const buckets = this.#bucketsOf(track, field, pyramid, log)
    fillColumns(buckets, track.timesMs, log, this.#columns)
    const padding = Math.round(PADDING_PX * pixelRatio)
    const height = strip.heightPx - 2 * padding - Math.round(RECORDS_PX * pixelRatio)
    const yOf = (value: number): number =>
      padding + (range === 0 ? 0.5 : 1 - (value - pyramid.lowest) / range) * height
    const half = HALF_LINE_PX * pixelRatio
    const { lows, highs } = this.#columns
    for (let x = 0; x < strip.widthPx; x++) {
      const low = lows[x] as number
      if (Number.isNaN(low)) continue
      strip.stroke(x, yOf(highs[x] as number) - half, yOf(low) + half, colour)
    }
    if (buckets.size === 1) this.#markRecords(track.timesMs, buckets, log, yOf, colour, pixelRatio)
  }

  /** Dots at the records, if they are far enough apart. */
  #markRecords(
    timesMs: Float64Array,
    { firstBucket, lows, doneCount }: CurveBuckets,
    log: LogWindow,
    yOf: (value: number) => number,
    colour: Rgb,
    pixelRatio: number,
  ): void {
    const strip = this.#strip
    const [from, to] = recordsBetween(timesMs, log.fromMs, log.toMs)
    if ((to - from) * MARK_PX * pixelRatio > strip.widthPx) return
    const scale = strip.widthPx / (log.toMs - log.fromMs)
    const half = Math.round(1.5 * pixelRatio)
    for (let index = from; index < Math.min(to, doneCount); index++) {
      const value = lows[index - firstBucket]
      if (value === undefined || Number.isNaN(value)) continue
      const x = Math.round(((timesMs[index] as number) - log.fromMs) * scale)
      const y = Math.round(yOf(value))
      strip.rectangle(x - half, y - half, x + half + 1, y + half + 1, colour)
    }
  }

  #paintChanges(
    { indexes }: ChangeMarks,
    timesMs: Float64Array,
    { log, pixelRatio }: View,
    colour: Rgb,
  ): void {
    const strip = this.#strip
    const scale = strip.widthPx / (log.toMs - log.fromMs)
    const bottom = Math.round(strip.heightPx * (1 - TICK_SHARE))
    const first = countBefore(timesMs, log.fromMs)
    for (const index of indexes) {
      if (index < first) continue
      const timeMs = timesMs[index] as number
      if (timeMs > log.toMs) break
      const x = Math.floor((timeMs - log.fromMs) * scale)
      strip.rectangle(x, Math.round(2 * pixelRatio), x + Math.ceil(pixelRatio), bottom, colour)
    }
  }

  /** The coarsest values that still show everything in this window; the records themselves if near. */
  #bucketsOf(track: LaneTrack, field: string, pyramid: CurvePyramid, log: LogWindow): CurveBuckets {
    const { doneCount } = pyramid
    const [from, to] = recordsBetween(track.timesMs, log.fromMs, log.toMs)
    const level = pyramid.levelFor((to - from) / this.#strip.widthPx)
    const isNear = (to - from) / this.#strip.widthPx < SINGLE_RECORDS
    if (level.size > 1 && isNear && pyramid.isComplete) {
      const values = this.#store.tiles.valuesOf(track, field, from, to)
      if (values) return { size: 1, firstBucket: from, lows: values, highs: values, doneCount }
    }
    return { ...level, firstBucket: 0, doneCount }
  }

  /** Found once for each log: it sorts many intervals. */
  #usualStretchOf(track: LaneTrack): number {
    const usualMs = this.#usualStretches.get(track) ?? usualStretchMs(track.timesMs)
    this.#usualStretches.set(track, usualMs)
    return usualMs
  }

  #gapsOf(track: LaneTrack, longestMs: number): readonly LogGap[] {
    const kept = this.#gaps.get(track)
    if (kept?.longestMs === longestMs) return kept.gaps
    const gaps = findGaps(track.timesMs, longestMs)
    this.#gaps.set(track, { longestMs, gaps })
    return gaps
  }
}

/** The part of a log that is seen, on its own clock. */
interface LogWindow {
  fromMs: number
  toMs: number
  longestMs: number
}

interface View {
  log: LogWindow
  pixelRatio: number
  palette: LanePalette
}
