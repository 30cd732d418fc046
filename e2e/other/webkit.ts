import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import type { OtherBrowser } from './other-browser.ts'

const DRIVER = '/usr/bin/WebKitWebDriver'
const SCREEN = '/usr/bin/Xvfb'

/** Why the tests in WebKit cannot run; null if they can. */
export const whyNoWebKit = ((): string | null => {
  if (!existsSync(DRIVER) || !findMiniBrowser()) return `There is no ${DRIVER} with its browser.`
  return existsSync(SCREEN) ? null : `WebKit needs a screen, and there is no ${SCREEN}.`
})()

/** The browser that belongs to the driver. */
function findMiniBrowser(): string | null {
  const libraries = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`
  if (!existsSync(libraries)) return null
  const folders = readdirSync(libraries).filter((name) => name.startsWith('webkit2gtk-'))
  const paths = folders.map((name) => `${libraries}/${name}/MiniBrowser`)
  return paths.find((path) => existsSync(path)) ?? null
}

/** Starts WebKit on a screen that nobody sees, and speaks WebDriver with it. */
export async function startWebKit(): Promise<OtherBrowser> {
  const screen = spawn(
    SCREEN,
    ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  )
  const [display] = (await once(screen.stdio[3] as Readable, 'data')) as [Buffer]
  const port = await freePort()
  const driver = spawn(DRIVER, [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: `:${display.toString().trim()}`, LIBGL_ALWAYS_SOFTWARE: '1' },
  })
  const stop = (): void => {
    for (const child of [driver, screen] as ChildProcess[]) child.kill()
  }
  try {
    return await startSession(`http://127.0.0.1:${port}`, stop)
  } catch (error) {
    stop()
    throw error
  }
}

async function startSession(driver: string, stop: () => void): Promise<OtherBrowser> {
  const options = { binary: findMiniBrowser(), args: ['--automation'] }
  const { sessionId } = (await whenStarted(() =>
    send(`${driver}/session`, {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
    }),
  )) as { sessionId: string }
  const session = `${driver}/session/${sessionId}`
  await send(`${session}/timeouts`, { script: 60_000 })
  return {
    open: async (url) => {
      await send(`${session}/url`, { url })
    },
    evaluate: async (expression) => {
      const script = `const done = arguments[0]
        Promise.resolve(${expression}).then((value) => done({ value }), (error) => done({ fault: String(error) }))`
      const result = await send(`${session}/execute/async`, { script, args: [] })
      const { value, fault } = result as { value: unknown; fault?: string }
      if (fault !== undefined) throw new Error(fault)
      return value
    },
    chooseFiles: async (selector, paths) => {
      const found = await send(`${session}/element`, { using: 'css selector', value: selector })
      const [element] = Object.values(found as Record<string, string>)
      await send(`${session}/element/${element}/value`, { text: paths.join('\n') })
    },
    close: async () => {
      await fetch(session, { method: 'DELETE' })
      stop()
    },
  }
}

async function send(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  const { value } = (await response.json()) as {
    value: { error?: string; message?: string } | null
  }
  if (!response.ok) throw new Error(`${value?.error}: ${value?.message}`)
  return value
}

/** The driver needs a moment before it listens. */
async function whenStarted<Result>(start: () => Promise<Result>): Promise<Result> {
  for (let left = 100; ; left--) {
    try {
      return await start()
    } catch (error) {
      if (left === 0 || !(error instanceof TypeError)) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
