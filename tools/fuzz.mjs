/**
 * `npm run fuzz [-- READER… [COUNT] [--report]]`: the fuzz tests of some readers, or of all, with COUNT
 * damaged files each, 100,000 by default. The last lines say what became of the files. A reader that
 * takes longer than 5 seconds for one of them is ended, and the file is named. With `--report`, the
 * figures go into `bench/FUZZ.md`.
 */

import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { reportFigures } from './fuzz-report.mjs'
import { projectFolder } from './setup.mjs'

/** @type {Record<string, string>} */
const TESTS = {
  jpeg: 'src/codec/jpeg/jpeg-splicer.fuzz.test.ts',
  png: 'src/codec/png/png-damage.test.ts',
  images: 'src/io/images/image-header.fuzz.test.ts',
  videos: 'src/io/video/video-index.fuzz.test.ts',
  telemetry: 'src/io/logs/telemetry.fuzz.test.ts',
  csv: 'src/io/logs/csv-log.fuzz.test.ts',
  jsonl: 'src/io/logs/json-log.fuzz.test.ts',
  gpx: 'src/io/imports/gpx.fuzz.test.ts',
  tcx: 'src/io/imports/tcx.fuzz.test.ts',
  fit: 'src/io/imports/fit.fuzz.test.ts',
  nmea: 'src/io/imports/nmea.fuzz.test.ts',
  srt: 'src/io/imports/srt.fuzz.test.ts',
  donkeycar: 'src/io/imports/donkeycar.fuzz.test.ts',
  mcap: 'src/io/imports/mcap/mcap.fuzz.test.ts',
  timestamps: 'src/io/logs/timestamps-file.fuzz.test.ts',
  calibration: 'src/io/opening/calibration-file.fuzz.test.ts',
  project: 'src/io/project/project-file.fuzz.test.ts',
  manifest: 'src/engine/resume/manifest.fuzz.test.ts',
}
const DEFAULT_COUNT = '100000'
const MOST_MS = 5000
/** On a machine with other work, a reader gets only its share of the time. */
const mostMs = () => MOST_MS * Math.max(1, (os.loadavg()[0] ?? 0) / os.availableParallelism())
const RESULTS = `${projectFolder}/test-results`

const isReported = process.argv.includes('--report')
const args = process.argv.slice(2).filter((argument) => argument !== '--report')
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
    if (input === '' || Date.now() - statSync(inputFile).mtimeMs < mostMs()) return
    console.error(`${name}: file ${input} takes longer than ${Math.round(mostMs() / 1000)} s.`)
    end()
  }, 500)
  const isGood = await new Promise((resolve) => child.on('close', (code) => resolve(code === 0)))
  clearInterval(watch)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeListener(signal, end)
  const tests = readFigures(report)
  for (const { title, status, seconds, figures } of tests) {
    const told = Object.entries(figures).map(([what, value]) => `${value} ${what}`)
    console.log(`${title}: ${status} in ${seconds} s: ${told.join(', ')}`)
  }
  if (isReported && isGood && tests[0]) reportFigures(name, tests[0].figures, Object.keys(TESTS))
  return isGood
}

/**
 * What the tests counted; empty if they were ended before they could write it.
 * @param {string} report
 * @returns {{ title: string, status: string, seconds: string, figures: Record<string, number> }[]}
 */
function readFigures(report) {
  let results
  try {
    results = JSON.parse(readFileSync(report, 'utf8')).testResults
  } catch {
    return []
  }
  return results
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ meta }) => meta.figures)
    .map(({ title, status, duration, meta }) => ({
      title,
      status,
      seconds: (duration / 1000).toFixed(1),
      figures: meta.figures,
    }))
}
