import { expect, test } from 'vitest'
import { defaultSensorConfig } from '../config/overlay-config.ts'
import type { SensorConfig } from '../config/sensor-config.ts'
import { checkSyncPoints } from './check-sync-points.ts'

/** Six points on a line, and one 350 ms beside it. */
function withOutlier(isLeftOut: boolean): SensorConfig {
  const good = [0, 1, 2, 3, 4, 5].map((n) => ({
    videoMs: n * 1000,
    logMs: n * 1000,
    isLeftOut: false,
  }))
  const outlier = { videoMs: 2500, logMs: 2850, isLeftOut }
  return { ...defaultSensorConfig(), syncPoints: [...good, outlier] }
}

test('an outlier that is in use is named with its distance, and one that is left out is not', () => {
  expect(checkSyncPoints({ gps: withOutlier(false) })).toMatchObject([
    {
      severity: 'warning',
      code: 'sync-outlier',
      where: { key: 'sensors.gps.sync_points[6]' },
      message:
        'sensors.gps.sync_points[6]: this moment of the log lies 300 ms from the line of the points. Set left_out: true to leave it out of the line.',
    },
  ])
  expect(checkSyncPoints({ gps: withOutlier(true), speed: defaultSensorConfig() })).toEqual([])
})
