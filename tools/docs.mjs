/** `npm run docs`: builds the documentation. With `--if-changed`, only if it is not up to date. */

import { constants, setPriority } from 'node:os'
import { hasDocs } from './is-built.mjs'
import { buildDocs, setUp } from './setup.mjs'

// Nobody waits for it: a page that renders meanwhile comes first.
setPriority(constants.priority.PRIORITY_LOW)
if (!process.argv.includes('--if-changed') || !hasDocs()) {
  const isBuilt = (await setUp()) && (await buildDocs())
  process.exitCode = isBuilt ? 0 : 1
}
