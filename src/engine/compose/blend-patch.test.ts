import { expect, test } from 'vitest'
import { blendPatch } from './blend-patch.ts'

const opaque = (...colors: [number, number, number][]): Uint8ClampedArray =>
  Uint8ClampedArray.from(colors.flatMap((color) => [...color, 255]))

test('a patch covers pixels as far as it is opaque, and no others', () => {
  const grey: [number, number, number] = [100, 100, 100]
  const pixels = opaque(grey, grey, grey, grey, grey, grey)
  const rgba = Uint8ClampedArray.of(255, 0, 200, 255, 255, 0, 200, 51, 255, 0, 200, 0, 7, 8, 9, 255)
  blendPatch(pixels, 3, { x: 1, y: 0, width: 2, height: 2, rgba })
  expect(pixels).toEqual(opaque(grey, [255, 0, 200], [131, 80, 120], grey, grey, [7, 8, 9]))
})
