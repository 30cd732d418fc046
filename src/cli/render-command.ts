import { resolve } from 'node:path'
import type { RenderReport } from '../index.ts'
import type { BrowserSession } from './browser-session.ts'
import { atExit } from './at-exit.ts'
import { CommandError } from './command-error.ts'
import { placeError, readConfigFile } from './config-file.ts'
import { EXIT } from './exit-code.ts'
import type { ExitCode } from './exit-code.ts'
import { nameOutputs, OutputFolder } from './output-folder.ts'
import type { PageRenderOptions } from './page-messages.ts'
import { renderNotes, renderToJson, renderToText } from './render-result.ts'
import type { RenderResult } from './render-result.ts'
import { runRecordings } from './run-recordings.ts'
import type { CommonOptions } from './run-recordings.ts'
import { parseSettings } from './settings.ts'
import type { TypedSettings } from './settings.ts'

export interface RenderCommandOptions extends CommonOptions, TypedSettings {
  out: string
  config?: string
  overwrite?: boolean
}

/** `overlane render`: the frames of recordings with their overlay, into folders. */
export async function renderCommand(
  paths: readonly string[],
  options: RenderCommandOptions,
): Promise<ExitCode> {
  const settings = parseSettings(options)
  const file = options.config === undefined ? null : await readConfigFile(resolve(options.config))
  const outputs = nameOutputs(
    paths.map((path) => resolve(path)),
    resolve(options.out),
  )
  const pageOptions: PageRenderOptions = {
    config: file?.config ?? null,
    outputSettings: settings.output,
    range: settings.range,
    overwrite: options.overwrite === true,
  }

  return runRecordings<RenderResult>(paths, options, {
    folders: outputs.map((path) => ({ path, isWritable: true })),
    work: async (session, recording, index) => {
      const output = new OutputFolder(outputs[index] ?? '')
      const keepAll = atExit(output.removeRemains)
      try {
        const report = await renderInto(session, recording, output.path, pageOptions)
        return { report, recording, output: output.path }
      } catch (thrown) {
        if (session.isGone) output.removeRemains()
        const error = withAdvice(CommandError.from(thrown))
        throw file ? placeError(error, file) : error
      } finally {
        if (!session.isGone) keepAll()
        output.removeIfEmpty()
      }
    },
    exitCodeOf: ({ report }) => renderExitCode(report),
    toText: renderToText,
    toJson: renderToJson,
    notesOn: renderNotes,
  })
}

async function renderInto(
  session: BrowserSession,
  recording: string,
  output: string,
  options: PageRenderOptions,
): Promise<RenderReport> {
  return session.run(
    (runner, { folder, output, options }) => runner.render(folder, output, options),
    {
      folder: await session.grab({ path: recording, isWritable: false }),
      output: await session.grab({ path: output, isWritable: true }),
      options,
    },
  )
}

/** What the page cannot know: the option that helps. */
function withAdvice(error: CommandError): CommandError {
  if (error.code !== 'output-exists') return error
  return new CommandError(error.code, `${error.message} To replace them, add --overwrite.`)
}

/** How a run that came to a report has ended. */
export function renderExitCode({
  status,
  skipped,
  failed,
}: Pick<RenderReport, 'status' | 'skipped' | 'failed'>): ExitCode {
  switch (status) {
    case 'cancelled':
      return EXIT.interrupted
    case 'running':
    case 'stopped':
      return EXIT.broken
    case 'finished':
    case 'finished-with-failures':
      return skipped.length + failed.length > 0 ? EXIT.incomplete : EXIT.done
  }
}
