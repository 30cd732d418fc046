import { expect, test } from 'vitest'
import { parseEncoder } from './encoder-option.ts'

test.each<[string, string | null, string[]]>([
  ['ffmpeg', null, []],
  ['ffmpeg:', null, []],
  ['ffmpeg:x264', 'libx264', ['-c:v', 'libx264']],
  ['ffmpeg:x264 medium', 'libx264', ['-c:v', 'libx264', '-preset', 'medium']],
  ['ffmpeg:x265 slow -crf 20', 'libx265', ['-c:v', 'libx265', '-preset', 'slow', '-crf', '20']],
  ['ffmpeg:av1 8', 'libsvtav1', ['-c:v', 'libsvtav1', '-preset', '8']],
  ['ffmpeg:prores hq', 'prores_ks', ['-c:v', 'prores_ks', '-profile:v', 'hq']],
  ['ffmpeg:nvenc p5 -cq 23', 'h264_nvenc', ['-c:v', 'h264_nvenc', '-preset', 'p5', '-cq', '23']],
  ['ffmpeg:vaapi -qp 24', 'h264_vaapi', ['-c:v', 'h264_vaapi', '-qp', '24']],
  ['ffmpeg:-c:v libx265 -crf 20', 'libx265', ['-c:v', 'libx265', '-crf', '20']],
  ['ffmpeg:-crf 18', null, ['-crf', '18']],
  ['ffmpeg:-c:v libvpx-vp9 -b:v 0', 'libvpx-vp9', ['-c:v', 'libvpx-vp9', '-b:v', '0']],
  ['ffmpeg:x264 -bf -1', 'libx264', ['-c:v', 'libx264', '-bf', '-1']],
  ['ffmpeg:x264 -c:a aac', 'libx264', ['-c:v', 'libx264', '-c:a', 'aac']],
  [
    'ffmpeg:x264 -metadata \'title=A "day"\' -x264-params "keyint=48:ref=3"',
    'libx264',
    ['-c:v', 'libx264', '-metadata', 'title=A "day"', '-x264-params', 'keyint=48:ref=3'],
  ],
])('%s is read', (text, codec, args) => {
  expect(parseEncoder(text)).toEqual({ codec, arguments: args })
})

test('what a shell would obey stays a word', () => {
  expect(parseEncoder('ffmpeg:-metadata title=$(id);`id`|x').arguments).toEqual([
    '-metadata',
    'title=$(id);`id`|x',
  ])
})

test.each([
  ['handbrake', '--encoder: "handbrake" is no encoder that Overlane knows.'],
  ['', '--encoder: "" is no encoder that Overlane knows.'],
  ['ffmpeg:x263', '--encoder: "x263" is none of x264, x265, av1, prores, nvenc, vaapi.'],
  ['ffmpeg:constructor', '--encoder: "constructor" is none of x264,'],
  ['ffmpeg:x264 medium slow', '--encoder: "slow" is no option.'],
  ['ffmpeg:x264 -crf', '--encoder: -crf has no value.'],
  ['ffmpeg:x264 -crf 20 out.mp4', '--encoder: "out.mp4" is no option.'],
  ['ffmpeg:-c:v copy', '--encoder: "copy" keeps the frames as they are'],
  ['ffmpeg:-c copy', '--encoder: -c is set by Overlane.'],
  ['ffmpeg:-i other.mp4', '--encoder: -i is set by Overlane.'],
  ['ffmpeg:-vf hflip', '--encoder: -vf is set by Overlane.'],
  ['ffmpeg:-filter:v hflip', '--encoder: -filter:v is set by Overlane.'],
  ['ffmpeg:-ss 3', '--encoder: -ss is set by Overlane.'],
  ['ffmpeg:-r 25', '--encoder: -r is set by Overlane.'],
  ['ffmpeg:x264 -metadata "a', '--encoder: a quote is not closed.'],
])('%s is refused', (text, message) => {
  expect(() => parseEncoder(text)).toThrow(message)
})
