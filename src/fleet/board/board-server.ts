import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import sirv from 'sirv'
import { runsToText } from '../commands/run-text.ts'
import type { FleetQueue } from '../queue/fleet-queue.ts'
import { readFleet } from '../queue/run-progress.ts'
import { checkRequest, TOKEN_COOKIE } from './access.ts'
import type { Door } from './access.ts'
import { BoardRoutes, escapeHtml } from './board-routes.ts'
import { metricsText } from './metrics.ts'

export interface BoardServer {
  port: number
  close: () => Promise<void>
}

/** bull-board styles its parts in place; everything else is from here. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
} as const

/**
 * Serves the board (`/`), the runs (`/runs`) and the metrics (`/metrics`). Nothing can be changed here.
 * @param door its port may be 0: any that is free
 * @throws the system's error if the port is taken
 */
export async function serveBoard(queue: FleetQueue, door: Door): Promise<BoardServer> {
  const board = new BoardRoutes(queue)
  const serveFile = sirv(board.staticPath)
  const open = { ...door }
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    answer(request, response).catch(() => end(response, 500, 'The queue does not answer.'))
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = checkRequest(request, open)
    if (refusal !== null) {
      const hint = refusal === 'token' ? ' Open the address that "overlane serve" has printed.' : ''
      end(response, refusal === 'token' ? 401 : 403, `Refused: ${refusal}.${hint}`)
      return
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      end(response, 405, 'The board only shows the queue. To change a run, use "overlane jobs".')
      return
    }
    const url = new URL(request.url ?? '/', 'http://board')
    if (url.searchParams.has('token') && url.pathname !== '/metrics') {
      // The token does not stay in the address.
      const cookie = `${TOKEN_COOKIE}=${door.token}; HttpOnly; SameSite=Strict; Path=/`
      response.writeHead(303, { Location: url.pathname, 'Set-Cookie': cookie }).end()
      return
    }
    if (url.pathname === '/metrics') {
      end(response, 200, await readMetrics(queue), 'text/plain; version=0.0.4')
      return
    }
    if (url.pathname === '/runs') {
      end(response, 200, await runsPage(queue), 'text/html')
      return
    }
    const page = board.page(url.pathname)
    if (page !== null) {
      end(response, 200, page, 'text/html')
      return
    }
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const found = await board.answer(url, headers)
    if (found) {
      end(response, found.status, JSON.stringify(found.body), 'application/json')
      return
    }
    if (!url.pathname.startsWith('/static/')) {
      end(response, 404, 'There is nothing here.')
      return
    }
    request.url = url.pathname.slice('/static'.length)
    serveFile(request, response, () => end(response, 404, 'There is no such file.'))
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(door.port, door.host, resolve)
  })
  const address = server.address()
  open.port = typeof address === 'object' && address ? address.port : door.port
  return {
    port: open.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function end(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8` }).end(text)
}

async function readMetrics(queue: FleetQueue): Promise<string> {
  const [fleet, work, plans, info] = await Promise.all([
    readFleet(queue),
    queue.work.getJobCounts(),
    queue.plans.getJobCounts(),
    queue.redis.info('memory'),
  ])
  const redisBytes = Number(/^used_memory:(\d+)/m.exec(info)?.[1] ?? 0)
  return metricsText({ ...fleet, jobs: { work, plans }, redisBytes })
}

async function runsPage(queue: FleetQueue): Promise<string> {
  const { runs, workers } = await readFleet(queue)
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="5">
<title>Runs – Overlane</title>
<h1>Runs</h1>
<pre>${escapeHtml(runsToText(runs, workers))}</pre>
<p><a href="/">The queue</a></p>
</html>
`
}
