import { resolve } from 'node:path'
import { MANIFEST_FILE_NAME, REPORT_FILE_NAME } from '../../index.ts'
import type { RenderReport } from '../../index.ts'
import type { BrowserSession } from '../browser/browser-session.ts'
import { atExit } from '../at-exit.ts'
import { CommandError } from '../command-error.ts'
import { readConfigFile } from '../paths/config-file.ts'
import { EXIT } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { OutputFolder } from '../paths/output-folder.ts'
import { removeDeadLock } from '../paths/output-lock.ts'
import type { PageRenderOptions } from '../browser/page-messages.ts'
import { InputGuard } from '../paths/input-guard.ts'
import { realPath } from '../paths/real-path.ts'
import { readRecordingPath } from '../paths/recording-path.ts'
import type { RecordingPath } from '../paths/recording-path.ts'
import { readRenderTarget } from '../paths/render-target.ts'
import { renderNotes, renderToJson, renderToText } from '../print/render-result.ts'
import type { RenderResult } from '../print/render-result.ts'
import { runRecordings } from './run-recordings.ts'
import type { CommonOptions } from './run-recordings.ts'
import { flagsOf, nameFlags, parseSettings } from '../settings.ts'
import { thisProcess } from '../process-owner.ts'
import type { TypedFlags, TypedSettings } from '../settings.ts'

export interface RenderCommandOptions extends CommonOptions, TypedSettings {
  out: string
  config?: string
  overwrite?: boolean
  overlayOnly?: boolean
  /** `--resume` is true and `--no-resume` is false. */
  resume?: boolean
  restart?: boolean
  checkAll?: boolean
}

/**
 * `overlane render`, `split` and `compose`: the frames of recordings, with their overlay or without,
 * into folders or videos.
 * @param preset settings of the command itself; typed options override them
 */
export async function renderCommand(
  paths: readonly string[],
  options: RenderCommandOptions,
  preset: PageRenderOptions['outputSettings'] = {},
): Promise<ExitCode> {
  // Without --no-sound commander says true, which is not what was typed.
  const { sound, ...others } = options
  const typed = sound === false ? { ...others, sound } : others
  const settings = parseSettings(typed)
  const file = options.config === undefined ? null : await readConfigFile(resolve(options.config))
  const guard = new InputGuard(paths.map(readRecordingPath))
  const { folders: outputs, output: named } = readRenderTarget(
    paths.map((path) => resolve(path)),
    options.out,
    settings.output.format ?? null,
  )
  const flags: TypedFlags = {
    ...flagsOf(typed),
    ...Object.fromEntries(Object.keys(named).map((name) => [`output.${name}`, '--out'])),
  }
  const pageOptions: PageRenderOptions = {
    config: file?.config ?? null,
    outputSettings: {
      ...preset,
      ...(options.overlayOnly ? { content: 'overlay' } : {}),
      ...settings.output,
      ...named,
    },
    videoSettings: settings.video,
    range: settings.range,
    pattern: settings.pattern,
    framesPerSecond: preset.content === 'frames' ? (settings.video.frameRate ?? null) : null,
    process: thisProcess(),
    existing: {
      overwrite: options.overwrite === true,
      ...resumeMode(options),
      checkContents: options.checkAll ? 'all' : 'sample',
    },
  }

  return runRecordings<RenderResult>(paths, options, {
    folders: outputs.map((path) => ({ path: realPath(path), isWritable: true })),
    work: async (session, recording, index) => {
      const output = new OutputFolder(outputs[index] ?? '')
      removeDeadLock(output.path)
      const keepAll = atExit(output.removeRemains)
      session.checkFiles = (files) => guard.check(index, output.path, files)
      try {
        const report = await renderInto(session, recording, output.path, pageOptions)
        output.share([...report.files, REPORT_FILE_NAME, MANIFEST_FILE_NAME])
        return { report, recording: recording.path, output: output.path }
      } catch (thrown) {
        if (session.isGone) output.removeRemains()
        const error = withAdvice(CommandError.from(thrown))
        const placed = file ? error.mapProblems(file.place) : error
        throw placed.mapProblems((each) => nameFlags(each, flags))
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
  recording: RecordingPath,
  output: string,
  options: PageRenderOptions,
): Promise<RenderReport> {
  return session.run(
    (runner, { output, options, ...source }) => runner.render(source, output, options),
    {
      ...(await session.grabRecording(recording)),
      output: await session.grab({ path: realPath(output), isWritable: true }),
      options,
    },
  )
}

/** If none of these options is given, a run resumes if its inputs and settings are the same. */
function resumeMode({
  resume,
  restart,
}: RenderCommandOptions): Pick<PageRenderOptions['existing'], 'resume'> {
  if (restart) return { resume: 'restart' }
  if (resume === undefined) return {}
  return { resume: resume ? 'anyway' : 'never' }
}

/** What helps against an error. The page does not know the command line's options. */
const ADVICE: Readonly<Record<string, string>> = {
  'output-exists': 'To replace existing files, add --overwrite.',
  'output-differs':
    'To resume anyway, add --resume. To start over, add --restart. For another folder, change --out.',
}

function withAdvice(error: CommandError): CommandError {
  const advice = ADVICE[error.code]
  return advice === undefined ? error : new CommandError(error.code, `${error.message} ${advice}`)
}

/** The exit code of a run that has a report. */
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
