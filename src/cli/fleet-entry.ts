import type { Command } from 'commander'
import { wrongInput } from './command-error.ts'
import type { ExitCode } from './exit-code.ts'

/** The entry of the fleet's commands, which is built beside the command line. */
export interface FleetEntry {
  addFleetCommands: (program: Command, end: (exitCode: ExitCode) => void) => void
}

/** Commands that need a queue. */
const FLEET_COMMANDS: readonly string[] = ['submit', 'work', 'jobs', 'queue', 'serve']

export const FLEET_HELP = `
Commands for many machines, which need the packages of a queue: submit, work, jobs, queue, serve.`

/**
 * Adds the commands of a fleet if one of them was typed. Nobody else loads them: they need packages that
 * are installed for a fleet only.
 * @param command that was typed
 * @throws CommandError if the packages are not installed
 */
export async function addFleet(
  program: Command,
  command: string | undefined,
  end: (exitCode: ExitCode) => void,
): Promise<void> {
  if (command === undefined || !FLEET_COMMANDS.includes(command)) return
  const entry = new URL('./fleet.mjs', import.meta.url).href
  try {
    const { addFleetCommands } = (await import(/* @vite-ignore */ entry)) as FleetEntry
    addFleetCommands(program, end)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw thrown
    throw wrongInput(
      `"overlane ${command}" needs the packages of a queue. Install them beside Overlane: npm install ${__FLEET_PACKAGES__}`,
    )
  }
}
