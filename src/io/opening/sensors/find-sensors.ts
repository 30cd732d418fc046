import { defaultSensorConfig } from '../../../core/config/overlay-config.ts'
import type { OverlayConfig } from '../../../core/config/overlay-config.ts'
import type { SensorConfig } from '../../../core/config/sensor-config.ts'
import { problem } from '../../../core/errors.ts'
import { extensionOf } from '../../../core/recording/image-format.ts'
import type { SensorTrack } from '../../../core/recording/recording.ts'
import { viewerTimeZone } from '../../../core/time/clock.ts'
import { openPath } from '../../folders/directory.ts'
import type { ImportedLog } from '../../imports/import-log.ts'
import type { ImportSource } from '../../imports/importer.ts'
import { jsonLines } from '../../imports/json-lines.ts'
import { toTrack, trackName } from '../../logs/records/sensor-track.ts'
import { toUtf8 } from '../../logs/read-text.ts'
import { cannotRead } from '../cannot-read.ts'
import type { FoundFrames } from '../found-frames.ts'
import type { Opening } from '../opening.ts'
import type { Reader } from '../reader.ts'
import type { FoundLogs } from './found-logs.ts'
import { readAgain } from './known-logs.ts'
import { listCandidates } from './log-candidates.ts'
import type { LogCandidate } from './log-candidates.ts'

/** Nothing is a log any more after so many files with one ending of which none is a log. */
const MOST_MISSES = 20

type Report = (step: string, doneCount: number, totalCount: number, unit?: '%') => void

/** Reads every log in the folder. A log that cannot be read becomes a problem and is left out. */
export async function findSensors(
  opening: Opening,
  frames: FoundFrames | null,
  reader: Reader,
  report: Report,
  signal: AbortSignal | undefined,
): Promise<FoundLogs> {
  checkTimeColumns(opening)
  const found = new LogsInFolder(opening)
  const candidates = listCandidates(opening, frames)
  const misses = new Map<string, number>()
  for (const [index, candidate] of candidates.entries()) {
    const { path, isNamed } = candidate
    const ending = extensionOf(path)
    const missCount = misses.get(ending) ?? 0
    if (missCount >= MOST_MISSES && !isNamed) {
      const why = `It was not looked at: ${MOST_MISSES} other ${ending} files are no logs.`
      found.passedOver.set(path, { why, isText: true })
      continue
    }
    const tell = (share: number): void =>
      share > 0
        ? report(`Reading ${path}`, Math.round(share * 100), 100, '%')
        : report(`Reading ${path}`, index, candidates.length)
    try {
      const imported = await readLog(candidate, opening, reader, tell)
      if (imported.log) found.add(candidate, imported.log, imported.file)
      else {
        misses.set(ending, missCount + 1)
        const why = 'It is in no format of logs that Overlane knows.'
        found.passedOver.set(path, { why, isText: await isText(imported.file) })
      }
    } catch (thrown) {
      signal?.throwIfAborted()
      opening.used.add(path)
      const told = cannotRead(path, 'sensor-invalid', thrown, 'warning')
      opening.problems.push(told)
      found.passedOver.set(path, { why: told.message, isText: false })
    }
  }
  return found
}

async function readLog(
  candidate: LogCandidate,
  opening: Opening,
  reader: Reader,
  tell: (share: number) => void,
): Promise<{ log: ImportedLog | null; file: File }> {
  tell(0)
  const { path } = candidate
  const file = await openPath(opening.directory, path)
  const known = opening.knownLogs?.find((each) => each.file === path)
  if (known) return { log: await readAgain(known, file), file }
  return { log: await reader.importLog(await sourceOf(candidate, opening, file), tell), file }
}

/** How a log is read. */
export async function sourceOf(
  { path, parts, isOfVideo, isNamed }: LogCandidate,
  { directory, config }: Pick<Opening, 'directory' | 'config'>,
  file: File,
): Promise<Omit<ImportSource, 'report'>> {
  const { timeColumn, timeUnit } = sensorConfigOf(path, trackName(path), config)
  const timeZone = config.timeZone ?? viewerTimeZone()
  const opened = await Promise.all(
    parts.map(async (part) => ({ path: part, file: await openPath(directory, part) })),
  )
  return { file, path, parts: opened, timeColumn, timeUnit, timeZone, isOfVideo, isNamed }
}

const TEXT_HEAD_BYTES = 1024

/** Whether a file may have lines: only such a file can be read as a log that its reader asks for. */
async function isText(file: File): Promise<boolean> {
  if (file.size === 0) return false
  const head = new Uint8Array(await file.slice(0, TEXT_HEAD_BYTES).arrayBuffer())
  return !new TextDecoder().decode(toUtf8(head)).includes('\0')
}

class LogsInFolder implements FoundLogs {
  readonly tracks: SensorTrack[] = []
  readonly onVideoClock = new Set<SensorTrack>()
  readonly frames: FoundLogs['frames'] = []
  readonly videos: FoundLogs['videos'] = []
  readonly frameTimes: FoundLogs['frameTimes'] = []
  readonly formats = new Map<string, string>()
  readonly passedOver: FoundLogs['passedOver'] = new Map()
  private readonly opening: Opening

  constructor(opening: Opening) {
    this.opening = opening
  }

  add({ path, parts }: LogCandidate, log: ImportedLog, file: File): void {
    const { used, problems } = this.opening
    for (const each of [path, ...parts]) {
      used.add(each)
      this.formats.set(each, log.format)
    }
    problems.push(...log.problems)
    for (const { name, label, clock, parsed } of log.tracks) {
      const { starts, ends, lines } = parsed
      const track: SensorTrack = {
        ...toTrack(parsed, path, { name, label }),
        // Other formats are written as text of their own.
        ...(log.format === jsonLines.format && { places: { starts, ends, lines } }),
      }
      this.tracks.push(track)
      if (clock === 'video') this.onVideoClock.add(track)
    }
    for (const frames of log.frames) this.frames.push({ ...frames, path, file })
    for (const video of log.videos ?? []) this.videos.push({ ...video, path, file })
    if (log.frameTimes) this.frameTimes.push({ path, rows: log.frameTimes })
  }
}

/** The project file's settings for a log, found by its path or by its name. */
export function sensorConfigOf(
  file: string,
  name: string,
  { sensors }: OverlayConfig,
): SensorConfig {
  const byFile = Object.values(sensors).find((each) => each.file === file)
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
