import { createSurface, drawOverlay, planFrames, WHOLE_RANGE } from '../../index.ts'
import type { OverlayConfig, RecordingFolder } from '../../index.ts'
import type { Picture } from '../stage/stage-frames.ts'

/** Draws a frame as a run with another configuration would, as small as the canvas is wide. */
export function drawLayout(
  canvas: HTMLCanvasElement,
  { image, position }: Extract<Picture, { kind: 'frame' }>,
  recording: RecordingFolder,
  config: OverlayConfig,
): void {
  const { widthPx, heightPx } = image
  const context = new OffscreenCanvas(widthPx, heightPx).getContext('2d')
  const small = canvas.getContext('2d')
  if (!context || !small) return
  image.draw(context)
  const plan = planFrames(recording, { ...config, range: WHOLE_RANGE })
  const job = plan.jobAt(position)
  drawOverlay(createSurface(context, { widthPx, heightPx }, job), job, plan)
  canvas.height = Math.round((canvas.width * heightPx) / widthPx)
  small.imageSmoothingQuality = 'high'
  small.drawImage(context.canvas, 0, 0, canvas.width, canvas.height)
}
