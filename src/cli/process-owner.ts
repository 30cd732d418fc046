import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { readProcessStat } from './browser/process-tree.ts'

/** A process, so that another one can tell whether it still runs. */
export interface ProcessOwner {
  /** The machine, or the part of it that counts processes by itself, such as a container. */
  host: string
  pid: number
  /** Tells the process from a later one with the same number; '' where the system does not say. */
  started: string
}

/** Positions in what `readProcessStat` returns. */
const STATE = 0
const START_TICKS = 19

export function thisProcess(): ProcessOwner {
  return { host: thisHost(), pid: process.pid, started: startOf(process.pid) }
}

/** Whether a process has certainly ended. One on another machine counts as running. */
export function hasEnded({ host, pid, started }: ProcessOwner): boolean {
  if (host !== thisHost()) return false
  if (started !== '') return startOf(pid) !== started
  try {
    process.kill(pid, 0)
    return false
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** '' where the process does not run any more, or the system does not say. */
function startOf(pid: number): string {
  const stat = readProcessStat(pid)
  const ticks = stat[START_TICKS] ?? ''
  // A process that has ended stays listed until its parent asks for its exit code.
  if (ticks === '' || stat[STATE] === 'Z') return ''
  // Ticks count from the start of the machine.
  return `${readText('/proc/sys/kernel/random/boot_id')} ${ticks}`
}

function thisHost(): string {
  let processes = ''
  try {
    processes = readlinkSync('/proc/self/ns/pid')
  } catch {
    // Only Linux can number processes apart.
  }
  return `${hostname()} ${processes}`.trim()
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}
