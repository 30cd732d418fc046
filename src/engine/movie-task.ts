import { describeThrown, OverlaneError } from '../core/errors.ts'
import type { VideoConfig } from '../core/config.ts'
import { readFrame } from '../io/frame-file.ts'
import { HandleDirectory } from '../io/handle-directory.ts'
import { decodeImage } from '../io/image-file.ts'
import { loadOverlayFont } from '../io/overlay-font.ts'
import { openVideo } from '../io/video-file.ts'
import type { OpenVideo, VideoIndex } from '../io/video-file.ts'
import { VideoReader } from '../io/video-reader.ts'
import { VideoWriter } from '../io/video-writer.ts'
import type { SoundRange } from '../io/video-writer.ts'
import { StepClock, TimeShares, toOutcome } from './frame-task.ts'
import type { FrameOutcome, FrameTask, FrameTimes, WorkerStage } from './frame-task.ts'
import { VideoPainter } from './video-painter.ts'
import type { FrameSpan } from './video-painter.ts'

/** A frame for a video, and when it is shown there. */
export interface MovieFrame extends FrameTask {
  span: FrameSpan
}

/** What the writer of a video is told once. */
export interface MovieSetup {
  /** The video the frames are in, null where they are image files. */
  video: { file: File; index: VideoIndex } | null
  frames: FileSystemDirectoryHandle | null
  output: FileSystemDirectoryHandle
  fileName: string
  container: 'mp4' | 'webm'
  settings: VideoConfig
  drawsFrames: boolean
  drawsOverlay: boolean
  widthPx: number
  heightPx: number
  frameCount: number
  /** Null without sound. */
  sound: SoundRange | null
}

export interface MovieCallbacks {
  /** The next frames, in order; none when there are no more. */
  take: (count: number) => Promise<MovieFrame[]>
  onStage: (position: number, stage: WorkerStage) => void
  onSettled: (position: number, outcome: FrameOutcome, times: FrameTimes, busyMs: number) => void
}

/** Frames that are read ahead, so that a decoding, a drawing and an encoding go on side by side. */
const AHEAD_COUNT = 4

interface Loading {
  frame: MovieFrame
  clock: StepClock
  picture: Promise<VideoFrame | ImageBitmap | null>
}

/** Makes one video of the frames that it takes: load · draw · encode, in order. */
export class MovieTask {
  private readonly setup: MovieSetup
  private readonly callbacks: MovieCallbacks
  private readonly painter = new VideoPainter()
  private readonly shares = new TimeShares()
  private video: OpenVideo | null = null
  private reader: VideoReader | null = null
  private isCancelled = false
  private isOver = false

  constructor(setup: MovieSetup, callbacks: MovieCallbacks) {
    this.setup = setup
    this.callbacks = callbacks
  }

  /** Leaves no file behind. */
  cancel(): void {
    this.isCancelled = true
  }

  /**
   * @returns whether the sound was copied, null where the run was cancelled and there is no video
   * @throws OverlaneError why there is no video
   */
  async run(): Promise<{ hasSound: boolean } | null> {
    const { setup } = this
    await loadOverlayFont()
    if (setup.video) {
      this.video = await openVideo(setup.video.file, setup.video.index)
      this.reader = new VideoReader(this.video)
    }
    const { writer, hasSound } = await VideoWriter.open(
      {
        ...setup,
        folder: setup.output,
        isTransparent: !setup.drawsFrames,
      },
      setup.sound ? this.video : null,
    )
    try {
      let soundFailure: unknown = null
      const copied = setup.sound && hasSound ? writer.addSound(setup.sound) : Promise.resolve()
      const sound = copied.catch((thrown: unknown) => {
        soundFailure = thrown
        this.isOver = true
      })
      await this.writeFrames(writer)
      // A sound that waits for more frames would wait for ever.
      if (this.wasCancelled()) {
        await writer.abort()
        return null
      }
      await sound
      if (soundFailure !== null) throw new Error('its sound failed', { cause: soundFailure })
      await writer.finish()
      return { hasSound }
    } catch (thrown) {
      this.isOver = true
      await writer.abort()
      throw toWriteError(thrown, setup.fileName)
    } finally {
      await this.reader?.close()
    }
  }

  private wasCancelled(): boolean {
    return this.isCancelled
  }

  private async writeFrames(writer: VideoWriter): Promise<void> {
    const ahead: Loading[] = []
    let isDrained = false
    const fill = async (): Promise<void> => {
      while (!isDrained && ahead.length < AHEAD_COUNT) {
        const frames = await this.callbacks.take(AHEAD_COUNT - ahead.length)
        if (frames.length === 0) isDrained = true
        for (const frame of frames) ahead.push(this.load(frame))
      }
    }
    await fill()
    for (let next = ahead.shift(); next; next = ahead.shift()) {
      if (this.isCancelled || this.isOver) {
        await this.drop([next, ...ahead])
        return
      }
      const startMs = performance.now()
      const outcome = await this.write(next, writer)
      const { frame, clock } = next
      const times = { steps: clock.steps, stageMs: clock.stageMs }
      this.callbacks.onSettled(frame.position, outcome, times, performance.now() - startMs)
      await fill()
    }
    writer.endFrames()
  }

  private load(frame: MovieFrame): Loading {
    const clock = new StepClock(this.shares, (stage) =>
      this.callbacks.onStage(frame.position, stage),
    )
    const picture = this.read(frame, clock)
    // It is awaited in its turn; until then its failure is nobody's.
    picture.catch(() => undefined)
    return { frame, clock, picture }
  }

  private async read(
    { job, source }: MovieFrame,
    clock: StepClock,
  ): Promise<VideoFrame | ImageBitmap | null> {
    if (!this.setup.drawsFrames) return null
    if (source.kind === 'problem') throw OverlaneError.fromProblems([source.problem])
    if (this.reader) {
      const decoded = await this.reader.frameAt(job.frameIndex)
      clock.add('decode', decoded)
      return decoded.frame
    }
    const { frames } = this.setup
    const from = source.kind === 'file' ? source.file : frames && new HandleDirectory(frames)
    const { sourceName } = job
    if (sourceName === null || !from) {
      throw new OverlaneError('frame-unreadable', 'The frame is not in the folder.')
    }
    const bytes = await clock.time('read', () => readFrame(sourceName, from))
    return clock.time('decode', () => decodeImage(bytes, sourceName))
  }

  private async write(
    { frame: { job, span }, clock, picture }: Loading,
    writer: VideoWriter,
  ): Promise<FrameOutcome> {
    const { drawsOverlay, widthPx, heightPx } = this.setup
    let painted: Awaited<ReturnType<VideoPainter['paint']>>
    try {
      const loaded = await picture
      painted = await clock.time('draw', () =>
        this.painter.paint(loaded, drawsOverlay ? job : null, { widthPx, heightPx }, span),
      )
    } catch (thrown) {
      return toOutcome(OverlaneError.from(thrown, 'internal', { frameIndex: job.frameIndex }))
    }
    await clock.time('encode', () => writer.addFrame(painted.frame))
    const { skippedTargetCount } = painted
    return { kind: 'rendered', skippedTargetCount, widthPx, heightPx, blob: null }
  }

  private async drop(loadings: readonly Loading[]): Promise<void> {
    for (const { frame, clock, picture } of loadings) {
      await picture.then(
        (loaded) => loaded?.close(),
        () => undefined,
      )
      this.callbacks.onSettled(
        frame.position,
        { kind: 'dropped' },
        { steps: clock.steps, stageMs: clock.stageMs },
        0,
      )
    }
  }
}

function toWriteError(thrown: unknown, fileName: string): OverlaneError {
  if (thrown instanceof OverlaneError) return thrown
  return new OverlaneError(
    'write-failed',
    `${fileName} could not be written: ${describeThrown(thrown)} Nothing of it is left, and what was there before is as it was.`,
    { file: fileName },
    { cause: thrown },
  )
}
