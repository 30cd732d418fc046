import { loadFrame, loadOverlayFont, OverlaneError } from '../../index.ts'
import type { FrameEntry, RecordingFolder } from '../../index.ts'
import { FramesAround } from './frames-around.ts'
import { StagePainter } from './stage-picture.ts'
import type { LoadedFrame, StagePicture } from './stage-picture.ts'

/** What the stage shows. */
export type Picture =
  | { kind: 'none' }
  | { kind: 'frame'; image: StagePicture; position: number }
  | { kind: 'message'; text: string; position: number }

/** The way to a frame of a video, which may take a while. */
export interface Way {
  /** Shows a frame that is decoded on the way. Null: what is on the stage is better. */
  show: ((picture: Picture) => void) | null
  /** Whether another frame is wanted by now. */
  isOver(): boolean
}

type Video = NonNullable<RecordingFolder['video']>

/** What the kept frames take of the memory: 69 frames of a 1080p video, or 25 images of that size. */
const MOST_BYTES = 215e6
const MOST_FRAMES = 70
/** A frame of a video is kept with half as many samples of colour in both directions. */
const BYTES_PER_PIXEL = { video: 1.5, images: 4 }
/** Frames of a video that are played are loaded so many before they are due, and images. */
const AHEAD = { video: 12, images: 4 }
/**
 * These frames before the wanted one are kept too: a step back does not begin at a key frame again. They
 * are an eighth of the way.
 */
const MOST_LEAD = 30
/** Behind a longer way, the decoder goes on with the next frames. A shorter one is decoded again. */
const SHORT_WAY = 32
/** Who goes on by so few frames is likely to go on so. */
const STEP = 4
/** If more frames than these are still to be decoded, one on the way is shown. */
const LONG_WAY = 12
/** A frame that an open decoder reaches after so few is decoded in less time than the eye needs. */
const NEAR = 2
/** Between two of them. */
const SHOWN_EVERY_MS = 150

/** The frames of a recording for the stage. Positions are positions in `recording.frames`. */
export class StageFrames {
  readonly recording: RecordingFolder
  readonly mostAhead: number
  readonly #painter = new StagePainter()
  /**
   * Readers of its own, whose frames may be kept. Null: it is no video. A frame that is jumped to does not
   * wait for those around it.
   */
  readonly #video: Video | null
  readonly #aroundVideo: Video | null
  readonly #around: FramesAround<LoadedFrame> | null
  #jumpedTo = 0

  constructor(recording: RecordingFolder) {
    const { source, video, frames } = recording
    const kind = video ? 'video' : 'images'
    this.recording = recording
    this.mostAhead = AHEAD[kind]
    this.#video = video?.fork() ?? null
    this.#aroundVideo = video?.fork() ?? null
    this.#around =
      source &&
      new FramesAround<LoadedFrame>(
        {
          frameCount: frames.length,
          // The stage says what is wrong with a frame, when it is there.
          load: (position, isOver) => this.#loadAround(position, isOver).catch(() => null),
          wayTo: (position) => this.#wayTo(position),
          rest: () => this.#rest(),
          close: async () => this.#aroundVideo?.close(),
        },
        Math.min(
          MOST_FRAMES,
          MOST_BYTES / Math.max(1, source.widthPx * source.heightPx * BYTES_PER_PIXEL[kind]),
        ),
      )
  }

  /** The picture of a frame that is kept; null if it is not. */
  async takeKept(position: number): Promise<Picture | null> {
    return this.#picture(position, this.#around?.take(position))
  }

  /** As {@link takeKept}, also of a frame that is kept in a moment. */
  async takeSoon(position: number): Promise<Picture | null> {
    return this.#picture(position, await this.#around?.takeSoon(position, this.#wayTo(position)))
  }

  /** Whether a frame is decoded at once. */
  isNear(position: number): boolean {
    const { frameIndex } = this.recording.frames[position] ?? {}
    if (!this.#video || frameIndex === undefined) return true
    return [this.#video, this.#aroundVideo].some((video) => video?.isSoonAt(frameIndex, NEAR))
  }

  /**
   * Loads a frame. What hinders it is a message.
   * @returns null if the way to it was over before
   */
  load(position: number, way: Way): Promise<Picture | null> {
    return this.#loadAs(
      position,
      ({ frameIndex }) => this.#jumpTo(position, frameIndex, way),
      (frame) => this.#painter.picture(frame),
    )
  }

  /**
   * As {@link load}, of a frame that is on the stage for a moment only. No other frame is kept.
   * @param leastWidthPx its picture may be smaller than the frame, but not than this
   */
  async loadPassing(position: number, leastWidthPx: number): Promise<Picture> {
    this.leave()
    const picture = await this.#loadAs(
      position,
      () => this.#read(position, this.#video),
      (frame) => this.#painter.passingPicture(frame, leastWidthPx),
    )
    return picture ?? { kind: 'none' }
  }

  /** The user looks at this frame, so those around it may be next. */
  lookAt(position: number): void {
    this.#painter.rest()
    void this.#around?.lookAt(position)
  }

  /** What is on the stage is not where the user is: no frame is kept. */
  leave(): void {
    this.#around?.leave()
  }

  /** A picture that was on the stage. Its frame is kept, if it is near. */
  giveBack(picture: Picture): void {
    if (picture.kind !== 'frame') return
    const frame = picture.image.release()
    if (this.#around && picture.image.isExact) this.#around.giveBack(picture.position, frame)
    else frame.close()
  }

  async close(): Promise<void> {
    await this.#around?.close()
    await this.#video?.close()
  }

  async #picture(position: number, frame: LoadedFrame | null | undefined): Promise<Picture | null> {
    return frame ? { kind: 'frame', image: await this.#painter.picture(frame), position } : null
  }

  async #loadAs(
    position: number,
    decode: (entry: FrameEntry) => Promise<LoadedFrame | null>,
    paint: (frame: LoadedFrame) => Promise<StagePicture>,
  ): Promise<Picture | null> {
    const { recording } = this
    const entry = recording.frames[position]
    if (!entry) return { kind: 'none' }
    const text = whyNot(recording, entry)
    if (text) return { kind: 'message', text, position }
    try {
      await loadOverlayFont()
      const frame = await decode(entry)
      return frame && { kind: 'frame', image: await paint(frame), position }
    } catch (thrown) {
      const { message } = OverlaneError.from(thrown, 'frame-unreadable')
      return { kind: 'message', text: message, position }
    } finally {
      this.#rest()
    }
  }

  #rest(): void {
    this.#video?.rest()
    this.#aroundVideo?.rest()
  }

  async #read(position: number, video: Video | null): Promise<LoadedFrame | null> {
    const entry = this.recording.frames[position]
    if (!entry || entry.fileName === null) return null
    if (!video) return loadFrame(this.recording, entry)
    return (await video.frameAt(entry.frameIndex)).frame
  }

  async #loadAround(
    position: number,
    isOver: () => boolean,
  ): Promise<LoadedFrame | null | undefined> {
    const { frameIndex, fileName = null } = this.recording.frames[position] ?? {}
    if (frameIndex === undefined || fileName === null) return null
    const video = this.#nearest(frameIndex, this.#aroundVideo)
    if (!video) return this.#read(position, null)
    return (await video.stepTo(frameIndex, isOver))?.frame
  }

  /** How many frames are passed if a frame is loaded now. */
  #wayTo(position: number): number {
    const { frameIndex } = this.recording.frames[position] ?? {}
    if (frameIndex === undefined) return 0
    return this.#nearest(frameIndex, this.#video)?.framesTo(frameIndex) ?? 0
  }

  /** The reader that comes to a frame first. @param usual of two that are as near */
  #nearest(frameIndex: number, usual: Video | null): Video | null {
    const other = usual === this.#video ? this.#aroundVideo : this.#video
    if (!usual || !other) return usual
    return other.framesTo(frameIndex) < usual.framesTo(frameIndex) ? other : usual
  }

  /** Null if the way was over before. */
  async #jumpTo(position: number, frameIndex: number, way: Way): Promise<LoadedFrame | null> {
    this.#around?.hold(position)
    const video = this.#nearest(frameIndex, this.#video)
    if (!video) return this.#read(position, null)
    const framesTo = video.framesTo(frameIndex)
    const leadCount = Math.min(MOST_LEAD, Math.floor(framesTo / 8))
    const isStep = position > this.#jumpedTo && position - this.#jumpedTo <= STEP
    this.#jumpedTo = position
    let shownMs = -Infinity
    let painting = Promise.resolve()
    const { show } = way
    const isShown = (index: number): boolean =>
      show !== null && frameIndex - index > LONG_WAY && performance.now() - shownMs > SHOWN_EVERY_MS
    const decoded = await video.jumpTo(frameIndex, {
      leadCount,
      goesOn: isStep || framesTo > SHORT_WAY,
      isWanted: (index) => frameIndex - index <= leadCount || isShown(index),
      take: (index, frame) => {
        const at = this.#positionOf(index, position - (frameIndex - index))
        if (at === null) frame.close()
        else if (frameIndex - index <= leadCount) this.#around?.keep(at, frame)
        else {
          shownMs = performance.now()
          painting = this.#painter
            .picture(frame)
            .then((image) => show?.({ kind: 'frame', image, position: at }))
        }
      },
      isOver: () => way.isOver(),
    })
    await painting
    return decoded?.frame ?? null
  }

  /** @param guess where it is if no frame of the video is left out. Null: it is not a frame */
  #positionOf(frameIndex: number, guess: number): number | null {
    return this.recording.frames[guess]?.frameIndex === frameIndex ? guess : null
  }
}

/** The picture is not shown any more, and not kept. */
export function closePicture(picture: Picture): void {
  if (picture.kind === 'frame') picture.image.release().close()
}

/** Why a frame cannot be loaded; '' if it can be tried. */
function whyNot({ problems }: RecordingFolder, { fileName, frameIndex }: FrameEntry): string {
  if (fileName === null) {
    return `Frame ${frameIndex} has a timestamp but no file. Rendering skips it.`
  }
  const unsupported = problems.find(
    ({ code, severity }) => code === 'video-unsupported' && severity === 'error',
  )
  return unsupported?.message ?? ''
}
