import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SensorRecord } from '../../../core/recording/recording.ts'
import type { ParsedSensor } from '../../logs/records/sensor-collector.ts'
import { importLog } from '../import-log.ts'
import type { ImportedLog } from '../import-log.ts'
import type { ImportSource } from '../importer.ts'

/** Recordings that others made; they are not a part of the project. */
const REAL_RECORDINGS = join(import.meta.dirname, '../../../../../shared/data')
const REAL_LOGS = join(REAL_RECORDINGS, 'telemetry/')

/** Tests of real logs are skipped where these are not on the machine. */
export const hasRealLogs = existsSync(REAL_LOGS)

export function hasRealLog(name: string): boolean {
  return existsSync(REAL_LOGS + name)
}

/** A tub of Donkeycar. Tests of it are skipped where it is not on the machine. */
export const REAL_TUB = join(REAL_RECORDINGS, 'donkeycar-tub')

export function realLog(name: string): Buffer {
  return readFileSync(REAL_LOGS + name)
}

export function readRealLog(name: string): Promise<ReadLog> {
  return readLog(name, new Uint8Array(realLog(name)))
}

/** A log that a device wrote, of those that the project has. */
export function deviceLog(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, 'devices', name))
}

export function readDeviceLog(name: string): Promise<ReadLog> {
  return readLog(name, new Uint8Array(deviceLog(name)))
}

/** A log with the records of its first track. */
export interface ReadLog extends ImportedLog {
  records: SensorRecord[]
  timesMs: number[]
  messages: string[]
}

/** Reads a log as the reader's thread does. @throws where no importer knows it */
export async function readLog(
  path: string,
  content: string | Uint8Array<ArrayBuffer>,
  options: Partial<ImportSource> = {},
): Promise<ReadLog> {
  const log = await importLog({
    file: new File([content], path),
    path,
    parts: [],
    timeColumn: null,
    timeUnit: 'ms',
    timeZone: 'UTC',
    isOfVideo: false,
    isNamed: false,
    report: () => undefined,
    ...options,
  })
  if (!log) throw new Error(`No importer knows ${path}.`)
  const [track] = log.tracks
  return {
    ...log,
    records: track ? recordsOf(track.parsed) : [],
    timesMs: [...(track?.parsed.timesMs ?? [])],
    messages: log.problems.map(({ message }) => message),
  }
}

export function recordsOf({ text, starts, ends }: ParsedSensor): SensorRecord[] {
  const decoder = new TextDecoder()
  return Array.from(
    starts,
    (start, index) => JSON.parse(decoder.decode(text.subarray(start, ends[index]))) as SensorRecord,
  )
}
