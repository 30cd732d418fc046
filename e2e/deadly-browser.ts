/** A browser that a certain frame ends: it stands between Playwright and the real browser. */

import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from '../tools/find-browser.mjs'

export interface DeadlyBrowser {
  path: string
  /** How often it has ended so far. */
  deathCount: () => number
}

/**
 * Writes the program of the browser. It leads its own group of processes, as Playwright starts it. If frames are rendered several at a time, it ends before the chunk
 * is committed. If they are rendered one after another, it ends when the frame is in hand.
 */
export function writeDeadlyBrowser(folder: string, frameIndex: number): DeadlyBrowser {
  const path = join(folder, 'headless-shell')
  const deaths = join(folder, 'deaths')
  const script = `#!/usr/bin/env node
const { spawn } = require('node:child_process')
const { appendFileSync, createReadStream, createWriteStream } = require('node:fs')
const browser = spawn(${JSON.stringify(findBrowser())}, process.argv.slice(2), {
  stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe'],
})
createReadStream('', { fd: 3 }).pipe(browser.stdio[3])
const out = createWriteStream('', { fd: 4 })
let text = ''
let isCareful = false
let isDying = false
browser.stdio[4].on('data', (data) => {
  if (isDying) return
  text += data.toString('latin1')
  const end = text.lastIndexOf('\\0')
  const whole = text.slice(0, end + 1)
  text = text.slice(end + 1)
  const frame = /overlaneBeginFrame[^\\]]*serializedArgs\\D*(\\d+)/.exec(whole)
  isCareful ||= frame !== null
  const isDeadly = isCareful ? frame?.[1] === '${frameIndex}' : /overlaneCommitChunk.*serializedArgs/.test(whole)
  if (isDeadly) {
    // The page waits for ever for what is not passed on any more.
    isDying = true
    appendFileSync(${JSON.stringify(deaths)}, 'x')
    setTimeout(() => process.kill(-process.pid, 'SIGKILL'), 300)
  }
  if (!isDeadly || isCareful) out.write(Buffer.from(whole, 'latin1'))
})
browser.on('exit', () => process.exit(1))
`
  writeFileSync(path, script)
  chmodSync(path, 0o755)
  return { path, deathCount: () => (existsSync(deaths) ? readFileSync(deaths).length : 0) }
}
