import { describe, expect, test } from 'vitest'
import { ticksOf } from './ruler-ticks.ts'

const labels = (fromMs: number, toMs: number, widthPx = 600): string[] =>
  ticksOf({ fromMs, toMs }, widthPx).map(({ label }) => label)

describe('the ruler of the timeline', () => {
  test('marks round times, at most eight', () => {
    expect(labels(0, 12_000)).toEqual(['0:00', '0:02', '0:04', '0:06', '0:08', '0:10'])
    expect(labels(0, 1000)).toEqual(['0:00', '0:00.2', '0:00.4', '0:00.6', '0:00.8'])
    expect(labels(0, 3_600_000).length).toBeLessThanOrEqual(8)
    expect(labels(0, 0)).toEqual([])
  })

  test('marks fewer times if there is little space', () => {
    expect(labels(0, 12_000, 240)).toEqual(['0:00', '0:05'])
    expect(labels(0, 12_000, 40)).toEqual([])
  })

  test('keeps to round times when a part is seen, before the video too', () => {
    expect(labels(61_300, 61_340).slice(0, 4)).toEqual([
      '1:01.300',
      '1:01.305',
      '1:01.310',
      '1:01.315',
    ])
    expect(labels(-4000, 4000)).toEqual([
      '-0:04',
      '-0:03',
      '-0:02',
      '-0:01',
      '0:00',
      '0:01',
      '0:02',
      '0:03',
    ])
    expect(ticksOf({ fromMs: 750, toMs: 4750 }, 600)[0]).toEqual({ share: 0.0625, label: '0:01' })
  })
})
