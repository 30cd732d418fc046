import { STEPS } from '../../../../measure/index.ts'
import { STEP_LOOKS } from './palette.ts'
import type { Tick } from '../time-axis.ts'
import { spanOf } from '../time-window.ts'
import { AXIS_PX } from '../timeline-scene.ts'
import type { TimelineScene } from '../timeline-scene.ts'
import { endVisible, firstVisible, Outcome, STEP_COUNT } from '../timeline-rows.ts'
import type { FramePlace, TimelineRow } from '../timeline-rows.ts'

const AXIS_FONT_PX = 11
const NUMBER_FONT_PX = 11
/** Rows that are lower than this have no numbers. */
const NUMBER_ROW_PX = 11
const NUMBER_PAD_PX = 6
const MARK_PX = 8
/** Steps whose blocks are not striped, so that numbers are readable on them. */
const PLAIN_STEPS = STEPS.flatMap((step, index) => (STEP_LOOKS[step].isStriped ? [] : [index]))

type Context = CanvasRenderingContext2D

/** Draws the axis, and the numbers, marks and outlines on the blocks. All lengths are in CSS px. */
export function drawAnnotations(
  context: Context,
  scene: TimelineScene,
  ticks: readonly Tick[],
): void {
  drawAxis(context, scene, ticks)
  for (const [rowIndex, row] of scene.rows.entries()) {
    const topPx = AXIS_PX + (scene.layout.topsPx[rowIndex] ?? 0)
    if (scene.layout.rowHeightPx >= NUMBER_ROW_PX) drawNumbers(context, scene, row, topPx)
    drawMarks(context, scene, row, topPx)
  }
  if (scene.hovered) outline(context, scene, scene.hovered, scene.palette.muted)
  if (scene.chosen) {
    outline(context, scene, scene.chosen, scene.palette.text)
    drawPointer(context, scene, scene.chosen)
  }
}

function toX({ window, widthPx }: TimelineScene, timeMs: number): number {
  return ((timeMs - window.fromMs) / spanOf(window)) * widthPx
}

function drawAxis(context: Context, scene: TimelineScene, ticks: readonly Tick[]): void {
  const { palette, widthPx } = scene
  context.font = `${AXIS_FONT_PX}px ${palette.fontFamily}`
  context.fillStyle = palette.muted
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  for (const { timeMs, label } of ticks) {
    const x = Math.floor(toX(scene, timeMs))
    context.fillRect(x, 4, 1, AXIS_PX - 4)
    // A label that does not fit is left out, not cut.
    if (x + 5 + context.measureText(label).width <= widthPx) {
      context.fillText(label, x + 5, AXIS_PX / 2)
    }
  }
}

/** Draws the number of each frame in its longest plain block, if the block is wide enough. */
function drawNumbers(
  context: Context,
  scene: TimelineScene,
  row: TimelineRow,
  topPx: number,
): void {
  const { window, layout, palette } = scene
  context.font = `${NUMBER_FONT_PX}px ${palette.fontFamily}`
  context.fillStyle = palette.onBlock
  context.textAlign = 'center'
  const digitPx = context.measureText('0').width
  const end = endVisible(row, window)
  for (let position = firstVisible(row, window); position < end; position++) {
    const frameIndex = row.frameIndexes[position] as number
    const textPx = (Math.floor(Math.log10(Math.max(1, frameIndex))) + 1) * digitPx + NUMBER_PAD_PX
    const framePx =
      toX(scene, row.endsMs[position] as number) - toX(scene, row.startsMs[position] as number)
    if (framePx < textPx) continue
    let from = 0
    let to = 0
    for (const step of PLAIN_STEPS) {
      const at = (position * STEP_COUNT + step) * 2
      // Only the visible part of a block has space for the number.
      const left = Math.max(0, toX(scene, row.stepsMs[at] as number))
      const right = Math.min(scene.widthPx, toX(scene, row.stepsMs[at + 1] as number))
      if (right - left > to - from) [from, to] = [left, right]
    }
    if (to - from < textPx) continue
    context.fillText(String(frameIndex), (from + to) / 2, topPx + layout.rowHeightPx / 2 + 0.5)
  }
}

/** Draws a triangle for a skipped frame and a cross for a failed one. Marks that would overlap are left out. */
function drawMarks(context: Context, scene: TimelineScene, row: TimelineRow, topPx: number): void {
  const { window, layout } = scene
  const middlePx = topPx + layout.rowHeightPx / 2
  let reached = -Infinity
  const end = endVisible(row, window)
  for (let position = firstVisible(row, window); position < end; position++) {
    const outcome = row.outcomes[position]
    if (outcome === Outcome.rendered) continue
    const x = Math.max(MARK_PX / 2, toX(scene, row.startsMs[position] as number))
    if (x < reached) continue
    reached = x + MARK_PX
    drawMark(context, scene, outcome === Outcome.failed, x, middlePx)
  }
}

function drawMark(
  context: Context,
  { palette }: TimelineScene,
  isFailed: boolean,
  x: number,
  y: number,
): void {
  const half = MARK_PX / 2
  context.beginPath()
  if (isFailed) {
    context.moveTo(x - half, y - half)
    context.lineTo(x + half, y + half)
    context.moveTo(x + half, y - half)
    context.lineTo(x - half, y + half)
  } else {
    context.moveTo(x, y - half)
    context.lineTo(x + half, y + half)
    context.lineTo(x - half, y + half)
    context.closePath()
  }
  // A rim in the background colour separates the mark from the block below.
  context.strokeStyle = palette.ground
  context.lineWidth = isFailed ? 5 : 3
  context.stroke()
  context.strokeStyle = context.fillStyle = isFailed ? palette.error : palette.warning
  context.lineWidth = 2
  if (isFailed) context.stroke()
  else context.fill()
}

function spanOnScreen(scene: TimelineScene, { rowIndex, position }: FramePlace): [number, number] {
  const row = scene.rows[rowIndex]
  return [toX(scene, row?.startsMs[position] ?? NaN), toX(scene, row?.endsMs[position] ?? NaN)]
}

function outline(context: Context, scene: TimelineScene, place: FramePlace, colour: string): void {
  const [from, to] = spanOnScreen(scene, place)
  const topPx = AXIS_PX + (scene.layout.topsPx[place.rowIndex] ?? 0)
  // Ends outside the window are moved close to it, because canvases draw very long lines badly.
  const left = Math.max(-4, Math.floor(from) - 1)
  const right = Math.min(scene.widthPx + 4, Math.ceil(to) + 1)
  context.strokeStyle = colour
  context.lineWidth = 1.5
  context.strokeRect(left, topPx - 1, Math.max(4, right - left), scene.layout.rowHeightPx + 2)
}

/** Draws a pointer on the axis above the chosen frame. */
function drawPointer(context: Context, scene: TimelineScene, place: FramePlace): void {
  const [from, to] = spanOnScreen(scene, place)
  const x = (from + to) / 2
  context.fillStyle = scene.palette.accent
  context.beginPath()
  context.moveTo(x - 5, AXIS_PX - 7)
  context.lineTo(x + 5, AXIS_PX - 7)
  context.lineTo(x, AXIS_PX)
  context.fill()
}
