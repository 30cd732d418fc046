/** What the fuzz tests have in common with the command that runs them, `npm run fuzz`. */

import { writeFileSync } from 'node:fs'

/** Lets a fuzz test hand over what it counted; the command prints it. */
declare module 'vitest' {
  interface TaskMeta {
    figures?: Readonly<Record<string, number>>
  }
}

/** How many inputs to try: as the command says, else few. */
export function fuzzCount(fewCount: number): number {
  return Number(process.env.FUZZ_COUNT ?? fewCount)
}

/**
 * Says which input comes next, so that the command can tell on which one a reader hangs.
 * @param input its number; null: the last one was
 */
export function tellInput(input: number | null): void {
  const path = process.env.FUZZ_INPUT_FILE
  if (path !== undefined) writeFileSync(path, input === null ? '' : String(input))
}
