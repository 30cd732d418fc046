import { isRecord } from '../../core/plain-object.ts'
import { toSnakeCase } from '../../core/text/snake-case.ts'

/** The process of a command line that a run belongs to. */
export interface LockProcess {
  /** The machine. */
  host: string
  pid: number
  /** Tells the process from a later one with the same number. */
  started: string
}

/** What a run says about itself in the lock file of its output folder. */
export interface LockNote {
  /** Different for each run. */
  run: string
  /** The name of the recording. */
  recording: string
  /** ISO 8601. */
  startedAt: string
  /** Different for each browser profile; '' if the browser keeps nothing. */
  browser: string
  /** Null if a person started the run in a page. */
  process: LockProcess | null
  /** Grows as long as the run goes on. */
  beat: number
}

export function serializeLockNote(note: LockNote): string {
  const entries = Object.entries(note).map(([key, value]) => [toSnakeCase(key), value] as const)
  return `${JSON.stringify({ tool: 'overlane', ...Object.fromEntries(entries) })}\n`
}

/** Null for a text that no run wrote, and for one that was cut off. */
export function parseLockNote(text: string): LockNote | null {
  const value = parseJson(text)
  if (!isRecord(value) || value.tool !== 'overlane') return null
  const { run, recording, started_at, browser, beat } = value
  if (typeof run !== 'string' || typeof beat !== 'number') return null
  return {
    run,
    recording: textOf(recording),
    startedAt: textOf(started_at),
    browser: textOf(browser),
    process: parseProcess(value.process),
    beat,
  }
}

function parseProcess(value: unknown): LockProcess | null {
  if (!isRecord(value)) return null
  const { host, pid, started } = value
  const isWhole = typeof host === 'string' && typeof pid === 'number' && typeof started === 'string'
  return isWhole ? { host, pid, started } : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
