/**
 * `npm run fuzz [-- READER [COUNT]]`: the fuzz tests of a reader, or of all, with COUNT damaged files
 * each, 100,000 by default. The last lines say what became of the files. A reader that takes longer
 * than 5 seconds for one of them is ended, and the file is named.
 */

import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { projectFolder } from './setup.mjs'

/** @type {Record<string, string>} */
const TESTS = {
  jpeg: 'src/codec/jpeg/jpeg-splicer.fuzz.test.ts',
  png: 'src/codec/png/png-damage.test.ts',
  images: 'src/io/images/image-header.fuzz.test.ts',
  videos: 'src/io/video/video-index.fuzz.test.ts',
  telemetry: 'src/io/logs/telemetry.fuzz.test.ts',
}
const DEFAULT_COUNT = '100000'
const MOST_MS = 5000
const RESULTS = `${projectFolder}/test-results`

const args = process.argv.slice(2)
const names = args.filter((argument) => argument in TESTS)
const counts = args.filter((argument) => /^[1-9]\d*$/.test(argument))
if (names.length + counts.length === args.length && counts.length < 2) {
  mkdirSync(RESULTS, { recursive: true })
  for (const name of names.length > 0 ? names : Object.keys(TESTS)) {
    const isGood = await fuzz(name, counts[0] ?? DEFAULT_COUNT)
    if (!isGood) process.exitCode = 1
  }
} else {
  const known = Object.keys(TESTS).join(', ')
  console.error(`"${args.join(' ')}" is not a reader (${known}) and a number of files.`)
  process.exitCode = 2
}

/**
 * @param {string} name
 * @param {string} count
 * @returns {Promise<boolean>} whether the test passed
 */
async function fuzz(name, count) {
  const report = `${RESULTS}/fuzz-${name}.json`
  const inputFile = `${RESULTS}/fuzz-${name}-input`
  rmSync(report, { force: true })
  writeFileSync(inputFile, '')
  const child = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      ...['run', TESTS[name] ?? '', '--reporter=default', '--reporter=json'],
      `--outputFile.json=${report}`,
    ],
    {
      cwd: projectFolder,
      stdio: 'inherit',
      env: { ...process.env, FUZZ_COUNT: count, FUZZ_INPUT_FILE: inputFile },
      detached: true,
    },
  )
  // The test itself runs in a process of its own.
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end)
  const watch = setInterval(() => {
    const input = readFileSync(inputFile, 'utf8')
    if (input === '' || Date.now() - statSync(inputFile).mtimeMs < MOST_MS) return
    console.error(`${name}: file ${input} takes longer than ${MOST_MS / 1000} s.`)
    end()
  }, 500)
  const isGood = await new Promise((resolve) => child.on('close', (code) => resolve(code === 0)))
  clearInterval(watch)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeListener(signal, end)
  printFigures(report)
  return isGood
}

/** @param {string} report */
function printFigures(report) {
  let results
  try {
    results = JSON.parse(readFileSync(report, 'utf8')).testResults
  } catch {
    // The test was ended before it could write any.
    return
  }
  for (const { title, status, duration, meta } of results.flatMap(
    ({ assertionResults }) => assertionResults,
  )) {
    if (!meta.figures) continue
    const figures = Object.entries(meta.figures).map(([what, value]) => `${value} ${what}`)
    const seconds = (duration / 1000).toFixed(1)
    console.log(`${title}: ${status} in ${seconds} s: ${figures.join(', ')}`)
  }
}
