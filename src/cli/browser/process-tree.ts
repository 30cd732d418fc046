import { readdirSync, readFileSync } from 'node:fs'

/** The ids of a process and of all its descendants, from Linux's /proc. */
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

/** The fields of a process in proc(5), from the third one, its state. Empty if it has ended. */
export function readProcessStat(pid: number): string[] {
  const stat = readProcessFile(pid, 'stat')
  // The name may contain any characters, also brackets. It ends at the last bracket.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** '' if the process has ended. */
export function readProcessFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}
