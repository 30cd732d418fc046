import { randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import { CommandError } from '../command-error.ts'

export interface AppServer {
  /** `http://127.0.0.1:40123` */
  origin: string
  /** The cookie that every request must contain. */
  cookie: { name: string; value: string }
  /**
   * Hands data over to the page: of a list of a million files, ten times as fast as the protocol
   * that steers the browser.
   * @param content or what makes it, when the page fetches it
   * @returns path that the page fetches it from, once
   */
  give(content: Content | (() => Content)): string
  close(): Promise<void>
}

type Content = string | Uint8Array

const COOKIE_NAME = 'overlane_token'

/**
 * Serves the built app to this machine only, on a free port, with the same headers that every host
 * must send. It answers only requests that contain its cookie and its own host name, and only with a
 * file of the app or data that was handed over. So other pages and other users of the machine cannot
 * reach it.
 * @param folder of the built app
 */
export async function serveApp(folder: string): Promise<AppServer> {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new CommandError(
      'app-missing',
      `The built app is not in ${folder}. Build it with "npm run build".`,
    )
  }
  const headers = readHeaders(readFileSync(join(folder, '_headers'), 'utf8'))
  const serve = sirv(folder, {
    setHeaders: (response) => {
      for (const [name, value] of headers) response.setHeader(name, value)
    },
  })
  const cookie = { name: COOKIE_NAME, value: randomBytes(32).toString('base64url') }
  const given = new Map<string, Content | (() => Content)>()
  let host = ''
  const server = createServer((request, response) => {
    if (request.headers.host !== host || !hasCookie(request, cookie.value)) {
      response.writeHead(403).end()
      return
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end()
      return
    }
    const { url = '' } = request
    const content = given.get(url)
    if (content !== undefined) {
      given.delete(url)
      response.setHeader('Cache-Control', 'no-store')
      response.end(typeof content === 'function' ? content() : content)
      return
    }
    serve(request, response, () => {
      response.writeHead(404).end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  host = `127.0.0.1:${port}`
  return {
    origin: `http://${host}`,
    cookie,
    give: (content) => {
      const path = `/given/${randomBytes(16).toString('base64url')}`
      given.set(path, content)
      return path
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function hasCookie({ headers }: IncomingMessage, value: string): boolean {
  const expected = Buffer.from(`${COOKIE_NAME}=${value}`)
  return (headers.cookie ?? '').split('; ').some((text) => {
    const given = Buffer.from(text)
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

/** The headers of a `_headers` file for static hosts: its indented lines. They apply to all paths. */
export function readHeaders(text: string): [name: string, value: string][] {
  return text
    .split('\n')
    .filter((line) => /^\s+\S+:/.test(line))
    .map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
    })
}
