/** npm's `prepare`: builds the package when it is installed from a folder or from git. */

import { existsSync } from 'node:fs'
import { isBuilt } from './is-built.mjs'
import { buildApp, projectFolder } from './setup.mjs'

// Without the development packages, nothing can be built.
const canBuild = existsSync(`${projectFolder}/node_modules/vite/bin/vite.js`)
if (canBuild && !process.env.OVERLANE_NO_PREPARE && !isBuilt()) {
  if (!(await buildApp({ toStderr: true }))) process.exitCode = 1
}
