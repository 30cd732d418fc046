/** Runs other programs. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** @throws Error with the program's output if it cannot be started or fails */
export const execute = promisify(execFile)

/** The output of a command on both streams; null if it cannot be started or fails. */
export async function ask(command: string, ...args: string[]): Promise<string | null> {
  try {
    const { stdout, stderr } = await execute(command, args)
    return `${stdout}${stderr}`.trim()
  } catch {
    return null
  }
}
