import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { processTree, readProcessFile } from './process-tree.ts'

/** A sample takes about 15 ms of a core. Seldom ones do not slow a long run down. */
const SAMPLE_INTERVAL_MS = 4000
/** The first sample is taken sooner, so that a short run has a sample too. */
const FIRST_SAMPLE_MS = 100

/**
 * The peak memory of a process and its descendants, measured by Linux as proportional set size. Memory
 * that processes share is counted once.
 */
export class BrowserMemory {
  private readonly pid: number
  private peakBytes: number | null = null
  private timer: NodeJS.Timeout | null = null

  /** @param pid of the browser's first process */
  constructor(pid: number) {
    this.pid = pid
  }

  start(intervalMs = SAMPLE_INTERVAL_MS): void {
    if (!existsSync('/proc/self/smaps_rollup')) return
    this.peakBytes = null
    const plan = (pauseMs: number): void => {
      this.timer = setTimeout(() => {
        this.sample()
        plan(Math.min(2 * pauseMs, intervalMs))
      }, pauseMs)
    }
    plan(Math.min(FIRST_SAMPLE_MS, intervalMs))
  }

  /** @returns bytes; null if the system does not report them */
  stop(): number | null {
    if (!this.timer) return null
    clearTimeout(this.timer)
    this.timer = null
    if (this.peakBytes === null) this.sample()
    return this.peakBytes
  }

  private sample(): void {
    const bytes = memoryBytes(this.pid)
    if (bytes > 0) this.peakBytes = Math.max(this.peakBytes ?? 0, bytes)
  }
}

/** The first process of a browser. All other processes descend from it. */
export async function browserPid(browser: Browser): Promise<number> {
  const cdp = await browser.newBrowserCDPSession()
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo')
  await cdp.detach()
  const main = processInfo.find(({ type }) => type === 'browser')
  if (!main) throw new Error('The browser did not report its process.')
  return main.id
}

function memoryBytes(root: number): number {
  const kibs = processTree(root).map((pid) =>
    Number(/^Pss:\s+(\d+)/m.exec(readProcessFile(pid, 'smaps_rollup'))?.[1] ?? 0),
  )
  return kibs.reduce((sum, kib) => sum + kib, 0) * 1024
}
