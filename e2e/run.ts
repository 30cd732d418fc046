/** Runs the library of the page on real folders. */

import type { Page } from '@playwright/test'
import { LIBRARY_PAGE } from '../src/cli/browser/library-page.ts'
import type { OutputConfig, Problem, RenderOptions, RenderReport } from '../src/index.ts'
import { grabFolder } from './folders.ts'

export interface RunOptions extends Pick<RenderOptions, 'resume' | 'checkContents' | 'frameCount'> {
  mode?: 'sequential' | 'parallel'
  workerCount?: OutputConfig['numWorkers']
  chunkSize?: OutputConfig['chunkSize']
  overwrite?: boolean
  frameTimeoutMs?: number
  /** The content of a project file as an object. Default: the overlay that the folder proposes. */
  config?: Record<string, unknown>
  /** Cancels the run after this many rendered frames. */
  cancelAfter?: number
}

export type RunResult =
  { report: RenderReport; problems: null } | { report: null; problems: Problem[] }

/** Opens the page that has the library alone: it shows nothing. */
export async function openLibrary(page: Page): Promise<void> {
  await page.goto(LIBRARY_PAGE)
}

/** Opens a recording on the disk and renders it into a folder on the disk. */
export async function runFolders(
  page: Page,
  recordingPath: string,
  outputPath: string,
  options: RunOptions = {},
): Promise<RunResult> {
  const handles = {
    recording: await grabFolder(page, recordingPath),
    output: await grabFolder(page, outputPath),
  }
  return page.evaluate(
    async ({ handles, options }): Promise<RunResult> => {
      const { overlane } = globalThis
      const { config: source, cancelAfter = Infinity, ...rest } = options
      const abortion = new AbortController()
      const directory = new overlane.HandleDirectory(handles.recording)
      try {
        const config = source && overlane.parseConfig(source)
        const recording = await overlane.openRecording(directory, config ? { config } : {})
        const report = await overlane.renderRecording({
          recording,
          config: recording.config,
          output: new overlane.HandleDirectory(handles.output),
          signal: abortion.signal,
          onProgress: ({ renderedCount }) => {
            if (renderedCount >= cancelAfter) abortion.abort()
          },
          ...rest,
        })
        return { report, problems: null }
      } catch (thrown) {
        if (!(thrown instanceof overlane.OverlaneError)) throw thrown
        return { report: null, problems: [...thrown.problems] }
      }
    },
    { handles, options },
  )
}

/** Runs `runFolders` and returns the report. @throws Error if the run is refused */
export async function renderFolders(...args: Parameters<typeof runFolders>): Promise<RenderReport> {
  const { report, problems } = await runFolders(...args)
  if (!report)
    throw new Error(`The run was refused: ${problems.map(({ message }) => message).join(' ')}`)
  return report
}
