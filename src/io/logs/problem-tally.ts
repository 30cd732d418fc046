import { problem } from '../../core/errors.ts'
import type { Problem, ProblemCode } from '../../core/errors.ts'

interface Group {
  code: ProblemCode
  message: string
  line: number
  count: number
}

/** Gathers the faults of a file's lines: each kind becomes one sentence, with its first line. */
export class ProblemTally {
  private readonly groups = new Map<string, Group>()
  private readonly file: string

  /** @param file path inside the recording */
  constructor(file: string) {
    this.file = file
  }

  /**
   * @param kind faults of one kind are counted together
   * @param message what is wrong on this line, with the value, as a clause without a full stop
   */
  add(kind: string, code: ProblemCode, line: number, message: string): void {
    const group = this.groups.get(kind)
    if (group) group.count++
    else this.groups.set(kind, { code, message, line, count: 1 })
  }

  /**
   * @param consequence what becomes of one such line, e.g. `The line is left out`
   * @param lineCount lines that hold data
   */
  problems(consequence: (kind: string) => string, lineCount: number): Problem[] {
    return [...this.groups].map(([kind, { code, message, line, count }]) =>
      problem(
        'warning',
        code,
        `${this.file} line ${line}: ${message}. ${consequence(kind)}; ${formatCount(count)} of ${formatCount(lineCount)}.`,
        { file: this.file, line },
      ),
    )
  }
}

/** `100,000` */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}
