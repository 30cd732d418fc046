import type { Problem } from '../index.ts'

/** What keeps a command, or one of its recordings, from being done. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  /** A `ProblemCode` of the library, or one of the command line's own. */
  readonly code: string
  /** All that was found; empty where the message says everything. */
  readonly problems: readonly Problem[]

  constructor(code: string, message: string, problems: readonly Problem[] = []) {
    super(message)
    this.code = code
    this.problems = problems
  }

  /** The error itself, or anything else that was thrown, as a fault of Overlane. */
  static from(thrown: unknown): CommandError {
    if (thrown instanceof CommandError) return thrown
    const [text = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')
    return new CommandError('internal', `Something went wrong in Overlane: ${text}`)
  }

  /** The error with its problems told in another way. */
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
