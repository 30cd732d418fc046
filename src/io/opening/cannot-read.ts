import { describeThrown, problem } from '../../core/errors.ts'
import type { Problem, ProblemCode } from '../../core/errors.ts'

/** The problem of a file that the operating system does not let Overlane read. */
export function cannotRead(
  file: string,
  code: ProblemCode,
  thrown: unknown,
  severity: Problem['severity'] = 'error',
): Problem {
  const fault = `could not be read: ${describeThrown(thrown)}`
  return problem(severity, code, { subject: file, fault }, { file })
}
