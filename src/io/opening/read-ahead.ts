import { openPath } from '../folders/directory.ts'
import { isTimestampsName } from './find-timestamps.ts'
import type { Opening } from './opening.ts'
import type { Reader } from './reader.ts'
import { sourceOf } from './sensors/find-sensors.ts'
import { listCandidates } from './sensors/log-candidates.ts'

/** Logs that are surely wanted: in the folder itself, with records that no video changes the meaning of. */
const PLAIN_LOG = /\.jsonl$/i
const MOST_LOGS = 20

/**
 * Lets the thread read the times of the frames and the logs while the folders are listed, and while this
 * thread looks through the names of the frames: of a million frames, each takes seconds. What turns out not
 * to be wanted, or to be read in another way, is read in vain.
 */
export async function readAhead(
  { directory, folders, config }: Pick<Opening, 'directory' | 'folders' | 'config'>,
  reader: Reader,
): Promise<void> {
  const names = folders.get('') ?? []
  const times = config.recording.timestamps ?? names.find(isTimestampsName)
  try {
    if (times !== undefined) {
      const file = await openPath(directory, times)
      reader.readAhead({ kind: 'timestamps', file, path: times })
    }
    const logs = new Map([['', names.filter((name) => PLAIN_LOG.test(name))]])
    const candidates = listCandidates({ folders: logs, config, used: new Set() }, null)
    for (const candidate of candidates.slice(0, MOST_LOGS)) {
      const file = await openPath(directory, candidate.path)
      reader.readAhead({
        kind: 'import',
        source: await sourceOf(candidate, { directory, config }, file),
      })
    }
  } catch {
    // Whoever asks for a file that cannot be opened says so.
  }
}
