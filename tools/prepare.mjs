/** npm's `prepare`: builds what a package from a folder or from git brings along. */

import { existsSync } from 'node:fs'
import { isBuilt } from './is-built.mjs'
import { buildApp, projectFolder } from './setup.mjs'

// Without the packages for development there is nothing to build with.
const canBuild = existsSync(`${projectFolder}/node_modules/vite/bin/vite.js`)
if (canBuild && !process.env.OVERLANE_NO_PREPARE && !isBuilt()) {
  if (!(await buildApp({ toStderr: true }))) process.exitCode = 1
}
