import { EXIT } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { inspectionToJson, inspectionToText } from '../print/inspection.ts'
import type { Inspection } from '../browser/page-messages.ts'
import { runRecordings } from './run-recordings.ts'
import type { CommonOptions } from './run-recordings.ts'

/** `overlane inspect`: what is in recordings, and what is wrong. */
export function inspectCommand(
  paths: readonly string[],
  options: CommonOptions,
): Promise<ExitCode> {
  return runRecordings<{ inspection: Inspection; recording: string }>(paths, options, {
    folders: [],
    work: async (session, recording) => ({
      recording: recording.path,
      inspection: await session.run(
        (runner, source) => runner.inspect(source),
        await session.grabRecording(recording),
      ),
    }),
    exitCodeOf: ({ inspection }) =>
      inspection.problems.some(({ severity }) => severity === 'error')
        ? EXIT.wrongInput
        : EXIT.done,
    toText: ({ inspection }) => inspectionToText(inspection),
    toJson: ({ inspection, recording }) => ({ recording, ...inspectionToJson(inspection) }),
  })
}
