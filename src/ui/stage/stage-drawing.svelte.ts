import {
  createSurface,
  DrawCache,
  drawOverlay,
  layoutScale,
  OverlaneError,
  planFrames,
  WHOLE_RANGE,
  withDrawings,
} from '../../index.ts'
import type { FrameJob, FramePlan, Rect, RecordingFolder, RendererConfig } from '../../index.ts'
import { drawChecker } from '../parts/draw-checker.ts'
import { onlyRenderer } from '../place/only-renderer.ts'
import { placedBox } from '../place/turn-renderer.ts'
import type { PlacedBox } from '../place/turn-renderer.ts'
import { withDragged } from '../place/with-dragged.ts'
import type { OverlayState } from '../state/overlay-state.svelte.ts'
import type { Picture } from './stage-frames.ts'

type FramePicture = Extract<Picture, { kind: 'frame' }>

/** What the modules of renderers have drawn for one state of the stage. */
interface Drawings {
  plan: FramePlan
  picture: Picture
  shown: readonly RendererConfig[]
  /** Null while they draw. */
  job: FrameJob | null
  /** Why one of them was stopped. */
  failure: string
}

/** Draws a frame with its overlay on the stage. */
export class StageDrawing {
  #overlay: OverlayState
  #cache = new DrawCache()
  #failure = $state('')
  #boxes = $state.raw<readonly PlacedBox[]>([])
  #drawings = $state.raw<Drawings | null>(null)

  constructor(overlay: OverlayState) {
    this.#overlay = overlay
  }

  /** Why the overlay could not be drawn on this frame; '' if it was drawn. */
  get failure(): string {
    return this.#failure
  }
  /** Where renderers are on the frame on the stage, in draw order. */
  get boxes(): readonly PlacedBox[] {
    return this.#boxes
  }

  /** The size of a frame, in pixels of the layout. */
  layoutSize({ image }: FramePicture): { widthPx: number; heightPx: number } {
    const { widthPx, heightPx } = image
    const scale = layoutScale(this.#overlay.config.referenceHeight, heightPx)
    return { widthPx: widthPx / scale, heightPx: heightPx / scale }
  }

  /** Draws what a run would write of the frame. The canvas gets the size of the picture. */
  draw(canvas: HTMLCanvasElement, picture: FramePicture): void {
    const plan = this.#overlay.previewPlan
    const context = canvas.getContext('2d')
    if (!plan || !context) return
    const { widthPx: width, heightPx: height } = drawnSize(picture)
    const { config, shown } = this.#overlay
    const planned = withDragged(plan.jobAt(picture.position), config.renderers, shown.renderers)
    const drawn = this.#withDrawings(onPicture(planned, picture), plan, picture)
    // What was drawn before stays until the modules have drawn.
    if (!drawn) return
    const { job } = drawn
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    context.clearRect(0, 0, width, height)
    const { content } = this.#overlay.config.output
    if (content === 'overlay') drawChecker(context)
    else picture.image.draw(context)
    let { failure } = drawn
    const boxes: PlacedBox[] = []
    try {
      const surface = createSurface(context, { widthPx: width, heightPx: height }, job, this.#cache)
      if (content !== 'frames') {
        drawOverlay(surface, job, plan, (index, box) => {
          const renderer = shown.renderers[index]
          if (renderer) boxes.push(placedBox(index, box, renderer))
        })
      }
    } catch (thrown) {
      failure = OverlaneError.from(thrown, 'renderer-failed').message
    }
    this.#failure = failure
    this.#boxes = boxes
  }

  /** A job with what modules draw; null while they draw, after which the stage is drawn again. */
  #withDrawings(
    job: FrameJob,
    plan: FramePlan,
    picture: FramePicture,
  ): { job: FrameJob; failure: string } | null {
    if (job.layers.every(({ type }) => type !== 'own')) return { job, failure: '' }
    const { renderers: shown } = this.#overlay.shown
    const last = this.#drawings
    if (last?.plan === plan && last.picture === picture && last.shown === shown) {
      return last.job && { job: last.job, failure: last.failure }
    }
    // They draw one state at a time; then the one that is wanted by now.
    if (last && !last.job) return null
    const drawings: Drawings = { plan, picture, shown, job: null, failure: '' }
    this.#drawings = drawings
    withDrawings(job, drawnSize(picture), plan).then(
      (drawn) => (this.#drawings = { ...drawings, job: drawn }),
      (thrown: unknown) => {
        const failure = OverlaneError.from(thrown, 'renderer-failed').message
        const layers = job.layers.filter(({ type }) => type !== 'own')
        this.#drawings = { ...drawings, job: { ...job, layers }, failure }
      },
    )
    return null
  }

  /** The box that a renderer would have on a frame; null if it would not be drawn. */
  measureBox(
    renderer: RendererConfig,
    recording: RecordingFolder,
    { image, position }: FramePicture,
  ): Rect | null {
    const context = new OffscreenCanvas(1, 1).getContext('2d')
    if (!context) return null
    const alone = onlyRenderer(this.#overlay.config, renderer)
    const plan = planFrames(recording, { ...alone, range: WHOLE_RANGE })
    const job = plan.jobAt(position)
    let found: Rect | null = null
    const { widthPx, heightPx } = image
    const surface = createSurface(context, { widthPx, heightPx }, job)
    try {
      drawOverlay(surface, job, plan, (_, box) => (found = box))
    } catch {
      // It is shown where the renderer is drawn.
    }
    return found
  }
}

/** The size of the canvas, in pixels: that of the frame, or less while it passes by. */
function drawnSize({ image }: FramePicture): { widthPx: number; heightPx: number } {
  return { widthPx: image.widthPx * image.scale, heightPx: image.heightPx * image.scale }
}

/** On a smaller picture, a layout in pixels of the frame is drawn smaller too. */
function onPicture(job: FrameJob, { image }: FramePicture): FrameJob {
  if (image.scale === 1) return job
  return { ...job, referenceHeightPx: job.referenceHeightPx ?? image.heightPx }
}
