import { describeThrown, OverlaneError } from '../../core/errors.ts'
import type { ProblemCode } from '../../core/errors.ts'

/** A segment of an earlier run cannot be read. */
export class SegmentDamagedError extends Error {
  /** How many segments before it are whole. */
  readonly segmentIndex: number

  constructor(segmentIndex: number) {
    super(`finished segment ${segmentIndex + 1} is damaged.`)
    this.segmentIndex = segmentIndex
  }
}

/** The error of a video that could not be written. */
export function toWriteError(thrown: unknown, fileName: string): OverlaneError {
  const { code } = OverlaneError.from(thrown, 'write-failed')
  if (thrown instanceof OverlaneError && !OF_THE_FILE.includes(code)) return thrown
  return new OverlaneError(
    code,
    `${fileName} could not be written: ${describeThrown(thrown)} The unfinished file was removed, and an earlier file of that name was kept.`,
    { file: fileName },
    { cause: thrown },
  )
}

/** Problems with these codes do not name the file. */
const OF_THE_FILE: readonly ProblemCode[] = ['write-failed', 'worker-failed']

/** The encoders need another decoder than the segments of an earlier run. */
export function cannotJoinKept(): Error {
  return new Error(
    'this browser encodes it in another way than before, so new frames cannot follow the finished segments. Render again, and start over.',
  )
}
