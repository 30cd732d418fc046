/** Where Chromium browsers may be installed, for the tests and the command line. */

import { createRequire } from 'node:module'
import { basename, delimiter, join } from 'node:path'

/** With these arguments, a browser uses no network but loopback, and asks its user nothing. */
export const quietBrowserArgs = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]',
]

/** With this argument, a headless shell gives access to folders without a prompt. */
export const shellBrowserArgs = ['--enable-experimental-web-platform-features']

/** Chromium's sandbox refuses to run as root. */
export const rootBrowserArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** @param {string} path of a browser */
export function isHeadlessShell(path) {
  return /headless[-_]shell/i.test(basename(path))
}

/**
 * Where Playwright puts its browsers, whether they are there or not; the headless shell first.
 * @returns {string[]}
 */
export function playwrightBrowsers() {
  try {
    // The public `executablePath()` knows the full browser only.
    const { registry } = createRequire(import.meta.url)('playwright-core/lib/coreBundle')
    return ['chromium-headless-shell', 'chromium'].flatMap(
      (name) => registry.registry.findExecutable(name)?.executablePath('javascript') ?? [],
    )
  } catch {
    return []
  }
}

/**
 * The usual places of a system's browsers, whether they are there or not; headless shells first.
 * @returns {string[]}
 */
export function systemBrowsers(platform = process.platform, env = process.env) {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
      ['/Applications', `${env.HOME ?? ''}/Applications`].map(
        (folder) => `${folder}/${name}.app/Contents/MacOS/${name}`,
      ),
    )
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
    return ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']
      .flatMap((name) => folders.map((folder) => folder && `${folder}\\${name}`))
      .filter((path) => path !== undefined)
  }
  const names = [
    'chromium-headless-shell',
    'chrome-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
  ]
  const folders = ['/usr/bin', ...(env.PATH ?? '').split(delimiter)].filter((each) => each !== '')
  return names.flatMap((name) => [...new Set(folders)].map((folder) => join(folder, name)))
}
