/** `npm run bench`: installs what is needed, builds, and measures Overlane beside its peers. */

import { findOrInstallBrowser } from '../tools/find-browser.mjs'
import { buildApp, runInstalled, setUp } from '../tools/setup.mjs'

const isReady = (await setUp()) && (await findOrInstallBrowser()) && (await buildApp())
const args = ['bench/compare.ts', ...process.argv.slice(2)]
const isDone = isReady && (await runInstalled('jiti/lib/jiti-cli.mjs', args))
process.exitCode = isDone ? 0 : 1
