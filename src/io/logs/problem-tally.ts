import { problem } from '../../core/errors.ts'
import type { Problem, ProblemCode } from '../../core/errors.ts'
import { formatCount } from '../../core/text/format-count.ts'

interface Group {
  code: ProblemCode
  fault: string
  line: number
  count: number
}

/**
 * Counts the faults in the lines of a file. Each kind of fault becomes one problem, placed at its
 * first line.
 */
export class ProblemTally {
  private readonly groups = new Map<string, Group>()
  private readonly file: string

  /** @param file path inside the recording */
  constructor(file: string) {
    this.file = file
  }

  /**
   * @param kind faults of one kind are counted together
   * @param fault what is wrong on this line, with the value, as a clause without a full stop
   * @param count how many lines have the fault here
   */
  add(kind: string, code: ProblemCode, line: number, fault: string, count = 1): void {
    const group = this.groups.get(kind)
    if (group) group.count += count
    else this.groups.set(kind, { code, fault, line, count })
  }

  /**
   * @param consequence what becomes of one such line, e.g. `The line is left out`
   * @param lineCount lines that hold data
   */
  problems(consequence: (kind: string) => string, lineCount: number): Problem[] {
    return [...this.groups].map(([kind, { code, fault, line, count }]) =>
      problem(
        'warning',
        code,
        `${fault}. ${consequence(kind)}; ${formatCount(count)} of ${formatCount(lineCount)}.`,
        { file: this.file, line },
      ),
    )
  }
}
