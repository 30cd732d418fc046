/** Results go to standard output, and everything else to standard error. */

import { harmlessText } from './harmless-text.ts'

/** Prints a result. */
export function print(text: string): void {
  const harmless = harmlessText(text)
  process.stdout.write(harmless.endsWith('\n') ? harmless : `${harmless}\n`)
}

/** Prints a message. */
export function say(text: string): void {
  process.stderr.write(`${harmlessText(text)}\n`)
}

/** Prints a result as JSON. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/**
 * Watches whether the output can be written. A reader of it, such as `head`, may close the pipe early:
 * this is not an error.
 */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') outputFault = error
  })
  // There is nowhere left to tell it.
  process.stderr.on('error', () => undefined)
}

let outputFault: NodeJS.ErrnoException | null = null

/** Waits until what was printed has arrived. @returns why it could not, null where it did */
export function flushOutput(): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    // A fault is told after the write that met it.
    process.stdout.write('', () => setImmediate(() => resolve(outputFault)))
  })
}
