import { basename } from 'node:path'
import type { FolderAccess } from '../browser/browser-profile.ts'
import { BrowserSession } from '../browser/browser-session.ts'
import { CommandError } from '../command-error.ts'
import { noteWork } from '../current-work.ts'
import { print, printJson, say } from '../print/console.ts'
import { EXIT, exitCodeOf, gravest } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { findBrowser } from '../browser/find-browser.ts'
import { Interruption } from '../interruption.ts'
import { harmlessName } from '../print/harmless-text.ts'
import { ProgressLine } from '../print/progress-line.ts'
import { checkRecordingPath, readRecordingPath } from '../paths/recording-path.ts'
import type { RecordingPath } from '../paths/recording-path.ts'

/** Options of all commands. */
export interface CommonOptions {
  json?: boolean
  browser?: string
  allowRenderers?: boolean
}

/** What a command does with one recording, and how it shows the result. */
export interface RecordingCommand<Result> {
  /** Folders that the page is given beside the recordings. */
  folders: readonly FolderAccess[]
  /** Does the work where it needs no browser. Null where it needs one. */
  withoutBrowser?(recording: RecordingPath, index: number): Promise<Result | null>
  /** @param index the recording's place in the call */
  work(session: BrowserSession, recording: RecordingPath, index: number): Promise<Result>
  exitCodeOf(result: Result): ExitCode
  toText(result: Result): string
  toJson(result: Result): unknown
  /** Notes for people, one a line. */
  notesOn?(result: Result): string[]
  /** Whether the folder may be missing. Default false. */
  mayBeMissing?: boolean
}

interface Outcome {
  exitCode: ExitCode
  json: unknown
}

/**
 * Runs a command on one recording after another, in one browser. If one fails, the next one is still
 * processed. With several recordings, the JSON is a list in their order.
 * @param paths as they were typed
 */
export async function runRecordings<Result>(
  paths: readonly string[],
  options: CommonOptions,
  command: RecordingCommand<Result>,
): Promise<ExitCode> {
  const recordings = paths.map(readRecordingPath)
  const found = command.withoutBrowser ? null : findBrowser(options.browser)
  const folders = [
    ...recordings.map(({ folder }) => ({
      path: folder,
      isWritable: command.mayBeMissing === true,
    })),
    ...command.folders,
  ]
  const interruption = new Interruption(() =>
    say(
      '\nStopping. The frames in progress are finished first. Press Ctrl-C again to end at once.',
    ),
  )
  const outcomes: Outcome[] = []
  let session = null as BrowserSession | null
  try {
    for (const [index, recording] of recordings.entries()) {
      try {
        if (interruption.isRequested) throw notBegun()
        if (!command.mayBeMissing) checkRecordingPath(recording)
        noteWork(`it worked on ${recording.path}`)
        const result =
          (await command.withoutBrowser?.(recording, index)) ??
          (await runOne(await openSession(), recording, index))
        for (const note of command.notesOn?.(result) ?? []) say(note)
        if (!options.json) print(command.toText(result))
        outcomes.push({ exitCode: command.exitCodeOf(result), json: command.toJson(result) })
      } catch (thrown) {
        outcomes.push(failureOf(recording.path, CommandError.from(thrown)))
      }
    }
  } finally {
    noteWork('the browser was closed')
    await session?.close()
  }
  noteWork('the results were printed')
  if (options.json) {
    const all = outcomes.map(({ json }) => json)
    printJson(recordings.length === 1 ? all[0] : all)
  }
  const codes = outcomes.map(({ exitCode }) => exitCode)
  return gravest(interruption.isRequested ? [...codes, EXIT.interrupted] : codes)

  async function openSession(): Promise<BrowserSession> {
    if (session?.isGone) {
      await session.close()
      session = null
    }
    noteWork('the browser was started')
    session ??= await BrowserSession.open(found ?? findBrowser(options.browser), folders)
    session.allowRenderers = options.allowRenderers === true
    return session
  }

  async function runOne(
    open: BrowserSession,
    recording: RecordingPath,
    index: number,
  ): Promise<Result> {
    noteWork(`it worked on ${recording.path}`)
    const label = recordings.length > 1 ? basename(recording.path) : ''
    const progress = new ProgressLine(process.stderr, label)
    open.onProgress = (each) => progress.show(each)
    const release = interruption.onRequest(() => open.abort())
    try {
      return await command.work(open, recording, index)
    } finally {
      release()
      open.onProgress = () => undefined
      progress.end()
    }
  }

  function failureOf(recording: string, error: CommandError): Outcome {
    const name = recordings.length > 1 ? `${harmlessName(basename(recording))}: ` : ''
    say(
      error
        .toText()
        .split('\n')
        .map((line) => name + line)
        .join('\n'),
    )
    return { exitCode: exitCodeOf(error.code), json: { recording, error: error.toJson() } }
  }
}

function notBegun(): CommandError {
  return new CommandError('interrupted', 'Not started: you pressed Ctrl-C.')
}
