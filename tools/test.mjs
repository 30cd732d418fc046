/**
 * `npm test`: types, format and build beside unit tests and lint, then tests in a browser. If a step
 * fails, the later ones still run. The last line is the total: `N passed, N failed[, N skipped]`.
 */

import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { findOrInstallBrowser, installOtherBrowsers } from './find-browser.mjs'
import { findOrInstallRedis } from './find-redis.mjs'
import { buildApp, buildDocs, projectFolder, run, runInstalled, setUp } from './setup.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

const UNIT_REPORT = 'test-results/unit.json'
const E2E_REPORT = 'test-results/e2e.json'
const FAILURE = { passed: 0, failed: 1, skipped: 0 }

/** @type {{ name: string, tally: Tally }[]} */
const steps = []

/**
 * @param {string} name
 * @param {() => Promise<Tally>} step
 */
async function runStep(name, step) {
  console.log(`\n── ${name} ──`)
  let tally = FAILURE
  try {
    tally = await step()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  }
  steps.push({ name, tally })
  return tally.failed === 0
}

/**
 * A step beside another one: its output is written when it has ended.
 * @param {string} name
 * @param {(onOutput: (text: string) => void) => Promise<boolean>} command whether it succeeded
 * @param {number} passed how many passed tests a success counts as
 */
async function runBeside(name, command, passed) {
  let output = ''
  const isGood = await command((text) => (output += text))
  return runStep(name, async () => {
    process.stdout.write(output)
    return isGood ? { passed, failed: 0, skipped: 0 } : FAILURE
  })
}

/** @param {'types' | 'lint' | 'format'} name */
function check(name) {
  const args = ['run', '--silent', `check:${name}`]
  return runBeside(name, (onOutput) => run('npm', args, {}, { onOutput }), 1)
}

/** @returns {Promise<boolean>} whether the app was built */
async function checkAndBuild() {
  await check('types')
  await check('format')
  // A link that leads nowhere fails it.
  await runBeside('documentation', (onOutput) => buildDocs({ onOutput }), 1)
  return runBeside('build', (onOutput) => buildApp({ onOutput }), 0)
}

if (await runStep('set-up', async () => ({ ...FAILURE, failed: (await setUp()) ? 0 : 1 }))) {
  await findOrInstallRedis()
  // The checks use one core, and the unit tests the other.
  const building = checkAndBuild()
  const linting = runStep('unit tests', testUnits).then(() => check('lint'))
  // If the build failed, the browser would test an older one.
  if (await building) await runStep('tests in a browser', testInBrowser)
  await linting
}
sumUp()

/** @returns {Promise<Tally>} */
function testUnits() {
  return withReport(
    UNIT_REPORT,
    () =>
      runInstalled('vitest/vitest.mjs', [
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${UNIT_REPORT}`,
      ]),
    ({ testResults }) => {
      const tally = { passed: 0, failed: 0, skipped: 0 }
      for (const file of testResults) {
        const statuses = file.assertionResults.map(({ status }) => status)
        for (const status of statuses) {
          tally[status === 'passed' || status === 'failed' ? status : 'skipped']++
        }
        // A file that could not be loaded has no tests that can fail, but counts as a failure.
        if (file.status === 'failed' && !statuses.includes('failed')) tally.failed++
      }
      return tally
    },
  )
}

/** @returns {Promise<Tally>} */
async function testInBrowser() {
  if (!(await findOrInstallBrowser())) return FAILURE
  await installOtherBrowsers()
  return withReport(
    E2E_REPORT,
    () =>
      runInstalled('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: `${projectFolder}/${E2E_REPORT}`,
      }),
    ({ stats }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
      skipped: stats.skipped,
    }),
  )
}

/**
 * Runs tests that leave a report. A runner that exits with an error, leaves no report or runs
 * nothing counts as a failure, even if no single test failed.
 * @param {string} report
 * @param {() => Promise<boolean>} runTests
 * @param {(report: any) => Tally} count
 * @returns {Promise<Tally>}
 */
async function withReport(report, runTests, count) {
  const path = `${projectFolder}/${report}`
  mkdirSync(`${projectFolder}/test-results`, { recursive: true })
  rmSync(path, { force: true })
  const isGood = await runTests()
  const tally = count(JSON.parse(readFileSync(path, 'utf8')))
  const hasRun = tally.passed + tally.failed > 0
  if (!hasRun) console.error('No test was run.')
  if ((!isGood || !hasRun) && tally.failed === 0) tally.failed = 1
  return tally
}

function sumUp() {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const { tally } of steps) {
    for (const key of Object.keys(sum)) sum[key] += tally[key]
  }
  const failedSteps = steps.filter(({ tally }) => tally.failed > 0).map(({ name }) => name)
  process.exitCode = sum.failed > 0 ? 1 : 0
  if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join(', ')}`)
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`)
}
