import { describe, expect, test } from 'vitest'
import { problem } from '../index.ts'
import { CommandError } from './command-error.ts'
import { flagsOf, nameFlags, parseSettings } from './settings.ts'
import type { TypedSettings } from './settings.ts'

function problemsOf(typed: TypedSettings): string[] {
  try {
    parseSettings(typed)
    return []
  } catch (thrown) {
    return CommandError.from(thrown).problems.map(({ message }) => message)
  }
}

test('only typed options override the configuration', () => {
  expect(parseSettings({})).toEqual({ output: {}, video: {}, range: {}, pattern: null })
  expect(
    parseSettings({ mode: 'sequential', workers: '3', chunk: 'auto', memoryLimit: '800' }),
  ).toEqual({
    output: { mode: 'sequential', numWorkers: 3, chunkSize: 'auto', memoryLimitMb: 800 },
    video: {},
    range: {},
    pattern: null,
  })
})

test('--pattern is the pattern of the input frames', () => {
  const { pattern, output } = parseSettings({ pattern: 'shot-{:d}.jpg' })
  expect([pattern, output]).toEqual(['shot-{:d}.jpg', {}])
})

test('--workers is a number or a word', () => {
  for (const workers of ['auto', 'all_cores', 'leave_two_free'] as const) {
    expect(parseSettings({ workers }).output).toEqual({ numWorkers: workers })
  }
})

test('a quality applies to images and to videos', () => {
  const { output, video } = parseSettings({ quality: '0.5' })
  expect([output, video]).toEqual([{ quality: 0.5 }, { quality: 0.5 }])
})

test('the quality "source" applies to images only', () => {
  const { output, video } = parseSettings({ quality: 'source' })
  expect([output, video]).toEqual([{ quality: 'source' }, {}])
})

test('times are in ms or ISO 8601', () => {
  expect(parseSettings({ start: '1761525010400', end: '2025-10-27T08:30:12' }).range).toEqual({
    startTime: 1761525010400,
    endTime: '2025-10-27T08:30:12',
  })
})

describe('the message for a wrong value names the option and the allowed values', () => {
  test.each([
    [{ quality: '1.5' }, '--quality: 1.5 is not a number from 0 to 1 or source.'],
    [
      { workers: 'many' },
      '--workers: "many" is not a whole number from 1 to 256 or one of all_cores, leave_two_free, auto.',
    ],
    [{ chunk: '0' }, '--chunk: 0 is not a whole number from 1 to 1000 or auto.'],
    [{ format: 'tiff' }, '--format: "tiff" is not one of same, png, jpeg, webp, mp4, webm.'],
    [
      { pattern: 'frame.png' },
      '--pattern: "frame.png" is not a file name pattern. Write one number place, such as frame_{:06d}.png, {:d} or {}, and no folder.',
    ],
    [{ mode: 'fast' }, '--mode: "fast" is not one of parallel, sequential.'],
    [{ memoryLimit: '0' }, '--memory-limit: 0 is not a number of 1 or more.'],
    [
      { start: 'noon' },
      '--start: "noon" is not a time. Use a number of ms or ISO 8601, such as 2025-10-27T08:30:10.',
    ],
  ])('%j', (typed, message) => expect(problemsOf(typed)).toEqual([message]))

  test('all wrong values at once', () => {
    expect(problemsOf({ quality: 'best', format: '', end: 'never' })).toHaveLength(3)
  })
})

describe('a message names the typed option, or the key of the project file if no option was typed', () => {
  const typed = { codec: 'h264', memoryLimit: '800', start: '5', pattern: 'x{}.png' }
  test.each([
    ['output.video.codec', '--codec'],
    ['output.memory_limit_mb', '--memory-limit'],
    ['range', '--start'],
    ['output.format', 'output.format'],
  ])('%s is named as %s', (key, name) => {
    const told = { subject: key, fault: `it holds no ${key}.` }
    const found = problem('error', 'output-invalid', told, { key })
    expect(nameFlags(found, flagsOf(typed))).toEqual({
      ...found,
      subject: name,
      message: `${name}: it holds no ${key}.`,
      where: { key: name },
    })
  })

  test('a message about a range names both typed options', () => {
    const told = { subject: 'range', fault: 'no frame is in it.' }
    const found = problem('error', 'range-empty', told, { key: 'range' })
    expect(nameFlags(found, flagsOf({ start: '5', end: '6' })).message).toBe(
      '--start and --end: no frame is in it.',
    )
  })

  test('a remedy names the option to set', () => {
    const remedy = { set: 'recording.pattern', purpose: 'to fit the names' }
    const found = problem('error', 'no-frames', { fault: 'No image fits the pattern.', remedy })
    expect(nameFlags(found, flagsOf(typed)).message).toBe(
      'No image fits the pattern. Set --pattern to fit the names.',
    )
  })

  test('a file with the name of a key keeps its name', () => {
    const found = problem('warning', 'sensor-empty', { subject: 'range', fault: 'is empty.' })
    expect(nameFlags(found, flagsOf(typed))).toEqual(found)
  })

  test('a message without a key stays unchanged', () => {
    const found = problem('error', 'no-frames', 'There is no frame to render.')
    expect(nameFlags(found, flagsOf(typed))).toEqual(found)
  })
})
