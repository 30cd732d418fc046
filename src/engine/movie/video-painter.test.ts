import { expect, test } from 'vitest'
import { fit } from './video-painter.ts'

test.each([
  [32, 32, { x: 8, y: 0, width: 48, height: 48 }],
  [128, 48, { x: 0, y: 12, width: 64, height: 24 }],
  [64, 48, { x: 0, y: 0, width: 64, height: 48 }],
])('a picture of %d×%d is fitted into 64×48 with its aspect ratio', (widthPx, heightPx, place) => {
  expect(fit({ widthPx, heightPx }, { widthPx: 64, heightPx: 48 })).toEqual(place)
})
