import { blendRgba, isYuvMatrix, usualMatrix } from '../../core/yuv/blend-yuv.ts'
import type { YuvPicture } from '../../core/yuv/blend-yuv.ts'
import { planePlaces } from '../../core/yuv/plane-places.ts'
import { noNotes } from '../../core/draw/draw-notes.ts'
import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import { drawOverlay } from '../../core/draw/draw-overlay.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import { Surface } from '../../core/draw/surface.ts'
import type { Series } from '../../core/time/series.ts'
import type { Rect } from '../../core/draw/surface.ts'
import { fillWithDeep, fillWithRgba } from '../../core/yuv/to-yuv.ts'
import { CpuCanvas } from '../compose/cpu-canvas.ts'
import { sizeOf } from '../frames/frame-size.ts'
import type { FrameSize } from '../frames/frame-size.ts'
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

/** Chroma has a sample for each two by two pixels. */
const CHROMA_GRID_PX = 2

/**
 * Draws overlays on the frames of a video. Frames that come in planes of eight bits keep them: only
 * what the overlay covers is touched, and everything else goes on bit for bit. Deeper planes lose
 * their lowest bits. Others are drawn on a canvas, and HDR with them, which becomes what the canvas
 * shows of it.
 */
export class VideoPainter {
  private readonly colorSpace: VideoColorSpaceInit | null
  private readonly overlays: OverlayPatches
  private readonly series: readonly Series[]
  private readonly ground = new CpuCanvas(true)
  private deepBuffer = new Uint8Array(0)
  private buffer = new Uint8Array(0)

  /**
   * @param colorSpace of the video the frames are in; null: of the canvas
   * @param series those of the plan
   */
  constructor(colorSpace: VideoColorSpaceInit | null, series: readonly Series[]) {
    this.colorSpace = colorSpace && canvasColors(colorSpace)
    this.overlays = new OverlayPatches(CHROMA_GRID_PX, series)
    this.series = series
  }

  /**
   * @param picture is closed; null: transparent ground
   * @param job null draws no overlay
   * @param size of the video; pictures of another size are fitted into it
   */
  async paint(
    picture: VideoFrame | ImageBitmap | null,
    job: FrameJob | null,
    size: FrameSize,
    span: FrameSpan,
  ): Promise<PaintedFrame> {
    try {
      if (picture instanceof VideoFrame && !isHdr(picture.colorSpace)) {
        if (!job && isUsual(picture.format)) {
          return { frame: new VideoFrame(picture, span), notes: noNotes() }
        }
        const planes = await this.readPlanes(picture)
        if (planes) {
          const notes = this.paintPlanes(planes, job)
          return { frame: toVideoFrame(planes, picture.colorSpace.toJSON(), span), notes }
        }
      }
      return this.paintCanvas(picture, job, size, span)
    } finally {
      picture?.close()
    }
  }

  /** The frame in planes of eight bits, null where they cannot be had. */
  private async readPlanes(frame: VideoFrame): Promise<YuvPicture | null> {
    const { format, visibleRect, colorSpace } = frame
    if (!visibleRect) return null
    const { width: widthPx, height: heightPx } = visibleRect
    const matrix = isYuvMatrix(colorSpace.matrix) ? colorSpace.matrix : null
    const kind = { widthPx, heightPx, isFullRange: colorSpace.fullRange === true }
    if (isUsual(format)) {
      return this.readUsual(frame, { ...kind, matrix: matrix ?? usualMatrix(heightPx) })
    }
    const [, chroma, bits = '8'] = DEEP_FORMAT.exec(format ?? '') ?? []
    // With chroma at all pixels the planes may be green, blue and red.
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

  private async readUsual(frame: VideoFrame, picture: PictureKind): Promise<YuvPicture | null> {
    this.buffer = ofLength(this.buffer, frame.allocationSize())
    const places = planePlaces(await frame.copyTo(this.buffer))
    return places && { ...picture, ...places, bytes: this.buffer }
  }

  /** I420, to be filled. */
  private emptyPlanes(picture: PictureKind): YuvPicture {
    const { widthPx, heightPx } = picture
    const stride = Math.ceil(widthPx / 2)
    const [lumaBytes, chromaBytes] = [widthPx * heightPx, stride * Math.ceil(heightPx / 2)]
    this.buffer = ofLength(this.buffer, lumaBytes + 2 * chromaBytes)
    return {
      ...picture,
      bytes: this.buffer,
      luma: { offset: 0, stride: widthPx, step: 1 },
      blue: { offset: lumaBytes, stride, step: 1 },
      red: { offset: lumaBytes + chromaBytes, stride, step: 1 },
    }
  }

  private paintPlanes(planes: YuvPicture, job: FrameJob | null): DrawNotes {
    if (!job) return noNotes()
    const { patches, notes } = this.overlays.draw(job, planes)
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
    const { canvas, context } = this.ground
    this.ground.resize(size)
    if (picture) {
      context.fillStyle = 'black'
      context.fillRect(0, 0, widthPx, heightPx)
      const { x, y, width, height } = fit(sizeOf(picture), size)
      context.drawImage(picture, x, y, width, height)
    } else context.clearRect(0, 0, widthPx, heightPx)
    const surface = new Surface(context, widthPx, heightPx)
    const notes = job ? drawOverlay(surface, job, this.series) : noNotes()
    const { colorSpace } = this
    if (!picture || !isYuvMatrix(colorSpace?.matrix)) {
      return { frame: new VideoFrame(canvas, span), notes }
    }
    const { matrix, fullRange } = colorSpace
    const planes = this.emptyPlanes({ widthPx, heightPx, matrix, isFullRange: fullRange === true })
    fillWithRgba(planes, context.getImageData(0, 0, widthPx, heightPx).data)
    return { frame: toVideoFrame(planes, colorSpace, span), notes }
  }
}

type PictureKind = Pick<YuvPicture, 'widthPx' | 'heightPx' | 'matrix' | 'isFullRange'>

/** Planes of more than eight bits, or with more chroma than a quarter. */
const DEEP_FORMAT = /^I(420|422|444)(?:P(10|12))?$/

function isUsual(format: VideoPixelFormat | null): boolean {
  return format === 'I420' || format === 'NV12'
}

function isHdr({ transfer }: VideoColorSpaceInit | VideoColorSpace): boolean {
  return HDR_TRANSFERS.has(transfer ?? '')
}

const HDR_TRANSFERS = new Set<string>(['pq', 'hlg'])

/**
 * The colours to write a canvas in that a video was drawn on: the video's. Null: the canvas's own
 * (BT.709, full range), as HDR, BT.2020 and RGB are converted when they are drawn.
 */
function canvasColors(video: VideoColorSpaceInit): VideoColorSpaceInit | null {
  const { primaries } = video
  const matrix: string = video.matrix ?? ''
  if (isHdr(video) || !isYuvMatrix(matrix) || matrix === 'bt2020-ncl') return null
  // Of all primaries but these, a canvas makes its own.
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

/** Memory that is touched for the first time is slow, so it is kept. */
function ofLength(bytes: Uint8Array<ArrayBuffer>, byteCount: number): Uint8Array<ArrayBuffer> {
  return bytes.length === byteCount ? bytes : new Uint8Array(byteCount)
}

/** The largest place in the middle of an area, in the picture's proportions. */
export function fit(picture: FrameSize, area: FrameSize): Rect {
  const scale = Math.min(area.widthPx / picture.widthPx, area.heightPx / picture.heightPx)
  const [width, height] = [picture.widthPx * scale, picture.heightPx * scale]
  return { x: (area.widthPx - width) / 2, y: (area.heightPx - height) / 2, width, height }
}
