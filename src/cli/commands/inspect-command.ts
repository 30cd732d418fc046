import { EXIT } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { inspectionToJson, inspectionToText } from '../print/inspection.ts'
import type { Inspection } from '../browser/page-messages.ts'
import { readLayout } from '../paths/layout-name.ts'
import { runRecordings } from './run-recordings.ts'
import type { CommonOptions } from './run-recordings.ts'

export interface InspectCommandOptions extends CommonOptions {
  layout?: string
}

/** `overlane inspect`: what is in recordings, and what is wrong. */
export async function inspectCommand(
  paths: readonly string[],
  options: InspectCommandOptions,
): Promise<ExitCode> {
  const layout = options.layout === undefined ? null : await readLayout(options.layout)
  return runRecordings<{ inspection: Inspection; recording: string }>(paths, options, {
    folders: [],
    work: async (session, recording) => ({
      recording: recording.path,
      inspection: await session.run(
        (runner, { layout, ...source }) => runner.inspect(source, layout),
        { ...(await session.grabRecording(recording)), layout },
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
