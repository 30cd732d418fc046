import { describe, expect, test } from 'vitest'
import { wordsForProgrammers } from './for-programmers.ts'

describe('words for programmers', () => {
  test.each([
    ['drive.srt line 3: NaN is no latitude', 'NaN'],
    ['drive.srt line 3: nan is no latitude', 'nan'],
    ['undefined is not an object', 'undefined'],
    ['"speed" is NaN in "drive.srt"', 'NaN'],
    ['“speed” is undefined in “drive.srt”', 'undefined'],
    ['the value "1 is NaN', 'NaN'],
  ])('are found in: %s', (message, words) => {
    expect(wordsForProgrammers(message)).toBe(words)
  })

  test.each([
    'drive.srt line 3: latitude is "nan", expected a number',
    'drive.srt line 3: latitude is “undefined”, expected a number',
    String.raw`drive.srt line 3: latitude is "a \" NaN", expected a number`,
    'drive.srt line 3 has no latitude',
  ])('are not what is quoted from a file: %s', (message) => {
    expect(wordsForProgrammers(message)).toBeNull()
  })
})
