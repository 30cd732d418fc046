/** The processor time of a browser with all its processes, as Linux reports it. */

import { execFileSync } from 'node:child_process'
import type { Browser } from '@playwright/test'
import { browserPid } from '../src/cli/browser/browser-memory.ts'
import { processTree, readProcessStat } from '../src/cli/browser/process-tree.ts'

/** Two fields of a process, see proc(5): clock ticks in its own code and in the kernel. */
const [OWN_TICKS, SYSTEM_TICKS] = [11, 12]

/** Seconds of processor time that the browser's processes took during some work. */
export async function processorSeconds(
  browser: Browser,
  work: () => Promise<void>,
): Promise<number> {
  const pid = await browserPid(browser)
  const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']))
  const ticks = (): number =>
    processTree(pid)
      .map(readProcessStat)
      .reduce((sum, stat) => sum + Number(stat[OWN_TICKS]) + Number(stat[SYSTEM_TICKS]), 0)
  const before = ticks()
  await work()
  return (ticks() - before) / ticksPerSecond
}
