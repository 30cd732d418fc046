import { blendRgba, isYuvMatrix } from '../core/blend-yuv.ts'
import type { PlanePlace, YuvMatrix, YuvPicture } from '../core/blend-yuv.ts'
import { drawOverlay } from '../core/draw-overlay.ts'
import type { FrameJob } from '../core/plan.ts'
import { Surface } from '../core/surface.ts'
import type { Rect } from '../core/surface.ts'

/** When a frame is shown in the video that is written, in µs. */
export interface FrameSpan {
  timestamp: number
  duration: number
}

const HD_HEIGHT_PX = 720

/**
 * Draws overlays on the frames of a video. Frames that come in the usual planes keep them: only what
 * the overlay covers is touched, and everything else goes on bit for bit. Others are drawn on a
 * canvas.
 */
export class VideoPainter {
  private canvas = new OffscreenCanvas(1, 1)
  private buffer = new Uint8Array(0)

  /**
   * @param picture is closed
   * @param job null draws no overlay
   * @param size of the video; pictures of another size are fitted into it
   */
  async paint(
    picture: VideoFrame | ImageBitmap | null,
    job: FrameJob | null,
    size: { widthPx: number; heightPx: number },
    span: FrameSpan,
  ): Promise<{ frame: VideoFrame; skippedTargetCount: number }> {
    try {
      if (picture instanceof VideoFrame) {
        if (!job) return { frame: new VideoFrame(picture, span), skippedTargetCount: 0 }
        const planes = await this.readPlanes(picture)
        if (planes) return this.paintPlanes(picture, planes, job, span)
      }
      const context = this.contextOf(size.widthPx, size.heightPx)
      context.clearRect(0, 0, size.widthPx, size.heightPx)
      if (picture) context.drawImage(picture, 0, 0, size.widthPx, size.heightPx)
      const surface = new Surface(context, size.widthPx, size.heightPx)
      const notes = job ? drawOverlay(surface, job) : { skippedTargetCount: 0 }
      return { frame: new VideoFrame(this.canvas, span), ...notes }
    } finally {
      picture?.close()
    }
  }

  /** The frame's bytes, null where their arrangement is another one. */
  private async readPlanes(frame: VideoFrame): Promise<YuvPicture | null> {
    const { format, visibleRect, colorSpace } = frame
    if ((format !== 'I420' && format !== 'NV12') || !visibleRect) return null
    const sizeBytes = frame.allocationSize()
    if (this.buffer.length !== sizeBytes) this.buffer = new Uint8Array(sizeBytes)
    const [luma, blue, red] = await frame.copyTo(this.buffer)
    if (!luma || !blue) return null
    const place = ({ offset, stride }: PlaneLayout, step = 1): PlanePlace => ({
      offset,
      stride,
      step,
    })
    const { width: widthPx, height: heightPx } = visibleRect
    return {
      bytes: this.buffer,
      widthPx,
      heightPx,
      luma: place(luma),
      blue: place(blue, red ? 1 : 2),
      red: red ? place(red) : place({ ...blue, offset: blue.offset + 1 }, 2),
      matrix: isYuvMatrix(colorSpace.matrix) ? colorSpace.matrix : usualMatrix(heightPx),
      isFullRange: colorSpace.fullRange === true,
    }
  }

  private paintPlanes(
    { format, colorSpace }: VideoFrame,
    planes: YuvPicture,
    job: FrameJob,
    span: FrameSpan,
  ): { frame: VideoFrame; skippedTargetCount: number } {
    const { widthPx, heightPx, bytes, luma, blue, red } = planes
    const context = this.contextOf(widthPx, heightPx)
    const surface = new Surface(context, widthPx, heightPx)
    // What a renderer left behind that threw must not show on the next frame.
    context.clearRect(0, 0, widthPx, heightPx)
    const notes = drawOverlay(surface, job)
    for (const { x, y, width, height } of disjoint(surface.drawnRects, widthPx, heightPx)) {
      const { data } = context.getImageData(x, y, width, height)
      blendRgba(planes, { x, y, widthPx: width, heightPx: height, data })
    }
    const layout = [luma, blue, ...(blue.step === 1 ? [red] : [])]
    const frame = new VideoFrame(bytes, {
      format: format ?? 'I420',
      codedWidth: widthPx,
      codedHeight: heightPx,
      layout: layout.map(({ offset, stride }) => ({ offset, stride })),
      colorSpace: colorSpace.toJSON(),
      ...span,
    })
    return { frame, ...notes }
  }

  private contextOf(widthPx: number, heightPx: number): OffscreenCanvasRenderingContext2D {
    const { canvas } = this
    if (canvas.width !== widthPx) canvas.width = widthPx
    if (canvas.height !== heightPx) canvas.height = heightPx
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('This browser gave no 2D canvas.')
    return context
  }
}

/** What players take where a video does not tell. */
function usualMatrix(heightPx: number): YuvMatrix {
  return heightPx >= HD_HEIGHT_PX ? 'bt709' : 'smpte170m'
}

/** Rectangles that cover the same, begin and end at even pixels, and do not overlap. */
export function disjoint(rects: readonly Rect[], widthPx: number, heightPx: number): Rect[] {
  const found: Rect[] = []
  for (const rect of rects) {
    let joined = toEven(rect, widthPx, heightPx)
    if (joined.width <= 0 || joined.height <= 0) continue
    // Joining may reach others, which then join as well.
    for (let index = 0; index < found.length;) {
      const other = found[index]
      if (other && overlap(joined, other)) {
        joined = union(joined, other)
        found.splice(index, 1)
        index = 0
      } else index++
    }
    found.push(joined)
  }
  return found
}

function toEven({ x, y, width, height }: Rect, widthPx: number, heightPx: number): Rect {
  const even = (value: number): number => Math.max(0, Math.floor(value / 2) * 2)
  const [left, top] = [even(x), even(y)]
  const right = Math.min(widthPx, Math.ceil((x + width) / 2) * 2)
  const bottom = Math.min(heightPx, Math.ceil((y + height) / 2) * 2)
  return { x: left, y: top, width: right - left, height: bottom - top }
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function union(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  const right = Math.max(a.x + a.width, b.x + b.width)
  const bottom = Math.max(a.y + a.height, b.y + b.height)
  return { x, y, width: right - x, height: bottom - y }
}
