/** `npm start`: installs, builds, serves and opens Overlane. */

import { spawn } from 'node:child_process'
import { buildApp, projectFolder, setUp } from './setup.mjs'

if (!(await setUp()) || !(await buildApp())) process.exit(1)

const { preview } = await import('vite')
// vite.config.ts sets the port and the headers. If the port is in use, the next one is taken.
const server = await preview({ root: projectFolder, logLevel: 'warn' })
const url = server.resolvedUrls?.local[0] ?? 'http://localhost:4173/'

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    process.exit(0)
  })
}
console.log(`\nOverlane is at ${url} (Ctrl+C stops it)\n`)
if (hasDesktop()) openBrowser(url)
buildDocs()

/** The documentation takes longer to build than the page, and is read later. It says how it ends. */
function buildDocs() {
  const child = spawn(process.execPath, ['tools/docs.mjs', '--if-changed'], {
    cwd: projectFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  child.on('close', (code) => {
    if (code !== 0)
      console.error('The documentation could not be built. Overlane works without it.')
  })
}

/** Whether a browser window can be opened, and someone may be there to see it. */
function hasDesktop() {
  const { BROWSER, CI, DISPLAY, WAYLAND_DISPLAY } = process.env
  if (CI || BROWSER === 'none') return false
  return process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY)
}

/** @param {string} address */
function openBrowser(address) {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [address]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', address]]
        : ['xdg-open', [address]]
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  // If no browser can be opened, the user still has the address on the terminal.
  child.on('error', () => {})
  child.unref()
}
