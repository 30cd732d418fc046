/** Runs the page's own library on real folders. */

import type { Page } from '@playwright/test'
import type { OutputConfig, Problem, RenderOptions, RenderReport } from '../src/index.ts'
import { grabFolder } from './folders.ts'

export interface RunOptions extends Pick<RenderOptions, 'resume' | 'checkContents'> {
  mode?: 'sequential' | 'parallel'
  workerCount?: OutputConfig['numWorkers']
  chunkSize?: OutputConfig['chunkSize']
  overwrite?: boolean
  frameTimeoutMs?: number
  /** A project file's content as an object; default: what the folder proposes. */
  config?: Record<string, unknown>
  /** Cancels once this many frames were rendered. */
  cancelAfter?: number
}

export type RunResult =
  { report: RenderReport; problems: null } | { report: null; problems: Problem[] }

/** Opens a recording and renders it into a folder, both of the disk. */
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

/** The report of a run that must not have been refused. */
export async function renderFolders(...args: Parameters<typeof runFolders>): Promise<RenderReport> {
  const { report, problems } = await runFolders(...args)
  if (!report)
    throw new Error(`The run was refused: ${problems.map(({ message }) => message).join(' ')}`)
  return report
}
