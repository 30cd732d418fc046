import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameTimes } from './frame-times.ts'

/** Looks at every frame. */
function closest(timesMs: readonly number[], timestampMs: number): number {
  const distances = timesMs.map((timeMs) => Math.abs(timeMs - timestampMs))
  return Math.max(0, distances.indexOf(Math.min(...distances)))
}

const someTimes = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 30 })
const someTime = fc.integer({ min: -20, max: 120 }).map((half) => half / 2)

test.each([
  ['ascend', true],
  ['decrease somewhere', false],
])('the closest frame is found where times %s; of several, the first one', (_, isSorted) => {
  fc.assert(
    fc.property(someTimes, someTime, (drawn, timestampMs) => {
      const timesMs = isSorted ? drawn.toSorted((a, b) => a - b) : drawn
      const times = new FrameTimes(timesMs.map((timeMs) => ({ timestampMs: timeMs })))
      expect(times.closestTo(timestampMs)).toBe(closest(timesMs, timestampMs))
    }),
  )
})
