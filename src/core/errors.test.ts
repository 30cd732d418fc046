import { expect, test } from 'vitest'
import { describeThrown, OverlaneError, problem } from './errors.ts'

test('an error crosses a worker boundary as a plain object and keeps its code', () => {
  const error = new OverlaneError('write-failed', 'The disk is full.', { frameIndex: 7 })
  const plain = structuredClone(error.toProblem())
  expect(plain).toEqual({
    severity: 'error',
    code: 'write-failed',
    message: 'The disk is full.',
    where: { frameIndex: 7 },
  })
  expect(error.problems).toEqual([plain])
})

test('an error for a list of problems says the first and holds them all', () => {
  const problems = [
    problem('error', 'config-invalid', 'One.', { key: 'a' }),
    problem('error', 'config-unknown-key', 'Two.'),
  ]
  const error = OverlaneError.fromProblems(problems)
  expect(error).toMatchObject({ code: 'config-invalid', message: 'One.', where: { key: 'a' } })
  expect(error.problems).toBe(problems)
  expect(() => OverlaneError.fromProblems([])).toThrow(RangeError)
})

test('anything thrown becomes an error with a code, a place and its cause', () => {
  const own = new OverlaneError('busy', 'Busy.')
  expect(OverlaneError.from(own, 'internal')).toBe(own)
  const cause = new TypeError('no such thing')
  const wrapped = OverlaneError.from(cause, 'frame-unreadable', { frameIndex: 3 })
  expect(wrapped).toMatchObject({
    code: 'frame-unreadable',
    message: 'no such thing',
    where: { frameIndex: 3 },
    cause,
  })
})

test.each([
  [new Error('text'), 'text'],
  [new TypeError(), 'TypeError'],
  ['text', 'text'],
  [null, 'null'],
])('the text of %s is %s', (thrown, text) => {
  expect(describeThrown(thrown)).toBe(text)
})
