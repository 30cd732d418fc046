import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { testFolder } from './testing/test-folder.ts'
import { CommandError } from './command-error.ts'
import { noteWork } from './current-work.ts'

describe('an error that nobody expected', () => {
  const at = testFolder()
  beforeEach(() => {
    vi.stubEnv('TMPDIR', at())
    noteWork('it worked on drive')
  })
  afterEach(() => vi.unstubAllEnvs())

  test.each([
    new TypeError("Cannot read properties of undefined (reading 'x')"),
    new RangeError('Maximum call stack size exceeded'),
    new Error('Assertion failed.'),
  ])('is told by what was being done; its text (%s) goes into a file to report', (thrown) => {
    const { code, message } = CommandError.from(thrown)
    expect(code).toBe('internal')
    const [name = ''] = readdirSync(at())
    expect(message).toBe(
      `Overlane failed while it worked on drive. This is a fault of Overlane itself. Please report it, and add the file ${at(name)}, which has the details.`,
    )
    const details = readFileSync(at(name), 'utf8')
    expect(details).toContain(thrown.message)
    expect(details).toContain('fault-report.test.ts')
    if (process.platform !== 'win32') {
      expect(statSync(at(name)).mode & 0o777).toBe(0o600)
    }
  })

  test('is told without a file where none can be written', () => {
    rmSync(at(), { recursive: true })
    expect(CommandError.from(new Error('x')).message).toBe(
      'Overlane failed while it worked on drive. This is a fault of Overlane itself. Please report it, with the command that you typed.',
    )
  })

  test('of the system is told in its words, and is no fault of Overlane', () => {
    const full = Object.assign(new Error('ENOSPC'), {
      code: 'ENOSPC',
      syscall: 'write',
      path: '/data/x',
    })
    expect(CommandError.from(full)).toMatchObject({
      code: 'system',
      message: 'Overlane failed while it worked on drive. /data/x: the disk is full.',
    })
    expect(readdirSync(at())).toEqual([])
  })
})
