/** Other programs. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** @throws Error where it cannot be started or ends badly, with what it said */
export const execute = promisify(execFile)

/** What a command prints, on either stream; null where it cannot be started or ends badly. */
export async function ask(command: string, ...args: string[]): Promise<string | null> {
  try {
    const { stdout, stderr } = await execute(command, args)
    return `${stdout}${stderr}`.trim()
  } catch {
    return null
  }
}
