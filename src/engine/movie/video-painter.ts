import { blendRgba, isYuvMatrix } from '../../core/yuv/blend-yuv.ts'
import type { YuvPicture } from '../../core/yuv/blend-yuv.ts'
import { noNotes } from '../../core/draw/draw-notes.ts'
import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import { drawOverlay } from '../../core/draw/draw-overlay.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import { createSurface } from '../../core/draw/create-surface.ts'
import type { SharedData } from '../../core/draw/shared-data.ts'
import type { Rect } from '../../core/draw/surface.ts'
import { fillWithDeep, fillWithRgba } from '../../core/yuv/to-yuv.ts'
import { CpuCanvas } from '../compose/cpu-canvas.ts'
import { FramePlanes } from '../compose/frame-planes.ts'
import { sizeOf } from '../frames/frame-size.ts'
import type { FrameSize } from '../frames/frame-size.ts'
import { withDrawings } from '../own/with-drawings.ts'
import { OverlayPatches } from '../compose/overlay-patches.ts'

/** When a frame is shown in the video that is written, in µs. */
export interface FrameSpan {
  timestamp: number
  duration: number
}

/** A frame to encode. */
interface PaintedFrame {
  frame: VideoFrame
  notes: DrawNotes
}

/** Chroma has one sample for each 2×2 pixels. */
const CHROMA_GRID_PX = 2

/**
 * Draws overlays on the frames of a video. Frames in planes of 8 bits keep their planes: only the
 * pixels under the overlay change, and all others stay the same bit for bit. Deeper planes lose
 * their lowest bits. All other frames, also HDR, are drawn on a canvas; HDR colours become those
 * that the canvas shows.
 */
export class VideoPainter {
  private readonly colorSpace: VideoColorSpaceInit | null
  private readonly overlays: OverlayPatches
  private readonly shared: SharedData
  private readonly ground = new CpuCanvas(true)
  private deepBuffer = new Uint8Array(0)
  private readonly planes = new FramePlanes()

  /**
   * @param colorSpace of the source video; null: that of the canvas
   * @param shared what the frames of the plan share
   */
  constructor(colorSpace: VideoColorSpaceInit | null, shared: SharedData) {
    this.colorSpace = colorSpace && canvasColors(colorSpace)
    this.overlays = new OverlayPatches(CHROMA_GRID_PX, shared)
    this.shared = shared
  }

  /**
   * @param picture is closed afterwards; null: a transparent background
   * @param job null: no overlay is drawn
   * @param size of the video; pictures of another size are fitted into it
   */
  async paint(
    picture: VideoFrame | ImageBitmap | null,
    job: FrameJob | null,
    size: FrameSize,
    span: FrameSpan,
  ): Promise<PaintedFrame> {
    try {
      if (picture instanceof VideoFrame && !isHdr(picture.colorSpace) && fitsPlanes(size)) {
        if (!job && isUsual(picture.format)) {
          return { frame: new VideoFrame(picture, span), notes: noNotes() }
        }
        const planes = await this.readPlanes(picture)
        if (planes) {
          const ready = job && (await withDrawings(job, planes, this.shared))
          const notes = await this.paintPlanes(planes, ready)
          return { frame: toVideoFrame(planes, picture.colorSpace.toJSON(), span), notes }
        }
      }
      const ready = job && (await withDrawings(job, size, this.shared))
      return this.paintCanvas(picture, ready, size, span)
    } finally {
      picture?.close()
    }
  }

  /** Reads a frame into planes of 8 bits; null if that is not possible. */
  private async readPlanes(frame: VideoFrame): Promise<YuvPicture | null> {
    const { format, visibleRect, colorSpace } = frame
    if (isUsual(format)) return this.planes.copy(frame)
    if (!visibleRect) return null
    const { width: widthPx, height: heightPx } = visibleRect
    const matrix = isYuvMatrix(colorSpace.matrix) ? colorSpace.matrix : null
    const kind = { widthPx, heightPx, isFullRange: colorSpace.fullRange === true }
    const [, chroma, bits = '8'] = DEEP_FORMAT.exec(format ?? '') ?? []
    // Without a known matrix, planes with full chroma may be green, blue and red.
    if (!chroma || !matrix) return null
    return this.readDeep(frame, { ...kind, matrix }, chroma, Number(bits))
  }

  private async readDeep(
    frame: VideoFrame,
    picture: PictureKind,
    chroma: string,
    bitCount: number,
  ): Promise<YuvPicture> {
    this.deepBuffer = ofLength(this.deepBuffer, frame.allocationSize())
    const layout = await frame.copyTo(this.deepBuffer)
    const samples = bitCount > 8 ? new Uint16Array(this.deepBuffer.buffer) : this.deepBuffer
    const { BYTES_PER_ELEMENT: sampleBytes } = samples
    const planes = this.emptyPlanes(picture)
    fillWithDeep(planes, {
      samples,
      bitCount,
      planes: layout.map(({ offset, stride }) => ({
        offset: offset / sampleBytes,
        stride: stride / sampleBytes,
      })),
      hasAllColumns: chroma === '444',
      hasAllRows: chroma !== '420',
    })
    return planes
  }

  /** Planes in I420, to be filled. */
  private emptyPlanes(picture: PictureKind): YuvPicture {
    const { widthPx, heightPx } = picture
    const stride = Math.ceil(widthPx / 2)
    const [lumaBytes, chromaBytes] = [widthPx * heightPx, stride * Math.ceil(heightPx / 2)]
    return {
      ...picture,
      bytes: this.planes.take(lumaBytes + 2 * chromaBytes),
      luma: { offset: 0, stride: widthPx, step: 1 },
      blue: { offset: lumaBytes, stride, step: 1 },
      red: { offset: lumaBytes + chromaBytes, stride, step: 1 },
    }
  }

  private async paintPlanes(planes: YuvPicture, job: FrameJob | null): Promise<DrawNotes> {
    if (!job) return noNotes()
    const { patches, notes } = await this.overlays.draw(job, planes)
    for (const patch of patches) blendRgba(planes, patch)
    return notes
  }

  private paintCanvas(
    picture: VideoFrame | ImageBitmap | null,
    job: FrameJob | null,
    size: FrameSize,
    span: FrameSpan,
  ): PaintedFrame {
    const { widthPx, heightPx } = size
    const { canvas, context, cache } = this.ground
    this.ground.resize(size)
    if (picture) {
      context.fillStyle = 'black'
      context.fillRect(0, 0, widthPx, heightPx)
      const { x, y, width, height } = fit(sizeOf(picture), size)
      context.drawImage(picture, x, y, width, height)
    } else context.clearRect(0, 0, widthPx, heightPx)
    const surface = job && createSurface(context, size, job, cache)
    const notes = surface ? drawOverlay(surface, job, this.shared) : noNotes()
    const { colorSpace } = this
    if (!picture || !isYuvMatrix(colorSpace?.matrix) || !fitsPlanes(size)) {
      return { frame: new VideoFrame(canvas, span), notes }
    }
    const { matrix, fullRange } = colorSpace
    const planes = this.emptyPlanes({ widthPx, heightPx, matrix, isFullRange: fullRange === true })
    fillWithRgba(planes, context.getImageData(0, 0, widthPx, heightPx).data)
    return { frame: toVideoFrame(planes, colorSpace, span), notes }
  }
}

type PictureKind = Pick<YuvPicture, 'widthPx' | 'heightPx' | 'matrix' | 'isFullRange'>

/** Planes of more than 8 bits, or with more chroma than 4:2:0. */
const DEEP_FORMAT = /^I(420|422|444)(?:P(10|12))?$/

function isUsual(format: VideoPixelFormat | null): boolean {
  return format === 'I420' || format === 'NV12'
}

/** Whether the browser makes frames of planes with this size. Firefox does so only for even sizes. */
function fitsPlanes({ widthPx, heightPx }: FrameSize): boolean {
  const isEven = widthPx % 2 === 0 && heightPx % 2 === 0
  return isEven || (takesOddPlanes ??= tryOddPlanes())
}

let takesOddPlanes: boolean | null = null

function tryOddPlanes(): boolean {
  const size = { codedWidth: 1, codedHeight: 1 }
  try {
    new VideoFrame(new Uint8Array(3), { format: 'I420', ...size, timestamp: 0 }).close()
    return true
  } catch {
    return false
  }
}

function isHdr({ transfer }: VideoColorSpaceInit | VideoColorSpace): boolean {
  return HDR_TRANSFERS.has(transfer ?? '')
}

const HDR_TRANSFERS = new Set<string>(['pq', 'hlg'])

/**
 * The colour space in which a canvas with a video frame is written: that of the video. Null: that
 * of the canvas (BT.709, full range), to which HDR, BT.2020 and RGB are converted when drawn.
 */
function canvasColors(video: VideoColorSpaceInit): VideoColorSpaceInit | null {
  const { primaries } = video
  const matrix: string = video.matrix ?? ''
  if (isHdr(video) || !isYuvMatrix(matrix) || matrix === 'bt2020-ncl') return null
  // The canvas converts all other primaries to its own.
  return { ...video, primaries: primaries === 'smpte170m' ? primaries : 'bt709' }
}

function toVideoFrame(
  { widthPx, heightPx, bytes, luma, blue, red }: YuvPicture,
  colorSpace: VideoColorSpaceInit,
  span: FrameSpan,
): VideoFrame {
  const isInterleaved = blue.step === 2
  const layout = isInterleaved ? [luma, blue] : [luma, blue, red]
  return new VideoFrame(bytes, {
    format: isInterleaved ? 'NV12' : 'I420',
    codedWidth: widthPx,
    codedHeight: heightPx,
    layout: layout.map(({ offset, stride }) => ({ offset, stride })),
    colorSpace,
    ...span,
  })
}

/** Memory is slow when it is first used, so a buffer of the right length is kept. */
function ofLength(bytes: Uint8Array<ArrayBuffer>, byteCount: number): Uint8Array<ArrayBuffer> {
  return bytes.length === byteCount ? bytes : new Uint8Array(byteCount)
}

/** The largest centred rectangle in an area that has the picture's aspect ratio. */
export function fit(picture: FrameSize, area: FrameSize): Rect {
  const scale = Math.min(area.widthPx / picture.widthPx, area.heightPx / picture.heightPx)
  const [width, height] = [picture.widthPx * scale, picture.heightPx * scale]
  return { x: (area.widthPx - width) / 2, y: (area.heightPx - height) / 2, width, height }
}
