import { statSync } from 'node:fs'
import type { FileStamp } from '../../index.ts'

const NS_PER_MS = 1_000_000n

/** The size of a file and its time, as a browser tells them; null if it is gone. Links are followed. */
export function fileStamp(path: string): FileStamp | null {
  // Not `mtimeMs`: it is rounded, and the browser cuts off what is less than 1 ms.
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (!stats) return null
  return { sizeBytes: Number(stats.size), modifiedMs: Number(stats.mtimeNs / NS_PER_MS) }
}
