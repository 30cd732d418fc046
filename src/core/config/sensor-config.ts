import { OverlaneError, problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { isRecord } from '../plain-object.ts'
import { fitSyncPoints } from '../time/sync-points.ts'
import type { SyncPoint } from '../time/sync-points.ts'
import type { OptionValues } from './option-specs.ts'
import {
  addProblem,
  joinKey,
  parseOptions,
  readMapping,
  reportUnknownKeys,
  serializeOptions,
} from './parse-options.ts'
import { sensorSpecs } from './sensor-specs.ts'

/** How one sensor log is read and matched. */
export type SensorConfig = OptionValues<typeof sensorSpecs> & {
  /** In place of an offset and a scale. Default: none. */
  syncPoints: readonly SyncPoint[]
}

const SYNC_KEY = 'sync_points'
const POINT_KEYS = ['video_ms', 'log_ms', 'left_out']

/** What `overlane.yaml` may say at `sync_points`, as JSON Schema. */
export const syncPointsSchema = {
  description:
    'Moments of the log and the frames that show them, in place of an offset and a scale.',
  type: ['array', 'null'],
  items: {
    type: 'object',
    required: ['video_ms', 'log_ms'],
    properties: {
      video_ms: { description: 'Time of the frame, on the video’s clock (ms).', type: 'number' },
      log_ms: { description: 'The moment of the log, on the log’s clock (ms).', type: 'number' },
      left_out: { description: 'The line does not follow this point.', type: 'boolean' },
    },
    additionalProperties: false,
  },
}

/** Reads what a project file says of one sensor. Each fault becomes a problem that names its key. */
export function parseSensor(source: unknown, path: string, problems: Problem[]): SensorConfig {
  const given = readMapping(source, path, problems)
  const options = parseOptions(sensorSpecs, given, path, problems, [SYNC_KEY])
  const key = joinKey(path, SYNC_KEY)
  const syncPoints = parseSyncPoints(given[SYNC_KEY], key, problems)
  if (syncPoints.length > 0 && (options.timeOffsetMs !== 0 || options.timeScale !== 1)) {
    const fault = 'they stand in place of time_offset_ms and time_scale, and both are given.'
    const remedy = 'Remove the one or the other.'
    problems.push(problem('error', 'config-invalid', { subject: key, fault, remedy }, { key }))
  }
  return { ...options, syncPoints }
}

/** What a project file says of one sensor: snake_case, defaults left out. */
export function serializeSensor({ syncPoints, ...options }: SensorConfig): Record<string, unknown> {
  if (syncPoints.length === 0) return serializeOptions(sensorSpecs, options)
  return {
    ...serializeOptions(sensorSpecs, { ...options, timeOffsetMs: 0, timeScale: 1 }),
    [SYNC_KEY]: serializeSyncPoints(syncPoints),
  }
}

/** Sync points as a project file has them. */
export function serializeSyncPoints(points: readonly SyncPoint[]): Record<string, unknown>[] {
  return points.map(({ videoMs, logMs, isLeftOut }) => ({
    video_ms: videoMs,
    log_ms: logMs,
    ...(isLeftOut ? { left_out: true } : {}),
  }))
}

function parseSyncPoints(source: unknown, path: string, problems: Problem[]): SyncPoint[] {
  if (source === undefined || source === null) return []
  if (!Array.isArray(source)) {
    addProblem(problems, path, source, 'a list')
    return []
  }
  const points = source.map((entry: unknown, index) =>
    parsePoint(entry, `${path}[${index}]`, problems),
  )
  const usable = points.filter((point) => point !== null)
  if (usable.length < points.length || usable.length === 0) return usable
  try {
    fitSyncPoints(usable)
    return usable
  } catch (thrown) {
    const { fault } = OverlaneError.from(thrown, 'config-invalid').toProblem()
    problems.push(problem('error', 'config-invalid', { subject: path, fault }, { key: path }))
    return []
  }
}

function parsePoint(source: unknown, path: string, problems: Problem[]): SyncPoint | null {
  if (!isRecord(source)) {
    addProblem(problems, path, source, 'a mapping with video_ms and log_ms')
    return null
  }
  reportUnknownKeys(source, POINT_KEYS, path, problems)
  const timeAt = (key: string): number => {
    const value = source[key]
    if (typeof value === 'number' && Number.isFinite(value)) return value
    addProblem(problems, joinKey(path, key), value, 'a number of ms')
    return NaN
  }
  const [videoMs, logMs] = [timeAt('video_ms'), timeAt('log_ms')]
  const leftOut = source.left_out ?? false
  if (typeof leftOut !== 'boolean') {
    addProblem(problems, joinKey(path, 'left_out'), leftOut, 'true or false')
  }
  return Number.isNaN(videoMs + logMs) ? null : { videoMs, logMs, isLeftOut: leftOut === true }
}
