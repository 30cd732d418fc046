import { OverlaneError } from '../../core/errors.ts'
import { checkRun } from './check-run.ts'
import type { RenderOptions } from './render-options.ts'
import type { RenderReport } from './render-report.ts'
import { RenderRun } from './render-run.ts'

let isRunning = false

/**
 * Renders the frames of a recording with their overlay, in a pool of workers, and accounts for
 * every one of them. Everything is checked before the first frame.
 * @throws OverlaneError where something stands in the way (with all `problems`), `output-exists`
 * where files would be replaced, `busy` while another run goes on
 */
export async function renderRecording(options: RenderOptions): Promise<RenderReport> {
  if (isRunning) {
    throw new OverlaneError('busy', 'A run is going on already. Wait for its end, or cancel it.')
  }
  isRunning = true
  try {
    const checked = await checkRun(options)
    return await keepAwake(() => new RenderRun(options, checked).run())
  } finally {
    isRunning = false
  }
}

/**
 * Chromium may freeze a hidden page that works hard, but none that holds a lock somebody waits for.
 */
function keepAwake<Result>(work: () => Promise<Result>): Promise<Result> {
  const name = `overlane-run-${crypto.randomUUID()}`
  return navigator.locks.request(name, () => {
    void navigator.locks.request(name, () => undefined)
    return work()
  })
}
