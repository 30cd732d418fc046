import { createSurface } from '../../core/draw/create-surface.ts'
import { noNotes } from '../../core/draw/draw-notes.ts'
import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import { drawOverlay } from '../../core/draw/draw-overlay.ts'
import type { Rect } from '../../core/draw/geometry.ts'
import type { SharedData } from '../../core/draw/shared-data.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import { toYuva } from '../../core/yuv/to-yuva.ts'
import { CpuCanvas } from '../compose/cpu-canvas.ts'
import type { FrameSize } from '../frames/frame-size.ts'
import { DrawTrace } from './draw-trace.ts'
import type { EncoderGround } from './native-encoder.ts'
import type { StreamPicture } from './overlay-stream.ts'

/** What an overlay is made of, without its pixels. */
interface Sketch {
  /** Frames of the same mark have the same overlay. */
  mark: number
  drawnRects: readonly Rect[]
  notes: DrawNotes
}

/** Draws overlays in slots, and tells which slots have changed since the frame before. */
export class OverlayDrawer {
  private readonly size: FrameSize
  private readonly ground: EncoderGround
  private readonly shared: SharedData
  private readonly canvas = new CpuCanvas(true)
  private readonly trace: DrawTrace
  /** What each slot shows now. */
  private shown: (Uint8ClampedArray<ArrayBuffer> | null)[] = []
  private latestMark = -1

  /** @param size of the frames */
  constructor(size: FrameSize, ground: EncoderGround, shared: SharedData) {
    this.size = size
    this.ground = ground
    this.shared = shared
    this.canvas.resize(size)
    const { context } = this.canvas
    this.trace = new DrawTrace((font, text) => {
      context.font = font
      return context.measureText(text)
    })
  }

  /**
   * Finds out what an overlay is drawn on.
   * @throws OverlaneError `renderer-failed`
   */
  sketch(job: FrameJob): Sketch {
    const { trace } = this
    trace.clear()
    // The canvas measures as it draws.
    createSurface(this.canvas.context, this.size, job)
    const surface = createSurface(trace, this.size, job)
    const notes = drawOverlay(surface, job, this.shared)
    return { mark: trace.mark, drawnRects: surface.drawnRects, notes }
  }

  /**
   * The slots that look otherwise than in the frame before. The first frame has all of them.
   * @param job null: nothing is drawn
   * @param withAll also those that have not changed
   * @throws OverlaneError `renderer-failed`
   */
  changes(
    job: FrameJob | null,
    slots: readonly Rect[],
    withAll: boolean,
  ): { pictures: StreamPicture[]; notes: DrawNotes } {
    const { mark, notes } = job ? this.sketch(job) : { mark: 0, notes: noNotes() }
    const isSame = mark === this.latestMark
    const before = this.shown
    const now = isSame ? before : this.draw(job, slots)
    this.shown = now
    this.latestMark = mark
    const pictures = slots.flatMap((slot, slotIndex) => {
      const pixels = now[slotIndex]
      const earlier = before[slotIndex]
      const isChanged = !isSame && !(pixels && earlier && areEqual(pixels, earlier))
      if (!pixels || !(isChanged || withAll)) return []
      return [this.toPicture(pixels, slot, slotIndex)]
    })
    return { pictures, notes }
  }

  /** All slots as they are shown now. */
  shownPictures(slots: readonly Rect[]): StreamPicture[] {
    return slots.flatMap((slot, slotIndex) => {
      const pixels = this.shown[slotIndex]
      return pixels ? [this.toPicture(pixels, slot, slotIndex)] : []
    })
  }

  private toPicture(
    pixels: Uint8ClampedArray<ArrayBuffer>,
    { width: widthPx, height: heightPx }: Rect,
    slotIndex: number,
  ): StreamPicture {
    return { slotIndex, bytes: toYuva(pixels, { widthPx, heightPx, ...this.ground }) }
  }

  private draw(job: FrameJob | null, slots: readonly Rect[]): Uint8ClampedArray<ArrayBuffer>[] {
    const { context, cache } = this.canvas
    try {
      if (job) drawOverlay(createSurface(context, this.size, job, cache), job, this.shared)
      return slots.map(({ x, y, width, height }) => context.getImageData(x, y, width, height).data)
    } finally {
      // Everything that is drawn lies in the slots.
      for (const { x, y, width, height } of slots) context.clearRect(x, y, width, height)
    }
  }
}

function areEqual(a: Uint8ClampedArray<ArrayBuffer>, b: Uint8ClampedArray<ArrayBuffer>): boolean {
  const [one, other] = [new Uint32Array(a.buffer), new Uint32Array(b.buffer)]
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false
  return one.length === other.length
}
