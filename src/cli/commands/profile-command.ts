import { formatDuration, formatQuantity } from '../../index.ts'
import { profileToJson } from '../../measure/profile-json.ts'
import type { Expense, Profile } from '../../measure/index.ts'
import { EXIT } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { alignTable } from '../print/align-table.ts'
import { harmlessName } from '../print/harmless-text.ts'
import { runRecordings } from './run-recordings.ts'
import type { CommonOptions } from './run-recordings.ts'
import { withScratch } from '../paths/scratch.ts'

export interface ProfileCommandOptions extends CommonOptions {
  frames: number
}

/** `overlane profile`: where the time of a frame goes. */
export function profileCommand(
  paths: readonly string[],
  options: ProfileCommandOptions,
): Promise<ExitCode> {
  return withScratch((scratch) =>
    runRecordings<Profile>(paths, options, {
      folders: [scratch],
      work: async (session, recording) =>
        session.run(
          (runner, { scratch, frames, ...source }) => runner.profile(source, scratch, frames),
          {
            ...(await session.grabRecording(recording)),
            scratch: await session.grab(scratch),
            frames: options.frames,
          },
        ),
      exitCodeOf: ({ skippedCount }) => (skippedCount > 0 ? EXIT.incomplete : EXIT.done),
      toText: profileToText,
      toJson: (profile) => JSON.parse(profileToJson(profile)) as unknown,
    }),
  )
}

const PROFILE_COLUMNS = ['Stage', 'Seconds', 'Per cent', 'ms/frame', 'Least', 'Most']

/** A table of the stages for a terminal, and the advice. */
export function profileToText(profile: Profile): string {
  const row = (name: string, { seconds, share, frameMs }: Expense): string[] => [
    name,
    seconds.toFixed(3),
    (share * 100).toFixed(1),
    ...[frameMs.median, frameMs.least, frameMs.most].map((ms) => ms.toFixed(2)),
  ]
  const rows = profile.stages.flatMap(({ stage, parts, ...expense }) => [
    row(stage, expense),
    ...(parts ? [row('  disk', parts.disk), row('  codec', parts.codec)] : []),
  ])
  const { recording, frameCount, skippedCount, seconds, version, startedAt } = profile
  const skipped = skippedCount > 0 ? `, ${skippedCount} skipped` : ''
  return [
    alignTable([PROFILE_COLUMNS, ...rows]),
    '',
    `${harmlessName(recording)}: ${formatQuantity(frameCount, 'frame')} one after another in ${formatDuration(seconds * 1000)}${skipped}, Overlane ${version}, ${startedAt.slice(0, 10)}. ms/frame is the median.`,
    ...profile.advice.map(({ text }) => `- ${text}`),
  ].join('\n')
}
