import { expect, test } from 'vitest'
import { boundsOfRects } from './geometry.ts'
import type { Rect } from './geometry.ts'

const at = (x: number, y: number, width = 200, height = 60): Rect => ({ x, y, width, height })

test('the box around several boxes ends where they end', () => {
  expect(boundsOfRects([at(10, 20), at(300, 5, 10, 10)])).toEqual(at(10, 5, 300, 75))
  expect(boundsOfRects([])).toBeNull()
})
