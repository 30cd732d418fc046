import type { Problem } from '../index.ts'

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

  /** The error itself. Anything else that was thrown counts as an error of Overlane. */
  static from(thrown: unknown): CommandError {
    if (thrown instanceof CommandError) return thrown
    const [text = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')
    return new CommandError('internal', `Something went wrong in Overlane: ${text}`)
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
