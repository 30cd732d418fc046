/** `npm run bench:fleet`: builds and runs `bench/fleet/sleeping-work.ts`, with the options of this command. */

import { join } from 'node:path'
import { build } from 'vite'
import { projectFolder, run } from './setup.mjs'

const outDir = join('test-results', 'fleet')
await build({
  root: projectFolder,
  configFile: join(projectFolder, 'vite.cli.config.ts'),
  logLevel: 'warn',
  build: {
    outDir,
    rolldownOptions: { input: { 'sleeping-work': 'bench/fleet/sleeping-work.ts' } },
  },
})
const script = join(outDir, 'sleeping-work.mjs')
if (!(await run(process.execPath, [script, ...process.argv.slice(2)]))) process.exitCode = 1
