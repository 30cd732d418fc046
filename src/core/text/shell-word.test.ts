import { expect, test } from 'vitest'
import { shellWord } from './shell-word.ts'

test.each([
  ['runs/drive-1.mp4', 'runs/drive-1.mp4'],
  ['my drive.mp4', "'my drive.mp4'"],
  ["it's.mp4", "'it'\\''s.mp4'"],
  ['$(rm).mp4', "'$(rm).mp4'"],
])('%s is one word for a shell: %s', (text, word) => {
  expect(shellWord(text)).toBe(word)
})
