/** What the processes of a browser hold, as Linux reports it. */

import { readdirSync } from 'node:fs'
import { processTree, readProcessFile } from '../../src/cli/browser/process-tree.ts'

/** The memory of a browser at one moment. */
export interface MemorySample {
  /** Proportional set size of all processes: memory that they share is counted once. */
  totalMb: number
  /** The same by kind of process: `browser`, `renderer`, `gpu-process`, … */
  mbByKind: Record<string, number>
}

/** @param root the browser's first process */
export function sampleMemory(root: number): MemorySample {
  const mbByKind: Record<string, number> = {}
  let totalMb = 0
  for (const pid of processTree(root)) {
    const kib = /^Pss:\s+(\d+)/m.exec(readProcessFile(pid, 'smaps_rollup'))?.[1] ?? 0
    const kind = /--type=([\w-]+)/.exec(readProcessFile(pid, 'cmdline'))?.[1] ?? 'browser'
    const mb = Number(kib) / 1024
    mbByKind[kind] = (mbByKind[kind] ?? 0) + mb
    totalMb += mb
  }
  return { totalMb, mbByKind }
}

/** How many files, sockets and pipes the processes have open. */
export function countOpenFiles(root: number): number {
  return processTree(root).reduce((sum, pid) => sum + openFilesOf(pid), 0)
}

function openFilesOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length
  } catch {
    // The process has ended.
    return 0
  }
}
