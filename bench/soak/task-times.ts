/** How long the tasks of a page's own thread take, from a trace of the browser. */

import type { Browser } from '@playwright/test'

/** A task of the page. */
export interface PageTask {
  /** By the clock: also the time in which it waited for a core. */
  wallMs: number
  /** The time in which it had a core. */
  processorMs: number
}

interface TraceEvent {
  ph: string
  name: string
  pid: number
  tid: number
  /** In µs. */
  dur?: number
  tdur?: number
  args: { name?: string }
}

/** Shorter ones are not looked at. */
const LEAST_TASK_US = 1000

/** The tasks of all pages of a browser during some work. Not for more than a few minutes. */
export async function traceTasks(browser: Browser, work: () => Promise<void>): Promise<PageTask[]> {
  const session = await browser.newBrowserCDPSession()
  const pageThreads = new Set<string>()
  const tasks: (PageTask & { thread: string })[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[]) {
      const { ph, name, pid, tid, dur = 0, tdur = 0, args } = event
      const thread = `${pid} ${tid}`
      if (ph === 'M' && args.name === 'CrRendererMain') pageThreads.add(thread)
      if (ph !== 'X' || !name.endsWith('RunTask') || dur < LEAST_TASK_US) continue
      tasks.push({ thread, wallMs: dur / 1000, processorMs: tdur / 1000 })
    }
  })
  const complete = new Promise<void>((resolve, reject) => {
    session.on('Tracing.tracingComplete', ({ dataLossOccurred }) => {
      if (dataLossOccurred) reject(new Error('The trace is not complete.'))
      else resolve()
    })
  })
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', '__metadata'], excludedCategories: ['*'] },
  })
  await work()
  await session.send('Tracing.end')
  await complete
  await session.detach()
  const found = tasks.filter(({ thread }) => pageThreads.has(thread))
  if (found.length === 0) throw new Error('The trace has no task of a page.')
  return found
}
