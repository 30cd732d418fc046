import { expect, test } from 'vitest'
import { harmlessText } from './harmless-text.ts'

test('control characters of a terminal are printed as their code', () => {
  expect(harmlessText('a\u001b]0;title\u0007b')).toBe('a\\u001b]0;title\\u0007b')
  expect(harmlessText('\u009b31m \u202egnp.exe \r')).toBe('\\u009b31m \\u202egnp.exe \\u000d')
})

test('line breaks, tabs and letters of all languages stay', () => {
  const text = 'Überfahrt\t1\n雨 🚗 “x”'
  expect(harmlessText(text)).toBe(text)
})

test('JSON stays JSON with the same content', () => {
  const value = { name: '\u009b31m\u001b[0m' }
  expect(JSON.parse(harmlessText(JSON.stringify(value)))).toEqual(value)
})
