import { describe, expect, test } from 'vitest'
import { EXIT, exitCodeOf, gravest } from './exit-code.ts'
import { renderExitCode } from './commands/render-command.ts'

describe('the exit code of an error', () => {
  test.each(['config-invalid', 'no-frames', 'folder-unreadable', 'output-exists', 'wrong-input'])(
    '%s is wrong input: 2',
    (code) => expect(exitCodeOf(code)).toBe(2),
  )
  test.each(['worker-failed', 'write-failed', 'internal', 'browser-missing', 'browser-ended'])(
    '%s is a failure: 1',
    (code) => expect(exitCodeOf(code)).toBe(1),
  )
  test('an interruption is 130', () => expect(exitCodeOf('interrupted')).toBe(130))
})

describe('the exit code of a run', () => {
  const issue = { frameIndex: 3, fileName: null, reason: 'The frame is not in the folder.' }
  test.each([
    ['finished', [], [], EXIT.done],
    ['finished', [issue], [], EXIT.incomplete],
    ['finished-with-failures', [], [issue], EXIT.incomplete],
    ['stopped', [], [], EXIT.broken],
    ['cancelled', [issue], [], EXIT.interrupted],
  ] as const)('%s with skipped %j and failed %j: %i', (status, skipped, failed, expected) => {
    expect(renderExitCode({ status, skipped: [...skipped], failed: [...failed] })).toBe(expected)
  })
})

test('the gravest exit code of several recordings counts, in the order 130, 1, 2, 3, 0', () => {
  expect(gravest([0, 3, 2, 1, 130])).toBe(130)
  expect(gravest([0, 3, 2, 1])).toBe(1)
  expect(gravest([3, 2, 0])).toBe(2)
  expect(gravest([0, 3, 0])).toBe(3)
  expect(gravest([0, 0])).toBe(0)
})
