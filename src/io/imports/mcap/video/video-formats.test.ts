import { describe, expect, test } from 'vitest'
import { videoFormatOf } from './video-formats.ts'

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

// The beginnings of packets as libvpx, libaom, SVT-AV1 and rav1e write them.
describe('the size in a key frame', () => {
  test.each([
    ['vp9', '4:2:0', '8249834200041002f60038241c184a', 66, 48],
    ['vp9', 'RGB', 'a2498342e027f016760038241c184a10', 640, 360],
    ['vp9', '4:4:4 with 10 bits', 'b124c1a100009f8059b001c120e0c2c0', 320, 180],
    ['av1', '4:2:0', '12000a0a000000032c1bcdaf900432', 66, 48],
    ['av1', '10 bits', '12000a0b00000042abbfc373efe501', 1920, 1080],
    ['av1', '4:4:4', '12000a0e200000faefe7eedc42152040404a32', 4000, 3000],
  ])('%s, %s', (format, _, hex, widthPx, heightPx) => {
    expect(videoFormatOf(format)?.readKey(bytesOf(hex))).toEqual({ widthPx, heightPx })
  })

  test.each([
    ['vp9', '860040929c0050000003200000550a00'],
    ['av1', '120032153003808000004694400001200010009ca75733c980'],
    ['vp9', ''],
    ['av1', ''],
    ['vp9', 'ffffffffff'],
  ])('there is none in %s %s', (format, hex) => {
    expect(videoFormatOf(format)?.readKey(bytesOf(hex))).toBeNull()
  })

  test('a packet whose parts do not end is read to its end', () => {
    expect(videoFormatOf('av1')?.readKey(bytesOf('120032ffffffff'))).toBeNull()
  })
})
