import { expect, test } from 'vitest'
import { withMinusSign } from './minus-sign.ts'

test.each([
  ['-5.0', '−5.0'],
  ['-0.5 s', '−0.5 s'],
  ['-0.0', '0.0'],
  ['5', '5'],
])('%s is written %s', (text, written) => {
  expect(withMinusSign(text)).toBe(written)
})
