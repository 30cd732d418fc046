/** Whether the result of a fleet is that of a local run. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param {string} folder with both results
 * @param {string[]} names of recordings
 * @param {string} out the result of the fleet
 * @param {string} local
 * @returns {string | null} what is wrong; null if the frames are those of the local run
 */
export function compareResults(folder, names, out, local) {
  for (const name of names) {
    const [made, expected] = [join(folder, out, name), join(folder, local, name)]
    const frames = list(expected).filter((each) => each.endsWith('.webp'))
    const found = list(made).filter((each) => !each.startsWith('overlane-'))
    const wrong = checkManifest(made, frames)
    if (wrong !== null) return `${name}: ${wrong}`
    if (found.join() !== frames.join())
      return `${name} has ${found.length} of ${frames.length} frames`
    const other = frames.find((each) => hash(join(made, each)) !== hash(join(expected, each)))
    if (other !== undefined) return `${name}/${other} differs`
    if (list(made).includes('overlane-plan')) return `${name} has its plan still`
  }
  return null
}

/**
 * The manifest is made of receipts: a chunk with two of them would be in it twice.
 * @param {string} folder @param {string[]} frames
 */
function checkManifest(folder, frames) {
  const lines = readFileSync(join(folder, 'overlane-manifest.jsonl'), 'utf8').trim().split('\n')
  const files = lines.map((line) => /** @type {{ name?: string }} */ (JSON.parse(line)).name)
  const listed = files.filter((name) => name?.endsWith('.webp')).sort()
  return listed.join() === frames.join() ? null : 'its receipts do not list each frame once'
}

/** @param {string} folder */
export function list(folder) {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** @param {string} path */
function hash(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
