import type { Problem } from '../index.ts'
import { currentWork } from './current-work.ts'
import { reportFault } from './fault-report.ts'
import { isSystemError, systemReason } from './paths/system-reason.ts'

/** The reason why a command, or the work on one of its recordings, failed. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  /** A `ProblemCode` of the library, or one of the command line's own. */
  readonly code: string
  /** Every problem that was found; empty if the message says everything. */
  readonly problems: readonly Problem[]

  constructor(code: string, message: string, problems: readonly Problem[] = []) {
    super(message)
    this.code = code
    this.problems = problems
  }

  /**
   * The error itself. What the system refused is told in its words; anything else that was thrown is a
   * fault of Overlane.
   */
  static from(thrown: unknown): CommandError {
    if (thrown instanceof CommandError) return thrown
    if (!isSystemError(thrown)) return new CommandError('internal', reportFault(thrown))
    const place = thrown.path === undefined ? '' : `${thrown.path}: `
    return new CommandError(
      'system',
      `Overlane failed while ${currentWork()}. ${place}${systemReason(thrown)}`,
    )
  }

  /** The same error with changed problems. */
  mapProblems(tell: (problem: Problem) => Problem): CommandError {
    const problems = this.problems.map(tell)
    return new CommandError(this.code, problems[0]?.message ?? this.message, problems)
  }

  toJson(): object {
    return { code: this.code, message: this.message, problems: this.problems }
  }

  /** One line for each problem. */
  toText(): string {
    const messages = this.problems.map(({ message }) => message)
    return (messages.length > 0 ? messages : [this.message]).join('\n')
  }
}

/** An argument, or something on the disk that it names, is wrong. */
export function wrongInput(message: string, problems: readonly Problem[] = []): CommandError {
  return new CommandError('wrong-input', message, problems)
}
