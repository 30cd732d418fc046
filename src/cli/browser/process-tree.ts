import { readdirSync, readFileSync } from 'node:fs'

/** A process and all below it, as Linux tells them. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const parent = Number(readProcessStat(Number(entry))[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
  }
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(below)]
  return below(root)
}

/** The fields of a process from its state on (see proc(5), where that is the third); none where it is gone. */
export function readProcessStat(pid: number): string[] {
  const stat = readProcessFile(pid, 'stat')
  // Its name may hold anything; what follows the last bracket does not.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** '' where the process is gone already. */
export function readProcessFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}
