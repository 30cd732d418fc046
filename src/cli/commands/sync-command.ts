import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_FILE_NAME } from '../../index.ts'
import type { SyncSource } from '../../index.ts'
import { EXIT } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
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
      const isApplied = apply && sync.projectText !== null
      const file = join(recording.folder, PROJECT_FILE_NAME)
      if (isApplied) replaceFile(file, sync.projectText ?? '')
      return { recording: recording.path, sync, appliedTo: isApplied ? file : null }
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

/** The earlier file stays as it was until the new one is complete. */
function replaceFile(path: string, text: string): void {
  const half = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(half, text, { flag: 'wx' })
    renameSync(half, path)
  } catch (thrown) {
    rmSync(half, { force: true })
    throw thrown
  }
}
