import { defaultSensorConfig } from '../../core/config/overlay-config.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import type { SensorConfig } from '../../core/config/sensor-specs.ts'
import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { SensorTrack } from '../../core/recording/recording.ts'
import { inNaturalOrder } from '../../core/text/natural-order.ts'
import { viewerTimeZone } from '../../core/time/clock.ts'
import { openPath } from '../folders/directory.ts'
import { listPaths } from '../folders/list-folders.ts'
import { toTrack, trackName } from '../logs/sensor-track.ts'
import { cannotRead } from './cannot-read.ts'
import { isTimestampsName } from './find-timestamps.ts'
import type { Opening } from './opening.ts'
import type { Reader } from './reader.ts'

/** Reads every log in the folder. A log that cannot be read becomes a problem and is left out. */
export async function findSensors(
  opening: Opening,
  reader: Reader,
  report: (step: string, doneCount: number, totalCount: number) => void,
  signal: AbortSignal | undefined,
): Promise<SensorTrack[]> {
  const { directory, folders, config, used, problems } = opening
  const logs = inNaturalOrder(
    listPaths(folders).filter(
      (path) => /\.(?:csv|jsonl)$/i.test(path) && !used.has(path) && !isTimestampsName(path),
    ),
  )
  checkTimeColumns(opening)
  const timeZone = config.timeZone ?? viewerTimeZone()
  const tracks: SensorTrack[] = []
  for (const [index, file] of logs.entries()) {
    report(`Reading ${file}`, index, logs.length)
    used.add(file)
    const { timeColumn, timeUnit } = sensorConfigOf(file, config)
    try {
      const content = await openPath(directory, file)
      const parsed = await reader.readSensor(content, { file, timeColumn, timeUnit, timeZone })
      tracks.push(toTrack(parsed, file))
      problems.push(...parsed.problems)
    } catch (thrown) {
      signal?.throwIfAborted()
      problems.push(cannotRead(file, 'sensor-invalid', thrown, 'warning'))
    }
  }
  return tracks
}

/** The project file's settings for a log, found by its path or by its name. */
export function sensorConfigOf(file: string, { sensors }: OverlayConfig): SensorConfig {
  const byFile = Object.values(sensors).find((each) => each.file === file)
  const name = trackName(file)
  const byName = Object.hasOwn(sensors, name) ? sensors[name] : undefined
  return byFile ?? (byName?.file === null ? byName : undefined) ?? defaultSensorConfig()
}

/** A log is read only once, so two sensors of one file cannot use different time columns. */
function checkTimeColumns({ config, problems }: Opening): void {
  const sensors = Object.entries(config.sensors)
  for (const [index, [name, { file, timeColumn, timeUnit }]] of sensors.entries()) {
    const other = sensors.slice(0, index).find(([, each]) => file !== null && each.file === file)
    if (!other) continue
    const [otherName, { timeColumn: otherColumn, timeUnit: otherUnit }] = other
    if (timeColumn === otherColumn && timeUnit === otherUnit) continue
    const key = `sensors.${name}.time_column`
    const told = {
      subject: key,
      fault: `${file ?? ''} is read once, and the sensor "${otherName}" takes its times from ${otherColumn ?? 'timestamp_ms'} (${otherUnit}).`,
      remedy: 'Give both the same time column and unit, or make two files of it.',
    }
    problems.push(problem('error', 'config-invalid', told, { key }))
  }
}

/** If logs differ only in their file endings, their sensors keep the endings in their names. */
export function nameApart(tracks: SensorTrack[], problems: Problem[]): SensorTrack[] {
  const counts = new Map<string, number>()
  for (const { name } of tracks) counts.set(name, (counts.get(name) ?? 0) + 1)
  return tracks.map((track) => {
    if (counts.get(track.name) === 1) return track
    const { file } = track
    const fault = `has the name of another log; its sensor is called "${file}".`
    problems.push(problem('info', 'sensor-invalid', { subject: file, fault }, { file }))
    return { ...track, name: track.file }
  })
}
