import { renderFrame, WHOLE_RANGE } from '../../index.ts'
import type { FrameEntry, Rect, RendererConfig } from '../../index.ts'
import { downloadFile } from '../browser/download-file.ts'
import type { PlacedBox } from '../place/turn-renderer.ts'
import { StageDrawing } from '../stage/stage-drawing.svelte.ts'
import { closePicture, StageFrames } from '../stage/stage-frames.ts'
import type { Picture } from '../stage/stage-frames.ts'
import type { OverlayState } from './overlay-state.svelte.ts'
import { EndableWait } from './endable-wait.ts'
import { FrameTimes } from './frame-times.ts'
import { Player } from './player.svelte.ts'
import { playerHost } from './player-host.ts'
import type { RecordingState } from './recording-state.svelte.ts'

/** Who looks at a frame for so long may step from it. */
const LOOKED_AT_MS = 150
/** Who holds a key may pass a few frames in one step. */
const MOST_STEP = 4
/** The small picture of a frame is on the stage for so long before the frame itself is decoded. */
const SCRUBBED_MS = 80

/** What is on the stage: the frame that is wanted, its small picture, or another frame on the way to it. */
type Shown = 'frame' | 'small' | 'on the way'

/** Where small pictures of frames are, which are there at once. */
export interface QuickPictures {
  /** Of a frame, or of one shortly before it; null if there is none. */
  pictureAt(position: number): Promise<Picture | null>
}

/** Which frame the user looks at. Positions are positions in `recording.frames`. */
export class PreviewState {
  #recording: RecordingState
  #overlay: OverlayState
  #position = $state(0)
  #picture = $state.raw<Picture>({ kind: 'none' })
  #shown = $state<Shown>('frame')
  #isLoading = false
  readonly #times: FrameTimes = $derived.by(() => new FrameTimes(this.frames))
  readonly #drawing: StageDrawing
  #wanted = 0
  #frames: StageFrames | null = null
  #lookTimer: ReturnType<typeof setTimeout> | undefined
  /** Whether the frame on the stage is where the user is, and not what a run shows. */
  #isSought = false
  /** While only a small picture is on the stage. */
  readonly #scrubbing = new EndableWait()
  /** Null until they are loaded with the rest of the page. */
  quick: QuickPictures | null = null

  /** How wide a frame is on the screen, in pixels of the screen. Default: as wide as it is. */
  shownWidthPx = Infinity

  readonly player: Player<Picture>

  constructor(recording: RecordingState, overlay: OverlayState) {
    this.#recording = recording
    this.#overlay = overlay
    this.#drawing = new StageDrawing(overlay)
    this.player = new Player(
      playerHost({
        frames: () => this.frames,
        position: () => this.#position,
        range: () => overlay.plan?.frames ?? [],
        stageFrames: () => this.#stageFrames(),
        show: (position, picture) => {
          this.#position = position
          this.#replacePicture(picture)
        },
        widthPx: () => this.shownWidthPx,
        rest: () => void this.#sharpen(),
      }),
    )
  }

  get position(): number {
    return this.#position
  }
  get playback(): 'paused' | 'playing' {
    return this.player.state
  }
  get picture(): Picture {
    return this.#picture
  }
  get isOnTheWay(): boolean {
    return this.#shown === 'on the way'
  }
  /** Whether the picture is a small one of the frame, which is being decoded. */
  get isSmall(): boolean {
    return this.#shown === 'small'
  }
  /** Whether the user waits for a frame, and sees not even its small picture. */
  get isAwaited(): boolean {
    return !this.isAtRest && !this.isSmall
  }
  /** Whether the frame that is wanted is on the stage, and nothing moves. */
  readonly isAtRest: boolean = $derived.by(
    () =>
      this.playback === 'paused' &&
      this.#shown === 'frame' &&
      this.#picture.kind !== 'none' &&
      this.#picture.position === this.#position,
  )
  /** Why the overlay could not be drawn on this frame; '' if it was drawn. */
  get drawFailure(): string {
    return this.#drawing.failure
  }
  /** Where renderers are on the frame on the stage, in draw order. */
  get boxes(): readonly PlacedBox[] {
    return this.#drawing.boxes
  }
  /** The size of the frame on the stage, in pixels of the layout; null if there is none. */
  readonly layoutSize: { widthPx: number; heightPx: number } | null = $derived.by(() =>
    this.#picture.kind === 'frame' ? this.#drawing.layoutSize(this.#picture) : null,
  )

  readonly frames: readonly FrameEntry[] = $derived.by(() => this.#recording.current?.frames ?? [])
  readonly frame: FrameEntry | null = $derived.by(() => this.frames[this.#position] ?? null)
  /** The frame that is still on the stage while the current frame is being loaded; else null. */
  readonly staleFrame: FrameEntry | null = $derived.by(() => {
    const picture = this.#picture
    if (picture.kind === 'none' || picture.position === this.#position) return null
    return this.frames[picture.position] ?? null
  })
  /** Time of the current frame, from the start of the video. */
  readonly timeMs: number = $derived.by(() => {
    return this.frame ? this.frame.timestampMs - this.startMs : 0
  })
  get startMs(): number {
    return this.#recording.current?.timing?.rangeMs[0] ?? 0
  }

  /** Shows the first frame of a recording that was just opened. */
  reset(): void {
    this.pause()
    this.#position = 0
    this.#replacePicture({ kind: 'none' })
    this.#isSought = true
    this.refresh()
  }

  /** Loads the frame again, because the recording was read again. */
  refresh(): void {
    this.#position = Math.max(0, Math.min(this.#position, this.frames.length - 1))
    this.#wanted++
    void this.#load()
  }

  seek(position: number): void {
    this.pause()
    this.#isSought = true
    this.#show(position)
  }

  /** Goes to the frame whose time is closest. @param timeMs from the start of the video */
  seekTime(timeMs: number): void {
    this.seek(this.positionAt(timeMs))
  }

  /** Moves by a time, but by at least one frame. */
  step(byMs: number): void {
    const target = this.positionAt(this.timeMs + byMs)
    this.seek(target === this.#position ? target + Math.sign(byMs) : target)
  }

  /** @param timeMs from the start of the video */
  positionAt(timeMs: number): number {
    return this.#times.closestTo(this.startMs + timeMs)
  }

  /** Shows a frame that was just written, unless the preview is playing. */
  follow(position: number): void {
    if (this.playback !== 'paused') return
    this.#isSought = false
    this.#frames?.leave()
    this.#show(position)
  }

  pause(): void {
    this.player.pause()
  }

  /** Draws what a run would write of the frame. The canvas gets the size of the frame. */
  draw(canvas: HTMLCanvasElement): void {
    if (this.#picture.kind === 'frame') this.#drawing.draw(canvas, this.#picture)
  }

  /** The box that a renderer would have on the frame on the stage; null if it would not be drawn. */
  measureBox(renderer: RendererConfig): Rect | null {
    const recording = this.#recording.current
    if (this.#picture.kind !== 'frame' || !recording) return null
    return this.#drawing.measureBox(renderer, recording, this.#picture)
  }

  /** Renders the current frame as a run does, and downloads it. */
  async download(): Promise<void> {
    const recording = this.#recording.current
    if (!recording) return
    const config = { ...this.#overlay.config, range: WHOLE_RANGE }
    try {
      const { name, blob } = await renderFrame(recording, config, this.#position)
      downloadFile(blob, name)
    } catch (thrown) {
      this.#recording.fail(thrown)
    }
  }

  #show(position: number): void {
    const clamped = Math.max(0, Math.min(position, this.frames.length - 1))
    if (clamped === this.#position) return
    clearTimeout(this.#lookTimer)
    this.#position = clamped
    this.#wanted++
    this.#scrubbing.end()
    void this.#load()
  }

  /** Loads one frame at a time. Then it loads the frame that is wanted by now, if it is another one. */
  async #load(): Promise<void> {
    if (this.#isLoading) return
    this.#isLoading = true
    try {
      let isStep = false
      for (let shown = -1; shown !== this.#wanted;) {
        shown = this.#wanted
        const position = this.#position
        const frames = this.#stageFrames()
        const kept =
          (await frames?.takeKept(position)) ?? (await this.#loadSoon(frames, position, shown))
        const picture = kept ?? (await this.#loadNow(frames, position, shown))
        isStep = Boolean(kept) && this.#isStepTo(position)
        // Another frame is wanted, which is not on the way of the decoder.
        if (!picture) continue
        // The player has its own pictures, and this one would be late.
        const isOther = frames !== this.#stageFrames()
        if (this.playback === 'playing' || isOther) closePicture(picture)
        else this.#replacePicture(picture)
        if (isStep) this.#lookAround()
      }
      // Of frames that only pass by while the user drags, the neighbours are not loaded.
      if (this.#isSought && !isStep) {
        this.#lookTimer = setTimeout(() => this.#lookAround(), LOOKED_AT_MS)
      }
    } finally {
      this.#isLoading = false
    }
  }

  /** Shows the small picture of a frame. @returns the frame, if it is kept in a moment */
  async #loadSoon(
    frames: StageFrames | null,
    position: number,
    wanted: number,
  ): Promise<Picture | null> {
    if (!frames) return null
    const isWanted = (): boolean => wanted === this.#wanted && this.playback === 'paused'
    if (!frames.isNear(position)) {
      const small = (await this.quick?.pictureAt(position)) ?? null
      if (small && isWanted() && frames === this.#stageFrames()) {
        const isOfIt = small.kind !== 'none' && small.position === position
        this.#replacePicture(small, isOfIt ? 'small' : 'on the way')
        // Of frames that only pass by while the user drags, no others are decoded.
        await this.#scrubbing.for(SCRUBBED_MS)
      } else if (small) closePicture(small)
    }
    return isWanted() ? frames.takeSoon(position) : null
  }

  /** Null if another frame is wanted before the decoder comes to this one. */
  async #loadNow(
    frames: StageFrames | null,
    position: number,
    wanted: number,
  ): Promise<Picture | null> {
    if (!frames) return { kind: 'none' }
    const isOver = (): boolean => wanted !== this.#wanted && this.playback === 'paused'
    if (isOver()) return null
    const show = (picture: Picture): void => {
      if (this.playback === 'playing') closePicture(picture)
      else this.#replacePicture(picture, 'on the way')
    }
    return frames.load(position, { show: this.isSmall ? null : show, isOver })
  }

  #replacePicture(next: Picture, shown: Shown = 'frame'): void {
    const previous = this.#picture
    this.#picture = next
    this.#shown = shown
    const frames = this.#frames
    // Of frames that a run shows, none is kept.
    if (this.#isSought && frames?.recording === this.#recording.current) frames.giveBack(previous)
    else closePicture(previous)
  }

  /** The frame on the stage stays there. While it passed by, it may have had less pixels. */
  async #sharpen(): Promise<void> {
    const passed = this.#picture
    if (passed.kind !== 'frame') return
    const image = await passed.image.sharpen?.()
    if (!image) return
    const picture: Picture = { ...passed, image }
    if (this.#picture === passed && this.playback === 'paused') this.#replacePicture(picture)
    else closePicture(picture)
  }

  /** Whether a frame is next to the one on the stage: the user may go on so. */
  #isStepTo(position: number): boolean {
    const picture = this.#picture
    return picture.kind !== 'none' && Math.abs(picture.position - position) <= MOST_STEP
  }

  #lookAround(): void {
    if (this.playback === 'paused' && this.#isSought) this.#stageFrames()?.lookAt(this.#position)
  }

  /** Null if no recording is open. */
  #stageFrames(): StageFrames | null {
    const recording = this.#recording.current
    if (this.#frames?.recording === recording) return this.#frames
    void this.#frames?.close()
    this.#frames = recording && new StageFrames(recording)
    return this.#frames
  }
}
