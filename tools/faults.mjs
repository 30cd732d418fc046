/**
 * `npm run faults`: makes every fault of `docs/FAULTS.md` in a real browser, prints what became of
 * each run, and writes that file. FAULT_SEED chooses the moments of the faults.
 */

import { findOrInstallBrowser } from './find-browser.mjs'
import { buildApp, runInstalled, setUp } from './setup.mjs'

const SPECS = [
  'faults-worker',
  'faults-folder',
  'folder-in-use',
  'resume',
  'robust',
  'video-segments',
]

const isReady = (await setUp()) && (await buildApp()) && (await findOrInstallBrowser())
const hasPassed =
  isReady &&
  (await runInstalled(
    '@playwright/test/cli.js',
    ['test', ...SPECS.map((name) => `${name}.spec.ts`), '--reporter=list,./e2e/fault-reporter.ts'],
    { FAULTS: 'all' },
  ))
if (!hasPassed) process.exitCode = 1
