import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SortedQueue } from './sorted-queue.ts'

test('values come by their keys, and equal ones in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (keys) => {
      const queue = new SortedQueue<{ key: number; place: number }>()
      for (const [place, key] of keys.entries()) queue.add(key, { key, place })
      const taken = keys.map(() => queue.take())
      const sorted = keys
        .map((key, place) => ({ key, place }))
        .sort((one, other) => one.key - other.key || one.place - other.place)
      expect(taken).toEqual(sorted)
      expect(queue.take()).toBeUndefined()
    }),
    { seed: 1 },
  )
})
