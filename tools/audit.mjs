/**
 * `npm run audit`: asks the registry about known holes in the packages of `package-lock.json`. Ends with
 * 0 if there are none, 1 if there are some, and 3 if the registry did not answer: then nothing is known.
 */

import { spawnSync } from 'node:child_process'
import { projectFolder } from './setup.mjs'

const { stdout } = spawnSync('npm audit --json', {
  cwd: projectFolder,
  encoding: 'utf8',
  shell: true,
})
const answer = read(stdout)
const counts = answer.metadata?.vulnerabilities
if (!counts) {
  const why = answer.message ?? stdout.trim()
  console.error(`It is not known whether a package has a hole: the registry did not answer. ${why}`)
  process.exitCode = 3
} else if (counts.total > 0) {
  const found = Object.entries(counts).filter(([kind, count]) => kind !== 'total' && count > 0)
  const listed = found.map(([severity, count]) => `${count} ${severity}`).join(', ')
  console.error(`Packages with known holes: ${listed}. "npm audit" names them.`)
  process.exitCode = 1
} else {
  console.log('No package has a known hole.')
}

/** What npm prints is no JSON if it could not start. */
function read(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
