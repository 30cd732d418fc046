import { MANIFEST_FILE_NAME, REPORT_FILE_NAME } from '../../index.ts'
import type { RenderReport } from '../../index.ts'
import type { BrowserSession } from '../browser/browser-session.ts'
import { atExit } from '../at-exit.ts'
import { readEncoderRequest } from '../encoder/encoder-request.ts'
import { FfmpegEncoder, noteOf } from '../encoder/ffmpeg-encoder.ts'
import { EXIT } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { OutputFolder } from '../paths/output-folder.ts'
import { removeDeadLock } from '../paths/output-lock.ts'
import type { PageRenderOptions } from '../browser/page-messages.ts'
import { InputGuard } from '../paths/input-guard.ts'
import { realPath } from '../paths/real-path.ts'
import { readRecordingPath } from '../paths/recording-path.ts'
import type { RecordingPath } from '../paths/recording-path.ts'
import { statFolder } from '../paths/stat-folder.ts'
import { renderNotes, renderToJson, renderToText } from '../print/render-result.ts'
import type { RenderResult } from '../print/render-result.ts'
import { readRenderRequest } from './render-request.ts'
import type { RenderRequestOptions } from './render-request.ts'
import { runRecordings } from './run-recordings.ts'

export interface RenderCommandOptions extends RenderRequestOptions {
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
  const request = await readRenderRequest(paths, options, preset, {
    overwrite: options.overwrite === true,
    ...resumeMode(options),
    checkContents: options.checkAll ? 'all' : 'sample',
  })
  const { outputs } = request
  const encoder = await readEncoderRequest(options, request.videoName)
  const removeFeed = (): void => encoder?.feed.remove()
  const keepFeed = atExit(removeFeed)
  const page: PageRenderOptions = {
    ...request.page,
    encoder: encoder && { fileName: request.videoName, note: noteOf(encoder) },
  }
  const guard = new InputGuard(paths.map(readRecordingPath))

  try {
    return await runRecordings<RenderResult>(paths, options, {
      folders: [...outputs, ...(encoder ? [encoder.feed.path] : [])].map((path) => ({
        path: realPath(path),
        isWritable: true,
      })),
      work: async (session, recording, index) => {
        const output = new OutputFolder(outputs[index] ?? '')
        removeDeadLock(output.path)
        const keepAll = atExit(output.removeRemains)
        session.checkFiles = (files) => guard.check(index, output.path, files)
        session.hasFiles = () => !output.isEmpty
        if (encoder) {
          const paths = {
            recording: recording.folder,
            output: output.path,
            feed: encoder.feed.path,
          }
          const native = new FfmpegEncoder({ ...encoder, ...paths })
          session.encode = (order) => native.answer(order)
        }
        try {
          const feed = encoder?.feed.path ?? null
          const report = await renderInto(session, recording, output.path, page, feed)
          output.share([...report.files, REPORT_FILE_NAME, MANIFEST_FILE_NAME])
          return { report, recording: recording.path, output: output.path }
        } catch (thrown) {
          if (session.isGone) output.removeRemains()
          throw request.tellError(thrown)
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
  } finally {
    removeFeed()
    keepFeed()
  }
}

/**
 * Renders a recording into a folder that the session may use.
 * @param feed a folder that an encoder outside of the browser reads; null if there is none
 */
export async function renderInto(
  session: BrowserSession,
  recording: RecordingPath,
  output: string,
  options: PageRenderOptions,
  feed: string | null = null,
): Promise<RenderReport> {
  session.statFolder = (path) =>
    path === null ? statFolder(output) : statFolder(recording.folder, path)
  return session.run(
    (runner, { output, options, feed, ...source }) => runner.render(source, output, options, feed),
    {
      ...(await session.grabRecording(recording)),
      output: await session.grab({ path: realPath(output), isWritable: true }),
      options,
      feed: feed === null ? null : await session.grab({ path: realPath(feed), isWritable: true }),
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
