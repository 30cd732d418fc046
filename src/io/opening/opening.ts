import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import type { Problem } from '../../core/errors.ts'
import type { Directory } from '../folders/directory.ts'
import type { FolderFiles } from '../folders/list-folders.ts'
import type { KnownLog } from './sensors/known-logs.ts'

/** A folder while it is being opened, and what was found in it so far. */
export interface Opening {
  directory: Directory
  folders: FolderFiles
  /** What Overlane wrote there, in words. */
  written: readonly string[]
  /** What the project file says, or all defaults. */
  config: OverlayConfig
  /** Logs that need not be read again. Default none. */
  knownLogs?: readonly KnownLog[]
  /** Paths of the files that were recognised. */
  used: Set<string>
  problems: Problem[]
}
