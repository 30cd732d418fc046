import type { SensorConfig } from '../config/sensor-config.ts'
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { formatMilliseconds } from '../text/format-duration.ts'
import { fitSyncPoints } from '../time/sync-points.ts'

/** Names the sync points that lie far from the line of the others and are still in use. */
export function checkSyncPoints(sensors: Readonly<Record<string, SensorConfig>>): Problem[] {
  return Object.entries(sensors).flatMap(([name, { syncPoints }]) => {
    if (syncPoints.length < 3) return []
    return fitSyncPoints(syncPoints).residuals.flatMap(({ residualMs, isOutlier }, index) => {
      if (!isOutlier || syncPoints[index]?.isLeftOut) return []
      const key = `sensors.${name}.sync_points[${index}]`
      const fault = `this moment of the log lies ${formatMilliseconds(Math.abs(residualMs))} from the line of the points.`
      const remedy = { set: 'left_out: true', purpose: 'to leave it out of the line' }
      return [problem('warning', 'sync-outlier', { subject: key, fault, remedy }, { key })]
    })
  })
}
