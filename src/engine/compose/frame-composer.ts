import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import type { OutputConfig } from '../../core/config/output-specs.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import type { EncodedFormat } from '../../core/recording/image-format.ts'
import type { Series } from '../../core/time/series.ts'
import type { ReadFrame } from '../frames/frame-loader.ts'
import type { FrameSize } from '../frames/frame-size.ts'
import type { StepClock } from '../frames/step-clock.ts'

/** What the frames of a run are made into. */
export interface FrameTarget {
  format: EncodedFormat
  /** Of JPEG and WebP, 0 to 1. `source`: a frame that can keeps its own data beside the overlay. */
  quality: OutputConfig['quality']
  /** Without, frames are written as they are. */
  drawsOverlay: boolean
  /** Those of the plan. */
  series: readonly Series[]
}

/** What a plan's frames are made into. */
export function frameTarget(
  { outputFormat: format, series }: Pick<FramePlan, 'outputFormat' | 'series'>,
  { content, quality }: Pick<OutputConfig, 'content' | 'quality'>,
): FrameTarget {
  return { format, quality, drawsOverlay: content !== 'frames', series }
}

/** One frame to make: what was read of it, what is drawn on it, and what it becomes. */
export interface Composition {
  frame: ReadFrame
  job: FrameJob
  target: FrameTarget
}

/** An image that was made. */
export interface ComposedFrame extends FrameSize {
  image: Blob | Uint8Array<ArrayBuffer>
  /** The name of the composer that made it. */
  road: string
  /** Why a composer before that one did not, in a few words; null where it was the first. */
  reason: string | null
  /** What is damaged in the frame's file, though it can be drawn, as a clause; null: nothing. */
  fault: string | null
  notes: DrawNotes
}

/** A frame that is ready to be drawn on. */
export interface PreparedFrame {
  /**
   * Draws the overlay, and encodes; called once at most, and for one frame of a thread at a time.
   * @throws OverlaneError `renderer-failed`
   */
  finish(clock: StepClock): Promise<ComposedFrame>
  /** Lets go of what it holds. It may be called at any time, and more than once. */
  close(): void
}

/**
 * One road from the bytes of a frame and its job to the bytes of an image. What a composer keeps
 * between frames is memory to use again, so any worker may make any frame.
 */
export interface FrameComposer {
  /** Its name in a frame's outcome. */
  readonly road: string
  /**
   * Looks at the file's header and the target, and at nothing that takes long.
   * @returns why it does not take the frame, in a few words; null where it does
   */
  accepts(composition: Composition): string | null | Promise<string | null>
  /**
   * Does what can be done while other frames are drawn: decoding, or a walk through the file.
   * @throws OverlaneError `frame-unreadable`
   */
  prepare(composition: Composition, clock: StepClock): Promise<PreparedFrame>
}

/**
 * Prepares a frame with the first composer that takes it.
 * @returns `refusal`: why the first one did not
 * @throws OverlaneError as `prepare` does
 */
export async function prepareFrame(
  composers: readonly FrameComposer[],
  composition: Composition,
  clock: StepClock,
): Promise<{ prepared: PreparedFrame; refusal: string | null }> {
  const refusals: string[] = []
  for (const composer of composers) {
    const refusal = await composer.accepts(composition)
    if (refusal === null) {
      const prepared = await composer.prepare(composition, clock)
      return { prepared, refusal: refusals[0] ?? null }
    }
    refusals.push(refusal)
  }
  throw new Error(`Nothing takes this frame (${refusals.join('; ')}).`)
}
