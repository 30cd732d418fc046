/** What the fuzz tests share with each other, and with the command that runs them, `npm run fuzz`. */

import { ftruncateSync, openSync, writeSync } from 'node:fs'

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
  if (path === undefined) return
  // To open the file each time takes longer than many readers need.
  inputFile ??= openSync(path, 'w')
  if (input === null) ftruncateSync(inputFile)
  else writeSync(inputFile, String(input), 0)
}

let inputFile: number | null = null

/** What reading one input took at most. */
export interface FuzzCost {
  memoryBytes: number
  /** As the command prints them. */
  figures: Readonly<Record<string, number>>
}

/** Reads an input, and counts the time and the memory that this takes. */
type Measure = <Result>(read: () => Promise<Result>) => Promise<Result>

/**
 * Tries inputs one after another.
 * @param attempt makes the input with this number, and reads it inside `measure`
 */
export async function tryInputs(
  count: number,
  attempt: (input: number, measure: Measure) => Promise<void>,
): Promise<FuzzCost> {
  const startBytes = process.memoryUsage.rss()
  let [mostMs, memoryBytes] = [0, 0]
  const measure: Measure = async (read) => {
    // Other work on the machine does not count.
    const start = process.cpuUsage()
    const result = await read()
    const { user, system } = process.cpuUsage(start)
    mostMs = Math.max(mostMs, (user + system) / 1000)
    memoryBytes = Math.max(memoryBytes, process.memoryUsage.rss() - startBytes)
    return result
  }
  for (let input = 0; input < count; input++) {
    tellInput(input)
    await attempt(input, measure)
  }
  tellInput(null)
  const figures = {
    'ms of CPU at most': Math.round(mostMs),
    'MB more memory at most': Math.round(memoryBytes / 2 ** 20),
  }
  return { memoryBytes, figures }
}
