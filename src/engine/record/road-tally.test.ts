import { expect, test } from 'vitest'
import { RoadTally } from './road-tally.ts'

test('frames are counted by road and reason, the most frequent first', () => {
  const tally = new RoadTally()
  const add = (road: string, reason: string | null): void => tally.add({ road, reason })
  add('canvas', 'progressive JPEG')
  for (let count = 0; count < 3; count++) add('splice', null)
  add('canvas', 'CMYK JPEG')
  add('canvas', 'progressive JPEG')
  expect(tally.list()).toEqual([
    { road: 'splice', frameCount: 3, reason: null },
    { road: 'canvas', frameCount: 2, reason: 'progressive JPEG' },
    { road: 'canvas', frameCount: 1, reason: 'CMYK JPEG' },
  ])
})
