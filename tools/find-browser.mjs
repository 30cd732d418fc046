/** Finds the browser that the tests run in: Chromium's headless shell. */

import { existsSync, readFileSync } from 'node:fs'
import {
  isHeadlessShell,
  playwrightBrowsers,
  quietBrowserArgs,
  rootBrowserArgs,
  shellBrowserArgs,
} from './browser-places.mjs'
import { run, runInstalled } from './setup.mjs'

const SYSTEM_SHELL = '/usr/bin/chromium-headless-shell'

/** The arguments with which a headless shell is started. */
export const browserArgs = [...shellBrowserArgs, ...quietBrowserArgs, ...rootBrowserArgs]

/**
 * The path of an installed browser: `CHROME_PATH`, the system's headless shell, Playwright's own.
 * @returns {string | null} null if there is none
 */
export function findBrowser() {
  const chosen = process.env.CHROME_PATH
  if (chosen) {
    if (existsSync(chosen)) return chosen
    throw new Error(`CHROME_PATH is ${chosen}, and there is no such file.`)
  }
  // A full browser asks its user before a page may use a folder.
  const shells = [SYSTEM_SHELL, ...playwrightBrowsers().filter(isHeadlessShell)]
  return shells.find((path) => existsSync(path)) ?? null
}

/**
 * Finds the browser, or installs one if there is none: as root on Debian the system's package,
 * otherwise Playwright's download.
 * @returns {Promise<string | null>} null if that failed; then it has printed what to do
 */
export async function findOrInstallBrowser() {
  const found = findBrowser()
  if (found) return found
  console.log('Installing a browser for the tests …')
  if (rootBrowserArgs.length > 0 && isDebian()) {
    const packages = ['--no-install-recommends', 'chromium-headless-shell']
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    // An update that fails in part may still have fetched the list that is needed.
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

/** What the tests in Firefox and WebKit need: the programs, and their packages in Debian. */
const OTHER_BROWSERS = {
  '/usr/bin/firefox-esr': 'firefox-esr',
  '/usr/bin/WebKitWebDriver': 'webkit2gtk-driver',
  '/usr/bin/Xvfb': 'xvfb',
}

/** Installs Firefox and WebKit, as root on Debian. Elsewhere their tests are skipped. */
export async function installOtherBrowsers() {
  const missing = Object.entries(OTHER_BROWSERS).filter(([program]) => !existsSync(program))
  if (missing.length === 0 || rootBrowserArgs.length === 0 || !isDebian()) return
  console.log('Installing Firefox and WebKit for the tests …')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const packages = missing.map(([, name]) => name)
  await run('apt-get', ['update'], env)
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], env)
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}
