import { OverlaneError } from '../../core/errors.ts'
import type { FileStamp } from '../../io/folders/stat-files.ts'
import { HandleDirectory } from '../../io/folders/handle-directory.ts'
import { loadOverlayFont } from '../../io/images/overlay-font.ts'
import { PacketEncoder } from '../../io/video/packet-encoder.ts'
import type { VideoPacket } from '../../io/video/packet-encoder.ts'
import { openVideo } from '../../io/video/video-file.ts'
import { VideoReader } from '../../io/video/video-reader.ts'
import { FrameLoader } from '../frames/frame-loader.ts'
import type { LoadedFrame } from '../frames/frame-loader.ts'
import { toOutcome } from '../frames/frame-task.ts'
import type { FrameOutcome } from '../frames/frame-task.ts'
import { StepClock, TimeShares } from '../frames/step-clock.ts'
import type {
  EncodingProgress,
  MovieFrame,
  SegmentCallbacks,
  SegmentSetup,
} from './segment-messages.ts'
import { VideoPainter } from './video-painter.ts'

/** Frames that are loaded ahead, so that decoding, drawing and encoding overlap. */
const AHEAD_COUNT = 4
/** A message takes as long as the work on a small frame, so each is about several frames. */
const TAKE_COUNT = 8
const PROGRESS_INTERVAL_MS = 50

interface Loading {
  frame: MovieFrame
  clock: StepClock
  loaded: Promise<LoadedFrame>
}

/** A segment with packets that the encoder has not returned yet. */
interface PendingSegment {
  index: number
  frameCount: number
  packetCount: number
  /** All its frames were given to the encoder. */
  isClosed: boolean
}

/** Encodes segments of a video, one after another: load · draw · encode, in order. */
export class SegmentTask {
  private readonly setup: SegmentSetup
  private readonly callbacks: SegmentCallbacks
  private painter: VideoPainter
  private readonly shares = new TimeShares()
  private loader: FrameLoader
  /** Oldest first. */
  private readonly pending: PendingSegment[] = []
  /** Rejects if the page did not accept a packet. */
  private handedOver: Promise<void> = Promise.resolve()
  private progress: EncodingProgress = { settled: [], current: null }
  private toldMs = -Infinity
  /** Resolves when the page has got the last report. */
  private told: Promise<void> = Promise.resolve()
  /** Rejects if the page did not accept a segment. */
  private completed: Promise<unknown> = Promise.resolve()
  private isCancelled = false

  constructor(setup: SegmentSetup, callbacks: SegmentCallbacks) {
    this.setup = setup
    this.callbacks = callbacks
    this.painter = new VideoPainter(null, setup.shared)
    this.loader = new FrameLoader(setup.frames && new HandleDirectory(setup.frames))
  }

  /** Drops the frames that are not encoded yet. */
  cancel(): void {
    this.isCancelled = true
  }

  /** Resolves when there are no more segments, or after `cancel`. */
  async run(): Promise<void> {
    const { video, codec, settings, drawsFrames } = this.setup
    await loadOverlayFont()
    let reader: VideoReader | null = null
    if (video && drawsFrames) {
      const opened = await openVideo(video.file, video.index)
      reader = new VideoReader(opened)
      this.loader = new FrameLoader(null, reader)
      this.painter = new VideoPainter(opened.colorSpace, this.setup.shared)
    }
    const encoder = await PacketEncoder.open(
      { codec, settings, isTransparent: !drawsFrames },
      (packet) => this.handOver(packet),
    )
    try {
      for (;;) {
        const index = await this.callbacks.nextSegment()
        if (index === null) break
        const segment = { index, frameCount: 0, packetCount: 0, isClosed: false }
        this.pending.push(segment)
        await this.encode(segment, encoder)
        if (this.isCancelled) return
        segment.isClosed = true
        this.completeFirst()
      }
      await encoder.finish()
      await this.completed
      if (this.pending.length > 0) throw new Error('the encoder dropped frames.')
    } finally {
      this.tell()
      await this.told
      await reader?.close()
    }
  }

  /**
   * A packet belongs to the oldest segment that has fewer packets than frames. The first packet of a
   * segment is a key frame.
   */
  private handOver(packet: VideoPacket): void {
    const [segment] = this.pending
    if (!segment || (segment.packetCount === 0 && !packet.isKey)) {
      this.handedOver = Promise.reject(new Error('the encoder dropped frames.'))
    } else {
      // A key frame completes a group, which the page writes: the page must know its frames before.
      if (packet.isKey) this.tell()
      segment.packetCount++
      this.handedOver = this.callbacks.onPacket(segment.index, packet)
      this.completeFirst()
    }
    this.handedOver.catch(() => undefined)
  }

  private completeFirst(): void {
    const [segment] = this.pending
    if (!segment?.isClosed || segment.packetCount < segment.frameCount) return
    this.pending.shift()
    // The page saves the whole segment, so it must know all frames of it before.
    this.tell()
    // The segment fails if one of its packets was not accepted.
    const told = this.handedOver.then(() => this.callbacks.onComplete(segment.index))
    this.completed = Promise.all([this.completed, told])
    this.completed.catch(() => undefined)
    this.completeFirst()
  }

  private async encode(segment: PendingSegment, encoder: PacketEncoder): Promise<void> {
    const frames = this.framesOf(segment.index)
    const ahead: Loading[] = []
    const fill = async (): Promise<void> => {
      while (ahead.length < AHEAD_COUNT) {
        const next = await frames.next()
        if (next.done) return
        ahead.push(this.load(next.value))
      }
    }
    await fill()
    for (let next = ahead.shift(); next; next = ahead.shift()) {
      if (this.isCancelled) {
        await this.drop([next, ...ahead])
        return
      }
      const startMs = performance.now()
      try {
        const outcome = await this.write(next, segment, encoder)
        const { frame, clock } = next
        this.settle(frame, clock, outcome, performance.now() - startMs)
      } catch (thrown) {
        await this.drop(ahead)
        throw thrown
      }
      await fill()
    }
  }

  /** Asks for the next frames before they are needed. */
  private async *framesOf(segmentIndex: number): AsyncGenerator<MovieFrame, void> {
    let frames = this.callbacks.take(segmentIndex, TAKE_COUNT)
    for (;;) {
      const taken = await frames
      if (taken.length === 0) return
      frames = this.callbacks.take(segmentIndex, TAKE_COUNT)
      yield* taken
    }
  }

  private load(frame: MovieFrame): Loading {
    const { position } = frame
    const clock = new StepClock(this.shares, (stage) => {
      // Frames are loaded while another one is drawn. The report names the one that is drawn.
      if (stage === 'load_frame' && this.progress.current) return
      this.progress.current = { position, stage }
      this.tellInTime()
    })
    const loaded = this.loader.load(frame.job, frame.source, clock)
    // `write` awaits it later. Until then, a failure must not count as unhandled.
    loaded.catch(() => undefined)
    return { frame, clock, loaded }
  }

  private async write(
    { frame: { job, span }, clock, loaded }: Loading,
    segment: PendingSegment,
    encoder: PacketEncoder,
  ): Promise<FrameOutcome> {
    const { drawsOverlay, widthPx, heightPx } = this.setup
    const size = { widthPx, heightPx }
    let loadedSize = size
    let painted: Awaited<ReturnType<VideoPainter['paint']>>
    let fault: string | null
    let source: FileStamp | null
    try {
      const { picture, size: ownSize, ...found } = await loaded
      fault = found.fault
      source = found.stamp
      if (picture instanceof ImageBitmap) loadedSize = ownSize
      painted = await clock.time('draw', () =>
        this.painter.paint(picture, drawsOverlay ? job : null, size, span),
      )
    } catch (thrown) {
      return toOutcome(OverlaneError.from(thrown, 'internal', { frameIndex: job.frameIndex }))
    }
    const isKey = segment.frameCount === 0
    segment.frameCount++
    await clock.time('encode', () => encoder.addFrame(painted.frame, isKey))
    await this.handedOver
    return {
      kind: 'rendered',
      source,
      written: null,
      road: 'video',
      reason: null,
      fault,
      notes: painted.notes,
      ...loadedSize,
      blob: null,
    }
  }

  private async drop(loadings: readonly Loading[]): Promise<void> {
    for (const { frame, clock, loaded } of loadings) {
      await loaded.then(
        ({ picture }) => picture?.close(),
        () => undefined,
      )
      this.settle(frame, clock, { kind: 'dropped' }, 0)
    }
  }

  private settle(
    { position }: MovieFrame,
    { steps, stageMs }: StepClock,
    outcome: FrameOutcome,
    busyMs: number,
  ): void {
    this.progress.settled.push({ position, outcome, times: { steps, stageMs }, busyMs })
    if (this.progress.current?.position === position) this.progress.current = null
    this.tellInTime()
  }

  private tellInTime(): void {
    if (performance.now() - this.toldMs >= PROGRESS_INTERVAL_MS) this.tell()
  }

  private tell(): void {
    this.toldMs = performance.now()
    this.told = this.callbacks.onProgress(this.progress)
    this.progress = { ...this.progress, settled: [] }
  }
}
