import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import type { OverlaneError, Problem } from '../../core/errors.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import type { FileStamp } from '../../io/folders/stat-files.ts'
import type { FrameSource } from './frame-source.ts'

/** One frame for a worker. */
export interface FrameTask {
  /** The frame's position in the plan. */
  position: number
  job: FrameJob
  source: FrameSource
  /** How long it took to match its records. */
  matchMs: number
}

/** An image as its worker wrote it. */
export interface WrittenImage {
  sizeBytes: number
  /** XXH32 of its bytes: eight hexadecimal digits. */
  xxh32: string
}

/** What became of a frame. */
export type FrameOutcome =
  | {
      kind: 'rendered'
      /** How the image was made: a composer's name, or `video`. */
      road: string
      /** Why an earlier composer did not make it, in a few words; else null. */
      reason: string | null
      /** What is damaged in the frame's file, though it can be drawn, as a clause; null: nothing. */
      fault: string | null
      notes: DrawNotes
      widthPx: number
      heightPx: number
      /** The frame's own file; null if it has none. */
      source: FileStamp | null
      /** Null if the worker writes no image by itself. */
      written: WrittenImage | null
      /** The image, if there is no output folder to write it to; else null. */
      blob: Blob | null
    }
  | { kind: 'skipped' | 'failed' | 'write-failed'; problem: Problem }
  | { kind: 'dropped' }

/** The outcome of a frame that could not be rendered. */
export function toOutcome(error: OverlaneError): FrameOutcome {
  const problem = error.toProblem()
  if (error.code === 'write-failed') return { kind: 'write-failed', problem }
  return { kind: error.code === 'frame-unreadable' ? 'skipped' : 'failed', problem }
}
