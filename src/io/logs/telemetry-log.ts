import type { Problem } from '../../core/errors.ts'

/** A stream of telemetry that was found in a video, as the text of a log. */
export interface TelemetryLog {
  /** `drive.mp4/Camera/GPS5.jsonl` */
  file: string
  /** JSONL; times are ms on the video's clock. */
  text: string
  /** What it is, in a word: `GPS`. */
  label: string
  /** Whether only few readers want it. */
  isMinor: boolean
}

export interface Telemetry {
  logs: TelemetryLog[]
  problems: Problem[]
}
