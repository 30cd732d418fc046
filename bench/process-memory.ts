/** Memory of a browser with all its processes, as Linux tells it. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Browser } from '@playwright/test'

const SAMPLE_INTERVAL_MS = 100

/** The most memory (proportional set size, MB) that the browser's processes took during some work. */
export async function peakMemoryMb(browser: Browser, work: () => Promise<void>): Promise<number> {
  if (!existsSync('/proc/self/smaps_rollup')) throw new Error('Memory is measured on Linux only.')
  const root = await browserPid(browser)
  let peakMb = 0
  const sample = (): void => {
    peakMb = Math.max(peakMb, memoryMb(root))
  }
  const timer = setInterval(sample, SAMPLE_INTERVAL_MS)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return peakMb
}

async function browserPid(browser: Browser): Promise<number> {
  const cdp = await browser.newBrowserCDPSession()
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo')
  const main = processInfo.find(({ type }) => type === 'browser')
  if (!main) throw new Error('The browser did not tell its process.')
  return main.id
}

function memoryMb(root: number): number {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = read(`/proc/${entry}/stat`)
    // The process's name may hold anything; what follows its last bracket is the state and the parent.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
  }
  const sumMb = (pid: number): number => {
    const kib = Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
    return (children.get(pid) ?? []).reduce((sum, child) => sum + sumMb(child), kib / 1024)
  }
  return sumMb(root)
}

/** '' where the process is gone already. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
