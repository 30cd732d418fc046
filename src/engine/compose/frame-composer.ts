import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import type { OutputConfig } from '../../core/config/output-specs.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import { sharedDataOf } from '../../core/draw/shared-data.ts'
import type { SharedData } from '../../core/draw/shared-data.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import type { EncodedFormat } from '../../core/recording/image-format.ts'
import type { ReadFrame } from '../frames/frame-loader.ts'
import type { FrameSize } from '../frames/frame-size.ts'
import type { StepClock } from '../frames/step-clock.ts'

/** How the images of a run are made. */
export interface FrameTarget {
  format: EncodedFormat
  /** Of JPEG and WebP, 0 to 1. `source`: if it can, a frame keeps its data outside the overlay. */
  quality: OutputConfig['quality']
  /** False: frames are written without an overlay. */
  drawsOverlay: boolean
  /** What the frames of the plan share. */
  shared: SharedData
}

/** The target of a plan's frames. */
export function frameTarget(
  plan: Pick<FramePlan, 'outputFormat' | keyof SharedData>,
  { content, quality }: Pick<OutputConfig, 'content' | 'quality'>,
): FrameTarget {
  const drawsOverlay = content !== 'frames'
  return { format: plan.outputFormat, quality, drawsOverlay, shared: sharedDataOf(plan) }
}

/** One frame to make: what was read, what is drawn on it, and the target. */
export interface Composition {
  frame: ReadFrame
  job: FrameJob
  target: FrameTarget
}

/** A finished image. */
export interface ComposedFrame extends FrameSize {
  image: Blob | Uint8Array<ArrayBuffer>
  /** The name of the composer that made it. */
  road: string
  /** Why an earlier composer did not make it, in a few words; else null. */
  reason: string | null
  /** What is damaged in the frame's file, though it can be drawn, as a clause; null: nothing. */
  fault: string | null
  notes: DrawNotes
}

/** A composer does not make a frame. */
export interface Refusal {
  /** Why, in a few words. */
  reason: string
}

/** A frame that is ready to be drawn on. */
export interface PreparedFrame {
  /**
   * Draws the overlay and encodes the image. Called at most once. A thread finishes one frame at a
   * time.
   * @throws OverlaneError `renderer-failed`
   */
  finish(clock: StepClock): Promise<ComposedFrame>
  /** Frees the pictures it holds. May be called at any time, and more than once. */
  close(): void
}

/** What is known of a run before its first frame. */
export interface WarmUp {
  /** The folder of the frames; null if they are not files of a folder. */
  frames: object | null
  target: FrameTarget
}

/**
 * One way from the bytes of a frame and its job to the bytes of an image. Between frames, a
 * composer keeps only memory to use again, so any worker may make any frame.
 */
export interface FrameComposer {
  /** The composer's name in a frame's outcome. */
  readonly road: string
  /** Loads what the frames of a run usually need, so that the first one need not wait for it. */
  warmUp(run: WarmUp): Promise<void>
  /**
   * Does the work that can run while other frames are drawn, such as decoding. To refuse a frame, a
   * composer looks only at the file's header and the target, so that it is fast.
   * @throws OverlaneError `frame-unreadable`
   */
  prepare(composition: Composition, clock: StepClock): Promise<PreparedFrame | Refusal>
}

/**
 * Prepares a frame with the first composer that does not refuse it.
 * @returns `refusal`: why the first composer of the list refused it; null if it did not
 * @throws OverlaneError as `prepare` does
 */
export async function prepareFrame(
  composers: readonly FrameComposer[],
  composition: Composition,
  clock: StepClock,
): Promise<{ prepared: PreparedFrame; refusal: string | null }> {
  const refusals: string[] = []
  for (const composer of composers) {
    const prepared = await composer.prepare(composition, clock)
    if (!('reason' in prepared)) return { prepared, refusal: refusals[0] ?? null }
    refusals.push(prepared.reason)
  }
  throw new Error(`No composer accepts this frame (${refusals.join('; ')}).`)
}
