import { expect, test } from 'vitest'
import { problemText, toStatement } from './problem-text.ts'
import type { ProblemLocation, Told } from './problem-text.ts'

const textOf = (told: Told, where: ProblemLocation = {}): string =>
  problemText(toStatement(told), where)

const outOfRange = { subject: 'output.quality', fault: '2 is not a number from 0 to 1.' }

test('a sentence by itself stays as it is', () => {
  expect(textOf('The disk is full')).toBe('The disk is full')
  expect(textOf('The disk is full.', { file: 'out.mp4' })).toBe('The disk is full.')
})

test('a key stands before its fault', () => {
  expect(textOf(outOfRange, { key: 'output.quality' })).toBe(
    'output.quality: 2 is not a number from 0 to 1.',
  )
})

test('a file begins its sentence', () => {
  expect(textOf({ subject: 'a.mp4', fault: 'is empty.' }, { file: 'a.mp4' })).toBe(
    'a.mp4 is empty.',
  )
})

test.each([
  [
    { file: 'overlane.yaml', line: 3, key: 'output.quality' },
    'overlane.yaml line 3: output.quality: 2 is not a number from 0 to 1.',
  ],
  [
    { file: 'overlane.yaml', key: 'output.quality' },
    'overlane.yaml: output.quality: 2 is not a number from 0 to 1.',
  ],
])('the place in a text file comes first: %j', (where, text) => {
  expect(textOf(outOfRange, where)).toBe(text)
})

test('a remedy follows as a sentence of its own', () => {
  const fault = 'cannot be read: the disk is gone'
  expect(textOf({ subject: 'a.mp4', fault, remedy: 'Open it again.' })).toBe(
    'a.mp4 cannot be read: the disk is gone. Open it again.',
  )
  const remedy = { set: 'recording.frames', purpose: 'to use another' }
  expect(textOf({ fault: 'There are 2 videos.', remedy })).toBe(
    'There are 2 videos. Set recording.frames to use another.',
  )
})
