import { problemText, toStatement } from './problem-text.ts'
import type { ProblemLocation, Statement, Told } from './problem-text.ts'

/** What went wrong, as a stable name that programs may compare. */
export type ProblemCode =
  | 'no-frames'
  | 'frame-missing'
  | 'frame-unreadable'
  | 'frame-damaged'
  | 'frame-size'
  | 'frame-name'
  | 'frame-without-time'
  | 'video-unreadable'
  | 'video-cut-off'
  | 'video-damaged'
  | 'video-hidden-frames'
  | 'video-unsupported'
  | 'timestamps-missing'
  | 'timestamps-invalid'
  | 'timestamps-order'
  | 'sensor-invalid'
  | 'sensor-empty'
  | 'sensor-order'
  | 'sensor-unknown'
  | 'sensor-coverage'
  | 'sync-outlier'
  | 'calibration-invalid'
  | 'calibration-size'
  | 'config-invalid'
  | 'config-unknown-key'
  | 'range-empty'
  | 'output-invalid'
  | 'output-exists'
  | 'output-differs'
  | 'manifest-missing'
  | 'frames-again'
  | 'permission-denied'
  | 'folder-unreadable'
  | 'file-hidden'
  | 'renderer-failed'
  | 'renderer-not-allowed'
  | 'write-failed'
  | 'worker-failed'
  | 'worker-replaced'
  | 'workers-reduced'
  | 'busy'
  | 'internal'

/**
 * One problem, as plain data.
 * `error`: nothing can be rendered until it is put right. `warning`: part of the data is left out
 * or doubtful. `info`: worth knowing.
 */
export interface Problem extends Statement {
  severity: 'error' | 'warning' | 'info'
  code: ProblemCode
  /** The statement and its place as people read them. Made from them; see {@link reword}. */
  message: string
  where: ProblemLocation
}

export function problem(
  severity: Problem['severity'],
  code: ProblemCode,
  told: Told,
  where: ProblemLocation = {},
): Problem {
  const statement = toStatement(told)
  return { severity, code, message: problemText(statement, where), where, ...statement }
}

/** The same problem with some of its parts changed, and its message made from them. */
export function reword(found: Problem, changes: Partial<Omit<Problem, 'message'>>): Problem {
  const { severity, code, where, ...statement } = { ...found, ...changes }
  return problem(severity, code, statement, where)
}

/** The line a configuration key stands on, null where it stands on none. */
export type LineOf = (key: string) => number | null

/** A problem of a key, with the file and the line that the key stands on. */
export function placeInFile(found: Problem, file: string, lineOf: LineOf): Problem {
  const line = found.where.key === undefined ? null : lineOf(found.where.key)
  const place = line === null ? { file } : { file, line }
  return reword(found, { where: { ...found.where, ...place } })
}

/** The one error class: it keeps its code and place across worker boundaries as a plain object. */
export class OverlaneError extends Error {
  override readonly name = 'OverlaneError'
  readonly code: ProblemCode
  readonly where: ProblemLocation
  /** Everything found at the same time, this error first. */
  readonly problems: readonly Problem[]
  private readonly statement: Statement

  /** @param told its text is the error's message */
  constructor(
    code: ProblemCode,
    told: Told,
    where: ProblemLocation = {},
    options: { cause?: unknown; problems?: readonly Problem[] } = {},
  ) {
    const statement = toStatement(told)
    super(problemText(statement, where), { cause: options.cause })
    this.code = code
    this.where = where
    this.statement = statement
    this.problems = options.problems ?? [this.toProblem()]
  }

  /** One error for a list of problems; its message is the first one's. */
  static fromProblems(problems: readonly Problem[]): OverlaneError {
    const [first] = problems
    if (!first) throw new RangeError('fromProblems needs at least one problem')
    return new OverlaneError(first.code, first, first.where, { problems })
  }

  /** The error itself, or an unknown throw wrapped with a code and a place. */
  static from(thrown: unknown, code: ProblemCode, where: ProblemLocation = {}): OverlaneError {
    if (thrown instanceof OverlaneError) return thrown
    return new OverlaneError(code, describeThrown(thrown), where, { cause: thrown })
  }

  toProblem(): Problem {
    return problem('error', this.code, this.statement, this.where)
  }
}

/** What browsers' errors mean to the reader; their own texts do not say. */
const PLAIN_WORDS: Readonly<Record<string, string>> = {
  NotFoundError: 'it was moved or deleted.',
  NotReadableError: 'it was changed since it was opened, or the system does not let it be read.',
  NotAllowedError: 'permission was refused or withdrawn.',
  NoModificationAllowedError: 'it is in use, or write-protected.',
  QuotaExceededError: 'the disk, or the space the browser may use, is full.',
}

/** The same for errors that have only their text. */
const PLAIN_TEXTS: ReadonlyMap<string, string> = new Map([
  ['Maximum call stack size exceeded', 'it is nested too deeply.'],
  ['Array buffer allocation failed', 'there is not enough memory for it.'],
  ['Invalid array buffer length', 'there is not enough memory for it.'],
  ['Invalid string length', 'it is too long to be one text.'],
])

/** The text of anything that was thrown, in plain words where the error is a known one. */
export function describeThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return describeText(String(thrown))
  if (isLost(thrown)) return 'it was moved, deleted or changed since it was opened.'
  const { name, message } = thrown
  return PLAIN_WORDS[name] ?? PLAIN_TEXTS.get(message) ?? describeText(message || name)
}

/** Faults in a program have texts that no reader can do anything with. */
function describeText(text: string): string {
  const isFault = PROGRAM_FAULT.test(text)
  return isFault
    ? 'Overlane itself has a fault here. Please report it, with the file if you can.'
    : text
}

/** What JavaScript and packages say of such faults; of a worker, with its name before it. */
const PROGRAM_FAULT =
  /^(?:Uncaught )?(?:\w*Error: )?(?:Assertion failed|Cannot (?:read|set|access|destructure|convert|mix) |Maximum call stack|Invalid (?:array|typed array|string) length|\S+ is not (?:a function|a constructor|iterable|defined))/

/** Whether a file is not what it was when it was opened. */
export function isGone(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  return isLost(thrown) || ['NotFoundError', 'NotReadableError'].includes(thrown.name)
}

/** So Chromium says of a file that is read as a stream. */
function isLost(thrown: Error): boolean {
  return thrown instanceof TypeError && thrown.message === 'network error'
}
