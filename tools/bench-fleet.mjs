/**
 * `npm run bench:fleet`: builds and runs a script of `bench/fleet/`, with the options of this command.
 *   npm run bench:fleet -- [sleeping-work | measure-services | compare-with-queue | answer | measure-overhead] …
 */

import { join } from 'node:path'
import { build } from 'vite'
import { isBuilt } from './is-built.mjs'
import { buildApp, projectFolder, run } from './setup.mjs'

const [first = '', ...rest] = process.argv.slice(2)
const isNamed = first !== '' && !first.startsWith('-')
const name = isNamed ? first : 'sleeping-work'
const outDir = join('test-results', 'fleet')
const inputs = Object.fromEntries(
  [name, 'sleeping-workers'].map((each) => [each, `bench/fleet/${each}.ts`]),
)
await build({
  root: projectFolder,
  configFile: join(projectFolder, 'vite.cli.config.ts'),
  logLevel: 'warn',
  build: { outDir, rolldownOptions: { input: inputs } },
})
const script = join(outDir, `${name}.mjs`)
const isReady = isBuilt() || (await buildApp())
const args = isNamed ? rest : process.argv.slice(2)
if (!isReady || !(await run(process.execPath, [script, ...args]))) process.exitCode = 1
