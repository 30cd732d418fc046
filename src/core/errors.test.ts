import { expect, test } from 'vitest'
import type { Problem } from './errors.ts'
import { describeThrown, OverlaneError, placeInFile, problem, reword } from './errors.ts'

test('an error crosses a worker boundary as a plain object and keeps its code', () => {
  const error = new OverlaneError('write-failed', 'The disk is full.', { frameIndex: 7 })
  const plain = structuredClone(error.toProblem())
  expect(plain).toEqual({
    severity: 'error',
    code: 'write-failed',
    message: 'The disk is full.',
    where: { frameIndex: 7 },
    subject: null,
    fault: 'The disk is full.',
    remedy: null,
  })
  expect(error.problems).toEqual([plain])
})

test('the message of an error is made from its parts, which cross the boundary too', () => {
  const told = { subject: 'a.mp4', fault: 'is empty.', remedy: 'Copy it again.' }
  const error = new OverlaneError('video-unreadable', told, { file: 'a.mp4' })
  expect(error.message).toBe('a.mp4 is empty. Copy it again.')
  const [sent] = structuredClone(error.problems)
  expect(sent).toMatchObject(told)
  expect(OverlaneError.fromProblems([sent as Problem]).toProblem()).toEqual(sent)
})

test('a problem with other parts has another message', () => {
  const key = 'output.quality'
  const found = problem('error', 'config-invalid', { subject: key, fault: '2 is wrong.' }, { key })
  const reworded = reword(found, { severity: 'warning', subject: '--quality' })
  expect(reworded).toEqual({
    ...found,
    severity: 'warning',
    subject: '--quality',
    message: '--quality: 2 is wrong.',
  })
})

test.each([
  [7, { file: 'overlane.yaml', line: 7, key: 'range' }, 'overlane.yaml line 7: range: no frame.'],
  [null, { file: 'overlane.yaml', key: 'range' }, 'overlane.yaml: range: no frame.'],
])('a problem of a key that stands on line %j of a file', (line, where, message) => {
  const told = { subject: 'range', fault: 'no frame.' }
  const found = problem('error', 'range-empty', told, { key: 'range' })
  expect(placeInFile(found, 'overlane.yaml', () => line)).toEqual({ ...found, where, message })
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
  [new RangeError('Maximum call stack size exceeded'), 'it is nested too deeply.'],
  [new RangeError('Array buffer allocation failed'), 'there is not enough memory for it.'],
  [new Error('constructor'), 'constructor'],
])('the text of %s is %s', (thrown, text) => {
  expect(describeThrown(thrown)).toBe(text)
})

test.each([
  new TypeError("Cannot read properties of undefined (reading 'x')"),
  new TypeError('frames.map is not a function'),
  new Error('Assertion failed.'),
  'Uncaught TypeError: Cannot read properties of null',
])('the text of a fault in a program (%s) reaches nobody', (thrown) => {
  expect(describeThrown(thrown)).toBe(
    'Overlane itself has a fault here. Please report it, with the file if you can.',
  )
})
