/** What the processes of a browser hold, as Linux reports it. */

import { readdirSync, readlinkSync } from 'node:fs'
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

/** What every process of a browser opens at its start, of its program and of the system. */
const OF_PROGRAM = /^(?:\/usr\/|\/dev\/|anon_inode:)/

/**
 * How many files, sockets and pieces of shared memory the processes have open, without what each has from
 * its start: a browser may start one more at any time.
 */
export function countOpenFiles(root: number): number {
  return processTree(root).reduce((sum, pid) => sum + openFilesOf(pid), 0)
}

function openFilesOf(pid: number): number {
  try {
    const folder = `/proc/${pid}/fd`
    return readdirSync(folder).filter((name) => isOfWork(`${folder}/${name}`)).length
  } catch {
    // The process has ended.
    return 0
  }
}

function isOfWork(path: string): boolean {
  try {
    return !OF_PROGRAM.test(readlinkSync(path))
  } catch {
    // It was closed meanwhile.
    return false
  }
}
