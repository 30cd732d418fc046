import { OverlaneError } from '../../core/errors.ts'
import { browserLockName } from '../lock/own-browser.ts'
import type { RenderOptions } from './render-options.ts'
import type { RenderReport } from './render-report.ts'

let isRunning = false

/**
 * Renders the frames of a recording with their overlay, in a pool of workers. Everything is checked
 * before the first frame.
 * @returns the report, which says what became of every frame
 * @throws OverlaneError if the run cannot start (with all `problems`); `output-exists` if files
 * would be replaced; `busy` while another run is in progress, here or in the output folder
 */
export async function renderRecording(options: RenderOptions): Promise<RenderReport> {
  if (isRunning) {
    throw new OverlaneError('busy', 'Another run is in progress. Wait until it ends, or cancel it.')
  }
  isRunning = true
  try {
    // The page is smaller without what it needs only for a run.
    const [{ checkRun }, { RunLock }, { RenderRun }] = await Promise.all([
      import('../check/check-run.ts'),
      import('../lock/run-lock.ts'),
      import('./render-run.ts'),
    ])
    const checked = await checkRun(options)
    const run = crypto.randomUUID()
    return await keepAwake(run, async () => {
      const { recording, output, process = null, part } = options
      const note = { run, recording: recording.name, process }
      const isShared = !(output instanceof WritableStream) && !part
      const lock = isShared ? await RunLock.take(output, note) : null
      try {
        return await new RenderRun(options, checked, lock).run()
      } finally {
        await lock?.release()
      }
    })
  } finally {
    isRunning = false
  }
}

/**
 * Chromium may freeze a hidden page that uses much CPU, but not if the page holds a lock that
 * another request waits for.
 */
function keepAwake<Result>(run: string, work: () => Promise<Result>): Promise<Result> {
  const name = browserLockName(run)
  return navigator.locks.request(name, () => {
    void navigator.locks.request(name, () => undefined)
    return work()
  })
}
