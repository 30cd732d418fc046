/** `npm start`: installs, builds, serves and opens Overlane. */

import { spawn } from 'node:child_process'
import { buildApp, projectFolder, setUp } from './setup.mjs'

if (!(await setUp()) || !(await buildApp())) process.exit(1)

const { preview } = await import('vite')
// The port and the headers stand in vite.config.ts; where the port is taken, the next one is used.
const server = await preview({ root: projectFolder, logLevel: 'warn' })
const url = server.resolvedUrls?.local[0] ?? 'http://localhost:4173/'

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    process.exit(0)
  })
}
console.log(`\nOverlane is at ${url} (Ctrl+C ends it)\n`)
if (hasDesktop()) openBrowser(url)

/** Whether there is a screen, and someone before it, to open a browser for. */
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
  // The address is on the terminal: without an opener nothing is lost.
  child.on('error', () => {})
  child.unref()
}
