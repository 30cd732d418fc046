/** The memory of a browser with all its processes, as Linux reports it. */

import { existsSync } from 'node:fs'
import type { Browser } from '@playwright/test'
import { BrowserMemory, browserPid } from '../src/cli/browser/browser-memory.ts'

const SAMPLE_INTERVAL_MS = 100

/** The most memory (proportional set size, MB) that the browser's processes took during some work. */
export async function peakMemoryMb(browser: Browser, work: () => Promise<void>): Promise<number> {
  if (!existsSync('/proc/self/smaps_rollup')) throw new Error('Memory is measured on Linux only.')
  const memory = new BrowserMemory(await browserPid(browser))
  memory.start(SAMPLE_INTERVAL_MS)
  let peakBytes: number | null = null
  try {
    await work()
  } finally {
    peakBytes = memory.stop()
  }
  return (peakBytes ?? NaN) / 2 ** 20
}
