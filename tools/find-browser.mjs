/** Finds the browser that the tests run in: Chromium's headless shell. */

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { run, runInstalled } from './setup.mjs'

const SYSTEM_SHELL = '/usr/bin/chromium-headless-shell'

const isRoot = process.getuid?.() === 0

/** What a headless shell is started with. */
export const browserArgs = [
  // Folders dropped on the page may then be read and written without a prompt.
  '--enable-experimental-web-platform-features',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Chromium's sandbox refuses to run as root.
  ...(isRoot ? ['--no-sandbox'] : []),
]

/**
 * The path of an installed browser: `CHROME_PATH`, the system's headless shell, Playwright's own.
 * @returns {string | null} null where there is none
 */
export function findBrowser() {
  const chosen = process.env.CHROME_PATH
  if (chosen) {
    if (existsSync(chosen)) return chosen
    throw new Error(`CHROME_PATH is ${chosen}, and there is no such file.`)
  }
  return [SYSTEM_SHELL, playwrightShell()].find((path) => path && existsSync(path)) ?? null
}

/**
 * Where Playwright puts its headless shell. Its public `executablePath()` names the full browser,
 * which asks before it gives a page a folder.
 */
function playwrightShell() {
  try {
    const { registry } = createRequire(import.meta.url)('playwright-core/lib/coreBundle')
    return registry.registry.findExecutable('chromium-headless-shell')?.executablePath('javascript')
  } catch {
    return null
  }
}

/**
 * Finds the browser, and installs one where there is none: as root on Debian the system's package,
 * else Playwright's download.
 * @returns {Promise<string | null>} null, after saying what to do, where that failed
 */
export async function findOrInstallBrowser() {
  const found = findBrowser()
  if (found) return found
  console.log('Installing a browser for the tests …')
  if (isRoot && isDebian()) {
    const packages = ['--no-install-recommends', 'chromium-headless-shell']
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    // An update that fails in part may still have brought the list that is needed.
    await run('apt-get', ['update'], env)
    await run('apt-get', ['install', '-y', ...packages], env)
  }
  if (!findBrowser()) {
    await runInstalled('@playwright/test/cli.js', ['install', 'chromium-headless-shell'])
  }
  const installed = findBrowser()
  if (!installed) {
    console.error(
      'The tests in a browser need Chromium’s headless shell, and it could be neither found nor installed. Install it with "npx playwright install --with-deps chromium-headless-shell", on Debian with "sudo apt-get install chromium-headless-shell", or name one in CHROME_PATH, and try again.',
    )
  }
  return installed
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}
