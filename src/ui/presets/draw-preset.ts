import { createSurface, drawOverlay, planFrames, WHOLE_RANGE } from '../../index.ts'
import type { OverlayConfig, RecordingFolder, Rect } from '../../index.ts'
import type { Picture } from '../stage/stage-frames.ts'
import type { StagePicture } from '../stage/stage-picture.ts'

/** Around what is drawn, as a share of its larger side. */
const AROUND = 0.12
const RATIO = 16 / 10

/**
 * Draws what a renderer draws on the frame on the stage, as large as the canvas allows.
 * @returns whether it draws anything
 */
export function drawPreset(
  canvas: HTMLCanvasElement,
  { image, position }: Extract<Picture, { kind: 'frame' }>,
  recording: RecordingFolder,
  config: OverlayConfig,
): boolean {
  const frame = { widthPx: image.widthPx, heightPx: image.heightPx }
  const plan = planFrames(recording, { ...config, range: WHOLE_RANGE })
  const job = plan.jobAt(position)
  const nowhere = new OffscreenCanvas(1, 1).getContext('2d')
  const context = canvas.getContext('2d')
  if (!nowhere || !context) return false
  const measured = createSurface(nowhere, frame, job)
  drawOverlay(measured, job, plan)
  const seen = measured.drawnRects.filter(({ width, height }) => width > 0 && height > 0)
  const shown = partAround(seen, frame)
  canvas.height = Math.round(canvas.width / RATIO)
  const zoom = canvas.width / shown.width
  context.setTransform(zoom, 0, 0, zoom, -shown.x * zoom, -shown.y * zoom)
  context.imageSmoothingQuality = 'high'
  drawGround(context, image, shown)
  drawOverlay(createSurface(context, frame, job), job, plan)
  return seen.length > 0
}

/** Draws a part of a frame. The pixels of a picture are put down as they are, so they are scaled afterwards. */
function drawGround(
  context: CanvasRenderingContext2D,
  image: StagePicture,
  { x, y, width, height }: Rect,
): void {
  const { scale } = image
  const [left, top] = [Math.floor(x * scale), Math.floor(y * scale)]
  const right = Math.ceil((x + width) * scale)
  const bottom = Math.ceil((y + height) * scale)
  const ground = new OffscreenCanvas(right - left, bottom - top).getContext('2d')
  if (!ground) return
  image.draw(ground, -left, -top)
  const [placedLeft, placedTop] = [left / scale, top / scale]
  const size = [(right - left) / scale, (bottom - top) / scale] as const
  context.drawImage(ground.canvas, placedLeft, placedTop, ...size)
}

/** The part of a frame with some rectangles in its middle; all of it if there are none. */
function partAround(
  seen: readonly Rect[],
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): Rect {
  const left = Math.max(0, Math.min(...seen.map(({ x }) => x)))
  const top = Math.max(0, Math.min(...seen.map(({ y }) => y)))
  const right = Math.min(widthPx, Math.max(...seen.map(({ x, width }) => x + width)))
  const bottom = Math.min(heightPx, Math.max(...seen.map(({ y, height }) => y + height)))
  const isAnywhere = seen.length > 0 && right > left && bottom > top
  const [x, y] = isAnywhere ? [(left + right) / 2, (top + bottom) / 2] : [widthPx / 2, heightPx / 2]
  const wantedPx = isAnywhere
    ? Math.max(right - left, (bottom - top) * RATIO) * (1 + 2 * AROUND)
    : widthPx
  const width = Math.min(wantedPx, widthPx)
  const height = width / RATIO
  const within = (middle: number, length: number, limit: number): number =>
    Math.max(0, Math.min(middle - length / 2, limit - length))
  return { x: within(x, width, widthPx), y: within(y, height, heightPx), width, height }
}
