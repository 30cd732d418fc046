import { CommanderError } from 'commander'
import { expect, test, vi } from 'vitest'
import { makeProgram } from './program.ts'

/** What the program says about arguments that it refuses before a command begins. */
async function refusalOf(...args: string[]): Promise<string> {
  const said: string[] = []
  const saying = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.push(String(text))
    return true
  })
  try {
    await makeProgram(() => undefined).parseAsync(args, { from: 'user' })
  } catch (thrown) {
    // The command line gives exit code 2 for each of these.
    expect(thrown).toBeInstanceOf(CommanderError)
    expect((thrown as CommanderError).exitCode).not.toBe(0)
    return said.join('')
  } finally {
    saying.mockRestore()
  }
  throw new Error(`It took ${args.join(' ')}.`)
}

test.each([
  [['rendre'], 'Did you mean render?'],
  [['sample', 'x', '--frames', 'ten'], 'It is not a whole number from 1'],
  [['split', 'a.mp4', '--out', 'x', '--format', 'mp4'], 'Allowed choices are png, jpeg, webp'],
  [['render', 'drive', '--out', 'x', '--restart', '--resume'], 'cannot be used with'],
  [['benchmark', 'drive', '--csv', '--markdown'], 'cannot be used with'],
])('%j is refused', async (args, reason) => {
  expect(await refusalOf(...args)).toContain(reason)
})
