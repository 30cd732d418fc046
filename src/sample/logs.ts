import { speedKmh } from './motion.ts'
import { isInSensorRange, measureTarget, placeVehicles } from './traffic.ts'
import { frameTimestampMs, jitter, SAMPLE_START_MS, secondsAt, STREAMS } from './scene.ts'
import type { SampleScene } from './scene.ts'

/** The text files of a sample drive, by name. */
export interface SampleDriveLogs {
  'timestamps.csv': string
  'speed.jsonl': string
  'targets.jsonl': string
  'camera_calibration.json': string
}

const SPEED_STEP_KMH = 2
const SPEED_SILENCE_MS = 5000
const SPEED_SAMPLING_MS = 10
const TARGET_INTERVAL_MS = 50
/** Logs begin this long before the first frame, and end as long after the last one. */
const LOG_MARGIN_MS = 100

/** A pure function of the scene: the same scene gives the same text. */
export function sampleDriveLogs(scene: SampleScene): SampleDriveLogs {
  return {
    'timestamps.csv': timestamps(scene),
    'speed.jsonl': lines(speedRecords(scene)),
    'targets.jsonl': lines(targetRecords(scene)),
    'camera_calibration.json': calibration(scene),
  }
}

function timestamps(scene: SampleScene): string {
  let text = 'frame_index,timestamp_ms\n'
  for (let index = 0; index < scene.frameCount; index++) {
    text += `${index},${frameTimestampMs(scene, index)}\n`
  }
  return text
}

/** Event-driven like a car's bus: a record for each change of 2 km/h, or after 5 s without one. */
function speedRecords(scene: SampleScene): { timestamp_ms: number; speed: number }[] {
  const records: { timestamp_ms: number; speed: number }[] = []
  const endMs = lastTimestampMs(scene) + LOG_MARGIN_MS
  for (let timeMs = SAMPLE_START_MS - LOG_MARGIN_MS; timeMs <= endMs; timeMs += SPEED_SAMPLING_MS) {
    const speed = round(speedKmh(scene, secondsAt(timeMs)), 1)
    const last = records.at(-1)
    const isEvent =
      last === undefined ||
      // Compares whole tenths, because 74.1 − 72.1 is slightly less than 2 in floating point.
      Math.abs(Math.round(speed * 10) - Math.round(last.speed * 10)) >= SPEED_STEP_KMH * 10 ||
      timeMs - last.timestamp_ms >= SPEED_SILENCE_MS
    if (isEvent) records.push({ timestamp_ms: timeMs, speed })
  }
  return records
}

function targetRecords(scene: SampleScene): Record<string, unknown>[] {
  const records: Record<string, unknown>[] = []
  const margin = LOG_MARGIN_MS / TARGET_INTERVAL_MS
  const last = Math.ceil((lastTimestampMs(scene) - SAMPLE_START_MS) / TARGET_INTERVAL_MS) + margin
  for (let index = -margin; index <= last; index++) {
    const jitterMs = jitter(scene.seed, STREAMS.targetJitter, index + margin)
    const timestampMs = SAMPLE_START_MS + Math.round(index * TARGET_INTERVAL_MS + jitterMs)
    const seen = placeVehicles(scene, secondsAt(timestampMs)).filter(isInSensorRange)
    const targets = seen
      .sort((a, b) => a.vehicle.id - b.vehicle.id)
      .map((placed) => {
        const edges = measureTarget(placed)
        return {
          id: placed.vehicle.id,
          type: placed.vehicle.type,
          distance_m: round(edges.distanceM, 3),
          angle_left: round(edges.angleLeftDeg, 4),
          angle_right: round(edges.angleRightDeg, 4),
          angle_top: round(edges.angleTopDeg, 4),
          angle_bottom: round(edges.angleBottomDeg, 4),
        }
      })
    records.push({ timestamp_ms: timestampMs, targets })
  }
  return records
}

/** The calibration file in the flat OpenCV form. */
function calibration({ calibration: camera }: SampleScene): string {
  const file = {
    image_width: camera.imageWidthPx,
    image_height: camera.imageHeightPx,
    camera_matrix: [
      [camera.fxPx, 0, camera.cxPx],
      [0, camera.fyPx, camera.cyPx],
      [0, 0, 1],
    ],
    distortion_coefficients: camera.distortion,
    rotation_vector: camera.rotation,
    translation_vector: camera.translation,
  }
  return JSON.stringify(file, null, 2) + '\n'
}

function lastTimestampMs(scene: SampleScene): number {
  return frameTimestampMs(scene, Math.max(0, scene.frameCount - 1))
}

function lines(records: unknown[]): string {
  return records.map((record) => JSON.stringify(record) + '\n').join('')
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals))
}
