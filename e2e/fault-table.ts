/** The table of faults in `docs/FAULTS.md`. */

import { FAULT_CASES, OUTCOMES } from './fault-cases.ts'
import type { FaultCase } from './fault-cases.ts'

/** Beside the project's README. */
export const TABLE_FILE = 'docs/FAULTS.md'

/** The whole file, for a run of the tests in which each case went as `FAULT_CASES` says. */
export function faultTable(): string {
  return `# Faults that a run survives

\`npm run faults\` makes each of these faults in a real browser on real folders, and then writes this
file. It writes nothing if one of them does not end as it says here. \`FAULT_SEED=7 npm run faults\`
makes the faults at other moments.

In each case, every image in the folder is byte for byte that of a run without the fault, the files of
others are untouched, and every frame is rendered or named in the report.

${rowsToTable(FAULT_CASES)}
`
}

function rowsToTable(cases: readonly FaultCase[]): string {
  const rows = cases.map(({ fault, stage, output, outcome, isShort, proof }) => [
    fault,
    stage,
    output,
    OUTCOMES[outcome],
    isShort ? 'npm test' : 'npm run faults',
    `\`e2e/${proof.file}\``,
  ])
  const header = ['fault', 'stage', 'output', 'what becomes of the run', 'command', 'test']
  const all = [header, header.map(() => '-'), ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map((row) => {
      const cells = row.map((cell, column) =>
        cell.padEnd(widths[column] ?? 0, cell === '-' ? '-' : ' '),
      )
      return `| ${cells.join(' | ')} |`
    })
    .join('\n')
}
