/** Runs the command line of Overlane for the other scripts. It must succeed. */

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { projectFolder } from './setup.mjs'

/** @param {string[]} args */
export function runOverlane(...args) {
  const program = join(projectFolder, 'tools', 'overlane.mjs')
  const { status } = spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
