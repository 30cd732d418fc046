import { expect, test } from 'vitest'
import { fakeSurface } from '../../testing/fake-context.ts'
import { shortenText } from './shorten-text.ts'

// Letters are 5 px wide.
const font = { family: 'B612', sizePx: 10, weight: 400 }
const shortened = (text: string, widthPx: number): string =>
  shortenText(fakeSurface().surface, text, font, widthPx)

test('a text that fits stays as it is', () => {
  expect(shortened('braking', 35)).toBe('braking')
})

test('a longer one ends with an ellipsis, in the same width', () => {
  expect(shortened('braking', 34)).toBe('braki…')
  expect(shortened('hard braking', 30)).toBe('hard…')
  expect(shortened('braking', 0)).toBe('…')
})
