import { describe, expect, test } from 'vitest'
import { parseNumberPattern } from './number-pattern.ts'

describe('a number is written as Python writes it', () => {
  test.each([
    ['.1f', 12.345, '12.3'],
    ['f', 1.5, '1.500000'],
    ['d', 41.6, '42'],
    ['+.2f', 3, '+3.00'],
    ['+.2f', -3, '-3.00'],
    [' d', 7, ' 7'],
    ['05.1f', 2.5, '002.5'],
    ['05d', 12, '00012'],
    ['05d', -12, '-0012'],
    ['6.1f', 2.5, '   2.5'],
    [',d', 1234567, '1,234,567'],
    [',.2f', 1234.5, '1,234.50'],
    ['.0%', 0.256, '26%'],
    ['.2e', 12345, '1.23e+04'],
    ['.2e', 0, '0.00e+00'],
  ])('%s of %d is "%s"', (pattern, value, text) => {
    expect(parseNumberPattern(pattern)(value)).toBe(text)
  })

  test('a number that is rounded to 0 has no minus', () => {
    expect(parseNumberPattern('.1f')(-0.04)).toBe('0.0')
    expect(parseNumberPattern('+.1f')(-0.04)).toBe('+0.0')
    expect(parseNumberPattern('d')(-0)).toBe('0')
  })

  test.each([[''], ['.1'], ['x'], ['.1d'], ['.99f'], ['f.1'], ['.1f '], ['>8.1f']])(
    '"%s" is no format',
    (pattern) => {
      expect(() => parseNumberPattern(pattern)).toThrow(
        `"${pattern}" is not a format of numbers. Write e.g. .1f, +.2f, d, 05.1f, .0% or .3e.`,
      )
    },
  )
})
