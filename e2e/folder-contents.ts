/** What lies in a folder on the disk after a run. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** All names in a folder, sorted. Empty if the folder does not exist yet. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** Names of the images in a folder, sorted. Empty if the folder does not exist yet. */
export function imagesIn(folder: string): string[] {
  return namesIn(folder).filter((name) => /\.(?:png|jpg|webp)$/.test(name))
}

export function readIn(folder: string, name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, name)))
}

/** SHA-256 of the files' bytes, by name. */
export function fileHashes(folder: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, createHash('sha256').update(readIn(folder, name)).digest('hex')]),
  )
}

/** The report beside the frames. */
export function readReport(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(`${folder}/overlane-report.json`, 'utf8')) as Record<
    string,
    unknown
  >
}

/** How many frames the manifest of a folder lists, in all of its parts. */
export function listedCount(folder: string): number {
  const texts = namesIn(folder)
    .filter((name) => name.startsWith('overlane-manifest') && name.endsWith('.jsonl'))
    .map((name) => textOf(join(folder, name)))
  return texts.join('').split('"frame":').length - 1
}

/** Nothing where a run has just removed the file. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
