import { describe, expect, test } from 'vitest'
import { nameFault } from './writable-name.ts'

describe('browsers write', () => {
  test.each([
    'frame_000001.png',
    'Ünï 東京 ….png',
    '.hidden.png',
    'a~.png',
    'com0.png',
    'console.png',
    'a\u2028b.png',
    `${'a'.repeat(244)}.png`,
    `${'ü'.repeat(122)}.png`,
  ])('%j', (name) => expect(nameFault(name)).toBeNull())
})

describe('browsers do not write', () => {
  test.each([
    ['08:30.png', 'has ":" in it, which browsers do not write.'],
    ['a\\b.png', 'has "\\" in it, which browsers do not write.'],
    ['a\u0007.png', 'has the character U+0007 in it, which browsers do not write.'],
    ['a\u200e.png', 'has the character U+200E in it, which browsers do not write.'],
    [' a.png', 'begins or ends with a space, which browsers do not write.'],
    ['a"b.png', 'has a quotation mark in it, which browsers do not write.'],
    ['a.png~', 'begins or ends with "~", which browsers do not write.'],
    ['a.png.', 'begins or ends with ".", which browsers do not write.'],
    ['con.png', 'has a meaning of its own on Windows, so browsers do not write it.'],
    ['LPT9.x.png', 'has a meaning of its own on Windows, so browsers do not write it.'],
    ['a.url', 'has a meaning of its own on Windows, so browsers do not write it.'],
    [`${'a'.repeat(245)}.png`, 'is 249 bytes long, and browsers write names of 248 bytes at most.'],
    [`${'ü'.repeat(123)}.png`, 'is 250 bytes long, and browsers write names of 248 bytes at most.'],
    ['🚗'.repeat(63), 'is 252 bytes long, and browsers write names of 248 bytes at most.'],
  ])('%j: it %s', (name, fault) => expect(nameFault(name)).toBe(fault))
})
