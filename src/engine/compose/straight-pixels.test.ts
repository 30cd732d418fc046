import { expect, test } from 'vitest'
import { makeStraight } from './straight-pixels.ts'

const pixel = (...bytes: [number, number, number, number]): number =>
  new Int32Array(Uint8Array.of(...bytes).buffer)[0] as number
const bytesOf = (pixels: Int32Array): number[] => [...new Uint8Array(pixels.buffer)]

test('solid pixels keep their colours, and clear ones are clear', () => {
  const pixels = Int32Array.of(pixel(1, 2, 3, 255), 0, 0, pixel(250, 128, 7, 255))
  makeStraight(pixels, false)
  expect(bytesOf(pixels)).toEqual([1, 2, 3, 255, 0, 0, 0, 0, 0, 0, 0, 0, 250, 128, 7, 255])
})

test('blue comes first in some canvases', () => {
  const pixels = Int32Array.of(pixel(24, 18, 12, 153))
  makeStraight(pixels, true)
  expect(bytesOf(pixels)).toEqual([20, 30, 40, 153])
})

test('a colour that was multiplied by its alpha is found again as exactly as its bytes allow', () => {
  const cases = Array.from({ length: 255 * 256 }, (_, index) => {
    const [alpha, channel] = [1 + (index >> 8), index & 255]
    return { alpha, channel, multiplied: Math.round((channel * alpha) / 255) }
  })
  const pixels = Int32Array.from(cases, ({ alpha, multiplied }) =>
    pixel(multiplied, multiplied, multiplied, alpha),
  )
  makeStraight(pixels, false)
  const found = new Uint8Array(pixels.buffer)
  const wrong = cases.filter(({ alpha, channel }, index) => {
    // Half a step of the multiplied byte, and half a step of the straight one.
    const most = 127.5 / alpha + 0.5
    const [red, kept] = [found[4 * index] as number, found[4 * index + 3]]
    return kept !== alpha || Math.abs(red - channel) > most
  })
  expect(wrong).toEqual([])
})
