import { expect, test } from 'vitest'
import { complaintOf } from './ffmpeg-complaint.ts'

test('the first error and the last one are said, without what encoders print of themselves', () => {
  const printed = [
    'x265 [info]: HEVC encoder version 3.5',
    '[h264_nvenc @ 0x5562afe03ac0] Cannot load libcuda.so.1',
    'Failed to set a value',
    'Error initializing output stream 0:0',
  ].join('\n')
  expect(complaintOf(printed)).toBe(
    'It said: Cannot load libcuda.so.1 … Error initializing output stream 0:0',
  )
})

test.each([
  'Could not find tag for codec prores in stream #0, codec not currently supported in container',
  'av1 only supported in MP4 and AVIF.',
  'Only VP8 or VP9 or AV1 video and Vorbis or Opus audio and WebVTT subtitles are supported for WebM.',
])('a codec that the kind of file cannot hold is told with what to do: %s', (line) => {
  expect(complaintOf(`[mp4 @ 0x55b5ebbdf500] ${line}`)).toBe(
    `It said: ${line.replace(/\.?$/, '.')} Give the video another ending: .mkv takes every codec, .mov takes ProRes.`,
  )
})

test('one that said nothing is told so', () => {
  expect(complaintOf('\n')).toBe('It said nothing.')
})
