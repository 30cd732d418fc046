import { expect, test } from 'vitest'
import { freeBuffers } from './free-buffers.ts'

test('buffers that are not used any more hold no memory', () => {
  const [one, other, kept] = [new ArrayBuffer(8), new ArrayBuffer(1 << 20), new ArrayBuffer(4)]
  freeBuffers(one, other)
  expect([one, other, kept].map(({ byteLength }) => byteLength)).toEqual([0, 0, 4])
})
