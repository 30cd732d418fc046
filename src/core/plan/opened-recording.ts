import type { OverlayConfig } from '../config/overlay-config.ts'
import type { LineOf } from '../errors.ts'
import type { Recording } from '../recording/recording.ts'

/** A recording with the overlay that it was opened with. */
export interface OpenedRecording extends Recording {
  /** The project file's overlay, or a proposal made from what was found. */
  config: OverlayConfig
  configSource: 'project-file' | 'proposal'
  /** The line of a key in the project file; null without a readable project file. */
  projectLineOf: LineOf | null
  /** The settings with which the folder was read; see `readingOf`. */
  readAs: { reading: string; timeZone: string | null }
}
