/**
 * `npm run --silent overlane -- <command>`: installs packages and builds if needed, and runs the
 * command line. Only the command itself writes to standard output.
 */

import { isBuilt } from './is-built.mjs'
import { buildApp, setUp } from './setup.mjs'

const toStderr = { toStderr: true }
if (!(await setUp(toStderr))) process.exit(1)
if (!isBuilt()) {
  console.error('Building Overlane …')
  if (!(await buildApp(toStderr))) process.exit(1)
}
// npm runs scripts in the project's folder, but paths are relative to the user's folder.
const { npm_lifecycle_event: script, INIT_CWD: userFolder } = process.env
if (script === 'overlane' && userFolder) process.chdir(userFolder)
await import('../dist-cli/overlane.mjs')
