import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { currentWork } from './current-work.ts'

/**
 * Says that Overlane has a fault, what it did, and how to report it. The error's own text helps nobody
 * who reads it, so it goes into a file.
 * @param thrown what nobody expected
 */
export function reportFault(thrown: unknown): string {
  const work = currentWork()
  const file = join(tmpdir(), `overlane-fault-${randomUUID().slice(0, 8)}.txt`)
  const details = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  const lines = [
    `Overlane ${__OVERLANE_VERSION__} failed while ${work}, ${new Date().toISOString()}`,
    `Node ${process.versions.node}, ${process.platform} ${release()}`,
    `overlane ${process.argv.slice(2).join(' ')}`,
    '',
    details,
  ]
  const fault = `Overlane failed while ${work}. This is a fault of Overlane itself.`
  try {
    // It may name the user's files: only the user may read it.
    writeFileSync(file, `${lines.join('\n')}\n`, { flag: 'wx', mode: 0o600 })
    return `${fault} Please report it, and add the file ${file}, which has the details.`
  } catch {
    return `${fault} Please report it, with the command that you typed.`
  }
}
