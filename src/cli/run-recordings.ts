import { basename, resolve } from 'node:path'
import { accessSync, constants, statSync } from 'node:fs'
import type { FolderAccess } from './browser-profile.ts'
import { BrowserSession } from './browser-session.ts'
import { CommandError, wrongInput } from './command-error.ts'
import { print, printJson, say } from './console.ts'
import { EXIT, exitCodeOf, gravest } from './exit-code.ts'
import type { ExitCode } from './exit-code.ts'
import { findBrowser } from './find-browser.ts'
import { Interruption } from './interruption.ts'
import { ProgressLine } from './progress-line.ts'

/** What all commands understand. */
export interface CommonOptions {
  json?: boolean
  browser?: string
}

/** What a command does with one recording, and what it says of the outcome. */
export interface RecordingCommand<Result> {
  /** Folders that the page is given beside the recordings. */
  folders: readonly FolderAccess[]
  /**
   * @param recording absolute path
   * @param index its place in the call
   */
  work(session: BrowserSession, recording: string, index: number): Promise<Result>
  exitCodeOf(result: Result): ExitCode
  toText(result: Result): string
  toJson(result: Result): unknown
  /** For people, in lines. */
  notesOn?(result: Result): string[]
  /** A folder that does not exist yet is no mistake. Default false. */
  mayBeMissing?: boolean
}

interface Outcome {
  exitCode: ExitCode
  json: unknown
}

/**
 * Does something with one recording after another, in one browser. One that fails does not stop the
 * next. With several, JSON is a list in their order.
 * @param paths as they were typed
 */
export async function runRecordings<Result>(
  paths: readonly string[],
  options: CommonOptions,
  command: RecordingCommand<Result>,
): Promise<ExitCode> {
  const recordings = paths.map((path) => resolve(path))
  const browserPath = findBrowser(options.browser)
  const folders = [
    ...recordings.map((path) => ({ path, isWritable: command.mayBeMissing === true })),
    ...command.folders,
  ]
  const interruption = new Interruption(() =>
    say('\nStopping; what is in hand is finished first. Press Ctrl-C again to end at once.'),
  )
  const outcomes: Outcome[] = []
  let session: BrowserSession | null = null
  try {
    for (const [index, recording] of recordings.entries()) {
      try {
        if (interruption.isRequested) throw notBegun()
        if (!command.mayBeMissing) checkRecording(recording)
        if (session?.isGone) {
          await session.close()
          session = null
        }
        session ??= await BrowserSession.open(browserPath, folders)
        const result = await runOne(session, recording, index)
        for (const note of command.notesOn?.(result) ?? []) say(note)
        if (!options.json) print(command.toText(result))
        outcomes.push({ exitCode: command.exitCodeOf(result), json: command.toJson(result) })
      } catch (thrown) {
        outcomes.push(failureOf(recording, CommandError.from(thrown)))
      }
    }
  } finally {
    await session?.close()
  }
  if (options.json) {
    const all = outcomes.map(({ json }) => json)
    printJson(recordings.length === 1 ? all[0] : all)
  }
  const codes = outcomes.map(({ exitCode }) => exitCode)
  return gravest(interruption.isRequested ? [...codes, EXIT.interrupted] : codes)

  async function runOne(open: BrowserSession, recording: string, index: number): Promise<Result> {
    const label = recordings.length > 1 ? basename(recording) : ''
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
    const name = recordings.length > 1 ? `${basename(recording)}: ` : ''
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
  return new CommandError('interrupted', 'Not begun: the call was interrupted.')
}

/** @throws CommandError where a path is no folder that can be read */
function checkRecording(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) throw wrongInput(`There is no folder ${path}. Name the folder of a recording.`)
  if (!stats.isDirectory()) {
    throw wrongInput(`${path} is a file. Name the folder of a recording.`)
  }
  try {
    accessSync(path, constants.R_OK | constants.X_OK)
  } catch {
    throw wrongInput(`The folder ${path} cannot be read: permission is denied.`)
  }
}
