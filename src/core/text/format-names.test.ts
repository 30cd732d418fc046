import { expect, test } from 'vitest'
import { formatName } from './format-names.ts'

test.each([
  ['mp4', 'MP4'],
  ['webm', 'WebM'],
  ['webp', 'WebP'],
  ['png', 'PNG'],
  ['h264', 'H.264'],
  ['avc', 'H.264'],
  ['hevc', 'HEVC'],
  ['av1', 'AV1'],
  ['vp9', 'VP9'],
])('%s is called %s', (id, name) => expect(formatName(id)).toBe(name))
