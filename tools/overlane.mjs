/**
 * `npm run --silent overlane -- <command>`: sets up and builds where that is needed, and runs the
 * command line. Standard output is the command's alone.
 */

import { isBuilt } from './is-built.mjs'
import { buildApp, setUp } from './setup.mjs'

const toStderr = { toStderr: true }
if (!(await setUp(toStderr))) process.exit(1)
if (!isBuilt()) {
  console.error('Building Overlane …')
  if (!(await buildApp(toStderr))) process.exit(1)
}
// npm runs scripts in the project's folder; paths are meant from where the user is.
const { npm_lifecycle_event: script, INIT_CWD: userFolder } = process.env
if (script === 'overlane' && userFolder) process.chdir(userFolder)
await import('../dist-cli/overlane.mjs')
