import { describe, expect, test } from 'vitest'
import { fakeSurface } from '../../testing/fake-context.ts'
import { defaultOptions } from '../../config/parse-options.ts'
import { frameInfo, frameInfoLines } from './frame-info.ts'

/** 2025-10-27 08:30:10.400 in Shanghai. */
const T = 1761525010400

describe('frame_info', () => {
  test('compact', () => {
    expect(frameInfoLines('compact', 12, T, 'Asia/Shanghai')).toEqual(['Frame: 12  08:30:10'])
  })

  test('datetime', () => {
    expect(frameInfoLines('datetime', 12, T, 'Asia/Shanghai')).toEqual([
      'Frame: 12  2025-10-27 08:30:10',
    ])
  })

  test('detailed: three lines', () => {
    expect(frameInfoLines('detailed', 12, T, 'Asia/Shanghai')).toEqual([
      'Frame: 12',
      'TS: 1761525010400ms',
      'Time: 2025-10-27T08:30:10.400+08:00',
    ])
  })

  test('the project’s zone decides', () => {
    expect(frameInfoLines('datetime', 12, T, 'America/New_York')).toEqual([
      'Frame: 12  2025-10-26 20:30:10',
    ])
  })

  test('a time between two milliseconds is not rounded up', () => {
    expect(frameInfoLines('detailed', 0, 33.9, 'UTC')).toEqual([
      'Frame: 0',
      'TS: 33ms',
      'Time: 1970-01-01T00:00:00.033+00:00',
    ])
  })

  test('needs no sensor and no calibration', () => {
    expect([frameInfo.needsSensor, frameInfo.needsCalibration]).toEqual([false, false])
    const { surface, texts } = fakeSurface()
    const notes = frameInfo.draw(surface, {
      frameIndex: 12,
      timestampMs: T,
      recordingRangeMs: [0, 0],
      timeZone: 'Asia/Shanghai',
      options: { ...defaultOptions(frameInfo.specs), format: 'detailed' },
      sample: null,
      series: [],
      events: [],
      images: [],
      calibration: null,
    })
    expect(texts()).toEqual(frameInfoLines('detailed', 12, T, 'Asia/Shanghai'))
    expect(notes).toEqual({})
  })
})
