import {
  createSurface,
  drawOverlay,
  layoutScale,
  loadFrame,
  loadOverlayFont,
  OverlaneError,
  planFrames,
  renderFrame,
  WHOLE_RANGE,
  withDrawings,
} from '../../index.ts'
import type {
  FrameEntry,
  FrameJob,
  FramePlan,
  RecordingFolder,
  Rect,
  RendererConfig,
} from '../../index.ts'
import { downloadFile } from '../browser/download-file.ts'
import { drawChecker } from '../parts/draw-checker.ts'
import { placedBox } from '../place/turn-renderer.ts'
import type { PlacedBox } from '../place/turn-renderer.ts'
import { withDragged } from '../place/with-dragged.ts'
import type { FramesAround } from '../stage/frames-around.ts'
import { framesAroundStage } from '../stage/stage-frames.ts'
import type { OverlayState } from './overlay-state.svelte.ts'
import { FrameTimes } from './frame-times.ts'
import { Player } from './player.svelte.ts'
import type { PlayerHost } from './player.svelte.ts'
import type { RecordingState } from './recording-state.svelte.ts'

/** What the stage shows. */
export type Picture =
  | { kind: 'none' }
  | { kind: 'frame'; bitmap: ImageBitmap; position: number }
  | { kind: 'message'; text: string; position: number }

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

/** A step back is not further than this. */
const STEP_FRAMES = 2
/** Who looks at a frame for so long may step from it. */
const LOOKED_AT_MS = 150

/** Which frame the user looks at. Positions are positions in `recording.frames`. */
export class PreviewState {
  #recording: RecordingState
  #overlay: OverlayState
  #position = $state(0)
  #picture = $state.raw<Picture>({ kind: 'none' })
  #drawFailure = $state('')
  #boxes = $state.raw<readonly PlacedBox[]>([])
  #isLoading = false
  readonly #times: FrameTimes = $derived.by(() => new FrameTimes(this.frames))
  #drawings = $state.raw<Drawings | null>(null)
  #wanted = 0
  #around: { of: RecordingFolder; frames: FramesAround<ImageBitmap> } | null = null
  #lookTimer: ReturnType<typeof setTimeout> | undefined
  /** Whether the user went to the frame on the stage. */
  #isSought = false

  readonly player: Player<Picture>

  constructor(recording: RecordingState, overlay: OverlayState) {
    this.#recording = recording
    this.#overlay = overlay
    this.player = new Player(this.#playerHost())
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
  /** Why the overlay could not be drawn on this frame; '' if it was drawn. */
  get drawFailure(): string {
    return this.#drawFailure
  }
  /** Where renderers are on the frame on the stage, in draw order. */
  get boxes(): readonly PlacedBox[] {
    return this.#boxes
  }
  /** The size of the frame on the stage, in pixels of the layout; null if there is none. */
  readonly layoutSize: { widthPx: number; heightPx: number } | null = $derived.by(() => {
    if (this.#picture.kind !== 'frame') return null
    const { width, height } = this.#picture.bitmap
    const scale = layoutScale(this.#overlay.config.referenceHeight, height)
    return { widthPx: width / scale, heightPx: height / scale }
  })

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
    this.#show(position)
  }

  pause(): void {
    this.player.pause()
  }

  /** Draws what a run would write of the frame. The canvas gets the size of the frame. */
  draw(canvas: HTMLCanvasElement): void {
    const { picture } = this
    const plan = this.#overlay.previewPlan
    const context = canvas.getContext('2d')
    if (picture.kind !== 'frame' || !plan || !context) return
    const { width, height } = picture.bitmap
    const { config, shown } = this.#overlay
    const planned = withDragged(plan.jobAt(picture.position), config.renderers, shown.renderers)
    const drawn = this.#withDrawings(planned, plan, picture)
    // What was drawn before stays until the modules have drawn.
    if (!drawn) return
    const { job } = drawn
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    context.clearRect(0, 0, width, height)
    const { content } = this.#overlay.config.output
    if (content === 'overlay') drawChecker(context)
    else context.drawImage(picture.bitmap, 0, 0)
    let { failure } = drawn
    const boxes: PlacedBox[] = []
    try {
      const surface = createSurface(context, { widthPx: width, heightPx: height }, job)
      if (content !== 'frames') {
        drawOverlay(surface, job, plan, (index, box) => {
          const renderer = shown.renderers[index]
          if (renderer) boxes.push(placedBox(index, box, renderer))
        })
      }
    } catch (thrown) {
      failure = OverlaneError.from(thrown, 'renderer-failed').message
    }
    this.#drawFailure = failure
    this.#boxes = boxes
  }

  /** A job with what modules draw; null while they draw, after which the stage is drawn again. */
  #withDrawings(
    job: FrameJob,
    plan: FramePlan,
    picture: Extract<Picture, { kind: 'frame' }>,
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
    const { width: widthPx, height: heightPx } = picture.bitmap
    withDrawings(job, { widthPx, heightPx }, plan).then(
      (drawn) => (this.#drawings = { ...drawings, job: drawn }),
      (thrown: unknown) => {
        const failure = OverlaneError.from(thrown, 'renderer-failed').message
        const layers = job.layers.filter(({ type }) => type !== 'own')
        this.#drawings = { ...drawings, job: { ...job, layers }, failure }
      },
    )
    return null
  }

  /** The box that a renderer would have on the frame on the stage; null if it would not be drawn. */
  measureBox(renderer: RendererConfig): Rect | null {
    const recording = this.#recording.current
    const context = new OffscreenCanvas(1, 1).getContext('2d')
    if (this.#picture.kind !== 'frame' || !recording || !context) return null
    const { bitmap, position } = this.#picture
    const plan = planFrames(recording, {
      ...this.#overlay.config,
      renderers: [{ ...renderer, ...ALWAYS_SHOWN }],
      range: WHOLE_RANGE,
    })
    const job = plan.jobAt(position)
    let found: Rect | null = null
    const surface = createSurface(context, { widthPx: bitmap.width, heightPx: bitmap.height }, job)
    try {
      drawOverlay(surface, job, plan, (_, box) => (found = box))
    } catch {
      // It is shown where the renderer is drawn.
    }
    return found
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

  /** What the player plays: the frames, and in a loop those of the range. */
  #playerHost(): PlayerHost<Picture> {
    const preview = (): PreviewState => this
    return {
      get frames() {
        return preview().frames
      },
      get position() {
        return preview().position
      },
      get loopRange() {
        const { frames } = preview()
        const planned = preview().#overlay.plan?.frames ?? []
        const [first, last] = [planned[0], planned.at(-1)]
        const positionOf = (frame: typeof first, otherwise: number): number => {
          const found = frames.findIndex(({ frameIndex }) => frameIndex === frame?.frameIndex)
          return found < 0 ? otherwise : found
        }
        return [positionOf(first, 0), positionOf(last, frames.length - 1)] as const
      },
      load: (position) => this.#loadPicture(position),
      show: (position, picture) => {
        this.#position = position
        this.#replacePicture(picture)
      },
      discard: closePicture,
    }
  }

  #show(position: number): void {
    const clamped = Math.max(0, Math.min(position, this.frames.length - 1))
    if (clamped === this.#position) return
    clearTimeout(this.#lookTimer)
    this.#position = clamped
    this.#wanted++
    void this.#load()
  }

  /** Loads one frame at a time. Then it loads the frame that is wanted by now, if it is another one. */
  async #load(): Promise<void> {
    if (this.#isLoading) return
    this.#isLoading = true
    try {
      for (let shown = -1; shown !== this.#wanted;) {
        shown = this.#wanted
        const kept = await this.#takeKept(this.#position)
        const picture = kept ?? (await this.#loadPicture(this.#position))
        // The player has its own pictures, and this one would be late.
        if (this.playback === 'playing') closePicture(picture)
        else this.#replacePicture(picture)
        if (kept) this.#lookAround()
      }
      // Of frames that only pass by while the user drags, the neighbours are not loaded.
      if (this.#isSought) this.#lookTimer = setTimeout(() => this.#lookAround(), LOOKED_AT_MS)
    } finally {
      this.#isLoading = false
    }
  }

  #replacePicture(next: Picture): void {
    const previous = this.#picture
    this.#picture = next
    if (this.playback === 'playing') this.#around?.frames.leave()
    if (previous.kind !== 'frame') return
    const around = this.#around
    if (around && around.of === this.#recording.current) {
      around.frames.giveBack(previous.position, previous.bitmap)
    } else previous.bitmap.close()
  }

  /** The picture of a frame that was stepped to is there already, as a rule; null if it is not. */
  async #takeKept(position: number): Promise<Picture | null> {
    const frames = this.#framesAround()
    const picture = this.#picture
    const stepCount = picture.kind === 'frame' ? picture.position - position : 0
    let bitmap = frames?.take(position)
    if (!bitmap && frames && stepCount > 0 && stepCount <= STEP_FRAMES) {
      // The decoder has to go back anyway, so it reads several frames on the way.
      await frames.lookAt(position + stepCount)
      bitmap = frames.take(position)
    }
    return bitmap ? { kind: 'frame', bitmap, position } : null
  }

  #lookAround(): void {
    if (this.playback === 'paused') void this.#framesAround()?.lookAt(this.#position)
  }

  /** Null if there are no frames. */
  #framesAround(): FramesAround<ImageBitmap> | null {
    const recording = this.#recording.current
    if (this.#around && this.#around.of === recording) return this.#around.frames
    void this.#around?.frames.close()
    this.#around = null
    if (!recording) return null
    const frames = framesAroundStage(recording)
    if (!frames) return null
    this.#around = { of: recording, frames }
    return frames
  }

  async #loadPicture(position: number): Promise<Picture> {
    const recording = this.#recording.current
    const frame = recording?.frames[position]
    if (!recording || !frame) return { kind: 'none' }
    if (frame.fileName === null) {
      const text = `Frame ${frame.frameIndex} has a timestamp but no file. Rendering skips it.`
      return { kind: 'message', text, position }
    }
    const unsupported = recording.problems.find(
      ({ code, severity }) => code === 'video-unsupported' && severity === 'error',
    )
    if (unsupported) return { kind: 'message', text: unsupported.message, position }
    try {
      await loadOverlayFont()
      const bitmap = await loadFrame(recording, frame)
      if (recording === this.#recording.current) return { kind: 'frame', bitmap, position }
      bitmap.close()
      return { kind: 'none' }
    } catch (thrown) {
      const { message } = OverlaneError.from(thrown, 'frame-unreadable')
      return { kind: 'message', text: message, position }
    }
  }
}

function closePicture(picture: Picture): void {
  if (picture.kind === 'frame') picture.bitmap.close()
}

/** What keeps a renderer from being drawn, taken away. */
export const ALWAYS_SHOWN = {
  hidden: false,
  showWhen: null,
  show: { from: null, until: null, fadeIn: 0, fadeOut: 0 },
}
