import type { Problem } from '../../core/errors.ts'
import type { SensorRecord } from '../../core/recording/recording.ts'

/** What is wrong with a line. Faults of one kind are counted together. */
export interface LineFault {
  kind: string
  /** As a clause without a full stop. */
  fault: string
}

/** One line of a log: where its record's JSON stands, and the record, or what is wrong with it. */
export type LogLine = { line: number; start: number; end: number } & (
  { record: SensorRecord } | ({ record: null } & LineFault)
)

/** A log while it is read. */
export interface Log {
  /** Each once; empty for JSONL, where each record has its own keys. */
  columns: string[]
  lines: Iterable<LogLine>
  /** Complete once `lines` has ended. */
  text: () => Uint8Array<ArrayBuffer>
  /** What else is wrong. Complete once `lines` has ended. */
  problems: () => Problem[]
}
