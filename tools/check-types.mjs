/** `npm run check:types`: the core by itself, which may use nothing of a browser or Node, then all files. */

import { rmSync } from 'node:fs'
import { projectFolder, runInstalled } from './setup.mjs'

// Components that were deleted since would still be checked.
rmSync(`${projectFolder}/.svelte-check`, { recursive: true, force: true })

const isGood =
  (await runInstalled('@typescript/native/bin/tsc', ['-p', 'src/core/tsconfig.json'])) &&
  (await runInstalled('svelte-check/bin/svelte-check', [
    '--tsgo',
    '--fail-on-warnings',
    '--tsconfig',
    './tsconfig.json',
  ]))
process.exitCode = isGood ? 0 : 1
