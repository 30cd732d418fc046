import { join } from 'node:path'
import { PROJECT_FILE_NAME } from '../../index.ts'
import type { SyncSource } from '../../index.ts'
import { EXIT } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { writeWholeFile } from '../paths/write-whole-file.ts'
import { syncToJson, syncToText } from '../print/sync-result.ts'
import type { SyncResult } from '../print/sync-result.ts'
import { runRecordings } from './run-recordings.ts'
import type { CommonOptions } from './run-recordings.ts'

export interface SyncCommandOptions extends CommonOptions {
  sensor: string
  by?: SyncSource
  apply?: boolean
}

/** `overlane sync`: where a log lies on the video's clock. */
export function syncCommand(
  paths: readonly string[],
  { sensor, by, apply = false, ...options }: SyncCommandOptions,
): Promise<ExitCode> {
  return runRecordings<SyncResult>(paths, options, {
    folders: [],
    work: async (session, recording) => {
      const sync = await session.run(
        (runner, { sensor, by, ...source }) => runner.sync(source, sensor, by),
        { ...(await session.grabRecording(recording)), sensor, by: by ?? null },
      )
      const { projectText } = sync
      if (!apply || projectText === null)
        return { recording: recording.path, sync, appliedTo: null }
      const file = join(recording.folder, PROJECT_FILE_NAME)
      writeWholeFile(file, projectText)
      return { recording: recording.path, sync, appliedTo: file }
    },
    exitCodeOf: ({ appliedTo }) => (apply && appliedTo === null ? EXIT.incomplete : EXIT.done),
    toText: syncToText,
    toJson: syncToJson,
    notesOn: ({ sync, appliedTo }) =>
      apply && appliedTo === null
        ? [`Nothing was applied: the confidence is ${sync.verdict === 'low' ? 'low' : 'too low'}.`]
        : [],
  })
}
