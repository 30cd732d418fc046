/**
 * `npm run fuzz:codecs [-- COUNT]`: the fuzz tests of the codecs with COUNT damaged files each,
 * 100,000 by default. The last lines count the results.
 */

import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { projectFolder, runInstalled } from './setup.mjs'

const TESTS = ['src/codec/jpeg/jpeg-splicer.fuzz.test.ts', 'src/codec/png/png-damage.test.ts']
const REPORT = 'test-results/fuzz-codecs.json'
const DEFAULT_COUNT = '100000'

const [count = DEFAULT_COUNT] = process.argv.slice(2)
if (/^[1-9]\d*$/.test(count)) await fuzz(count)
else {
  console.error(`"${count}" is not a number of files.`)
  process.exitCode = 2
}

/** @param {string} count */
async function fuzz(count) {
  const path = `${projectFolder}/${REPORT}`
  mkdirSync(`${projectFolder}/test-results`, { recursive: true })
  rmSync(path, { force: true })
  const isGood = await runInstalled(
    'vitest/vitest.mjs',
    ['run', ...TESTS, '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`],
    { JPEG_FUZZ_FILES: count, PNG_FUZZ_COUNT: count },
  )
  const { testResults } = JSON.parse(readFileSync(path, 'utf8'))
  for (const { title, status, duration, meta } of testResults.flatMap(
    ({ assertionResults }) => assertionResults,
  )) {
    if (!meta.figures) continue
    const figures = Object.entries(meta.figures).map(([name, value]) => `${value} ${name}`)
    const seconds = (duration / 1000).toFixed(1)
    console.log(`${title}: ${status} in ${seconds} s: ${figures.join(', ')}`)
  }
  process.exitCode = isGood ? 0 : 1
}
