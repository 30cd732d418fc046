#!/usr/bin/env node
/** `overlane` in a terminal: the same engine, in a headless browser. */

import { CommanderError } from 'commander'
import { exitNow } from './at-exit.ts'
import { CommandError } from './command-error.ts'
import { flushOutput, printJson, say, watchOutput } from './print/console.ts'
import { EXIT, exitCodeOf } from './exit-code.ts'
import type { ExitCode } from './exit-code.ts'
import { addFleet } from './fleet-entry.ts'
import { makeProgram } from './program.ts'

watchOutput()
// An unexpected error is printed in one sentence, and temporary files are removed.
process.on('uncaughtException', (thrown) => {
  say(CommandError.from(thrown).message)
  exitNow(EXIT.broken)
})

const isJson = process.argv.includes('--json')
const exitCode = await run()
const outputFault = await flushOutput()
if (outputFault) {
  const isFull = outputFault.code === 'ENOSPC'
  say(
    `The output could not be written: ${isFull ? 'the disk is full' : outputFault.message}. What was rendered is complete.`,
  )
}
exitNow(outputFault ? EXIT.broken : exitCode)

async function run(): Promise<ExitCode> {
  let ended: ExitCode = EXIT.done
  try {
    const end = (exitCode: ExitCode): void => {
      ended = exitCode
    }
    const program = makeProgram(end)
    await addFleet(program, process.argv[2], end)
    await program.parseAsync()
    return ended
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      // Commander has printed the message already.
      if (thrown.exitCode === 0) return EXIT.done
      tellAsJson(new CommandError('usage', thrown.message.replace(/^error: /, '')))
      return EXIT.wrongInput
    }
    const error = CommandError.from(thrown)
    say(error.toText())
    tellAsJson(error)
    return exitCodeOf(error.code)
  }
}

/** So that a script gets JSON whatever happens. */
function tellAsJson(error: CommandError): void {
  if (isJson) printJson({ error: error.toJson() })
}
