import { expect, test } from 'vitest'
import { groundOf } from './probe-video.ts'
import type { ProbedVideo } from './probe-video.ts'

const video: ProbedVideo = {
  trackIndex: 0,
  widthPx: 1280,
  heightPx: 720,
  isTurned: false,
  pixelFormat: 'yuv420p',
  colorRange: 'tv',
  colorSpace: 'bt709',
  colorTransfer: 'bt709',
  timeBase: '1/15360',
  startS: 0,
  fileStartS: 0,
  isWithoutIndex: false,
  soundCodecs: [],
}

test('the overlay is drawn in the colours that the video names', () => {
  expect(groundOf(video)).toEqual({ matrix: 'bt709', isFullRange: false, chroma: '420' })
  const full = { ...video, pixelFormat: 'yuvj420p', colorSpace: 'bt470bg' }
  expect(groundOf(full)).toEqual({ matrix: 'bt470bg', isFullRange: true, chroma: '420' })
  expect(groundOf({ ...video, colorSpace: 'bt2020nc' }).matrix).toBe('bt2020-ncl')
})

test('without names they are those that players take: BT.709 from HD on, BT.601 below', () => {
  expect(groundOf({ ...video, colorSpace: null }).matrix).toBe('bt709')
  expect(groundOf({ ...video, colorSpace: null, heightPx: 480 }).matrix).toBe('smpte170m')
})

test.each(['smpte2084', 'arib-std-b67'])('HDR is refused: %s', (colorTransfer) => {
  expect(() => groundOf({ ...video, colorTransfer })).toThrow(
    /^--encoder: the video is HDR .* Leave out --encoder/,
  )
})
