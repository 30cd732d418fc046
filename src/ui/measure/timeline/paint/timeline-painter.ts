import { addRow, fineColumns, SHARE_COUNT, wideColumns } from './column-shares.ts'
import type { Columns } from './column-shares.ts'
import { drawAnnotations } from './draw-annotations.ts'
import { paintColumns } from './paint-columns.ts'
import type { Inks } from './paint-columns.ts'
import { ticksOf } from '../time-axis.ts'
import { spanOf } from '../time-window.ts'
import { AXIS_PX } from '../timeline-scene.ts'
import type { TimelineScene } from '../timeline-scene.ts'
import { endVisible, firstVisible } from '../timeline-rows.ts'
import type { TimelineRow } from '../timeline-rows.ts'

const TICK_GAP_PX = 96
const STRIPE_PX = 2
/** If frames are closer together than this, their steps are too narrow to be distinguished. */
const LEAST_FRAME_PX = 12
/** Then columns of this width show the share of the time that each step takes. */
const WIDE_COLUMN_PX = 4

/**
 * Draws timelines. Rows are painted pixel by pixel into one picture that is reused. So a draw with a
 * hundred thousand frames costs nearly the same as with ten: only the loop over their times is longer.
 */
export class TimelinePainter {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  #image: ImageData | null = null
  #pixels = new Uint32Array()
  #shares = new Float32Array()

  constructor(canvas: HTMLCanvasElement) {
    // Most pixels are computed on the CPU, so the canvas stays there.
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('This browser gave no 2D canvas.')
    this.#canvas = canvas
    this.#context = context
  }

  draw(scene: TimelineScene): void {
    const { layout, window, widthPx, pixelRatio } = scene
    const width = Math.round(widthPx * pixelRatio)
    const lanesHeight = Math.round(layout.heightPx * pixelRatio)
    const axisHeight = Math.round(AXIS_PX * pixelRatio)
    if (width === 0 || lanesHeight === 0) return
    const image = this.#fit(width, lanesHeight, axisHeight)
    const ticks = ticksOf(window, Math.floor(widthPx / TICK_GAP_PX))
    const columnsPerMs = width / spanOf(window)
    this.#pixels.fill(0)
    for (const { timeMs } of ticks) {
      const x = Math.floor((timeMs - window.fromMs) * columnsPerMs)
      if (x >= width) continue
      for (let at = x; at < this.#pixels.length; at += width) this.#pixels[at] = scene.palette.grid
    }
    this.#paintLanes(scene, width, columnsPerMs)
    this.#context.setTransform(1, 0, 0, 1, 0, 0)
    this.#context.clearRect(0, 0, width, axisHeight)
    this.#context.putImageData(image, 0, axisHeight)
    this.#context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
    drawAnnotations(this.#context, scene, ticks)
  }

  /** Paints the frames row by row if they are wide enough, else all frames of a worker together. */
  #paintLanes(scene: TimelineScene, width: number, columnsPerMs: number): void {
    const { rows, layout, window, palette, pixelRatio } = scene
    const stripeBits = Math.max(0, Math.round(Math.log2(STRIPE_PX * pixelRatio)))
    const area = {
      pixels: this.#pixels,
      widthPx: width,
      stripeBits,
      stripePhase: Math.floor(window.fromMs * columnsPerMs) & (2 ** (stripeBits + 1) - 1),
    }
    const linePx = Math.max(1, Math.round(pixelRatio))
    const paint = (
      rowIndexes: readonly number[],
      top: number,
      height: number,
      columns: Columns,
      inks: Inks,
    ): void => {
      const topPx = Math.round(top * pixelRatio)
      const strip = { topPx, heightPx: Math.round((top + height) * pixelRatio) - topPx }
      this.#sumRows(scene, rowIndexes, columns)
      paintColumns(area, strip, columns, this.#shares, inks)
    }
    if (areFramesNarrow(scene)) {
      const columns = wideColumns(window, width, Math.round(WIDE_COLUMN_PX * pixelRatio))
      const inks = { shares: [...palette.inks, palette.waitingArea], line: null, linePx }
      for (const { rowIndexes, topPx, heightPx } of layout.lanes) {
        paint(rowIndexes, topPx, heightPx, columns, inks)
      }
    } else {
      const columns = fineColumns(window, width)
      const inks = { shares: palette.inks, line: palette.waitingLine, linePx }
      for (const rowIndex of rows.keys()) {
        paint([rowIndex], layout.topsPx[rowIndex] ?? 0, layout.rowHeightPx, columns, inks)
      }
    }
  }

  #sumRows({ rows }: TimelineScene, rowIndexes: readonly number[], columns: Columns): void {
    const length = columns.count * SHARE_COUNT
    this.#shares.fill(0)
    for (const rowIndex of rowIndexes) addRow(rows[rowIndex] as TimelineRow, columns, this.#shares)
    if (rowIndexes.length === 1) return
    for (let at = 0; at < length; at++) {
      this.#shares[at] = (this.#shares[at] as number) / rowIndexes.length
    }
  }

  #fit(width: number, lanesHeight: number, axisHeight: number): ImageData {
    if (this.#canvas.width !== width) this.#canvas.width = width
    const height = lanesHeight + axisHeight
    if (this.#canvas.height !== height) this.#canvas.height = height
    if (this.#image?.width !== width || this.#image.height !== lanesHeight) {
      this.#image = new ImageData(width, lanesHeight)
      this.#pixels = new Uint32Array(this.#image.data.buffer)
      this.#shares = new Float32Array((width + 1) * SHARE_COUNT)
    }
    return this.#image
  }
}

function areFramesNarrow({ rows, window, widthPx }: TimelineScene): boolean {
  return rows.some(
    (row) => (endVisible(row, window) - firstVisible(row, window)) * LEAST_FRAME_PX > widthPx,
  )
}
