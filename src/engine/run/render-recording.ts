import { OverlaneError } from '../../core/errors.ts'
import type { RenderOptions } from './render-options.ts'
import type { RenderReport } from './render-report.ts'

let isRunning = false

/**
 * Renders the frames of a recording with their overlay, in a pool of workers. Everything is checked
 * before the first frame.
 * @returns the report, which says what became of every frame
 * @throws OverlaneError if the run cannot start (with all `problems`); `output-exists` if files
 * would be replaced; `busy` while another run is in progress
 */
export async function renderRecording(options: RenderOptions): Promise<RenderReport> {
  if (isRunning) {
    throw new OverlaneError('busy', 'Another run is in progress. Wait until it ends, or cancel it.')
  }
  isRunning = true
  try {
    // The page is smaller without what it needs only for a run.
    const [{ checkRun }, { RenderRun }] = await Promise.all([
      import('../check/check-run.ts'),
      import('./render-run.ts'),
    ])
    const checked = await checkRun(options)
    return await keepAwake(() => new RenderRun(options, checked).run())
  } finally {
    isRunning = false
  }
}

/**
 * Chromium may freeze a hidden page that uses much CPU, but not if the page holds a lock that
 * another request waits for.
 */
function keepAwake<Result>(work: () => Promise<Result>): Promise<Result> {
  const name = `overlane-run-${crypto.randomUUID()}`
  return navigator.locks.request(name, () => {
    void navigator.locks.request(name, () => undefined)
    return work()
  })
}
