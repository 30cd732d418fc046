import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import { CommandError } from '../command-error.ts'

export interface AppServer {
  /** `http://127.0.0.1:40123` */
  origin: string
  close(): Promise<void>
}

/**
 * Serves the built app to this machine only, on a free port, with the same headers that every host
 * must send.
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
  const server = createServer((request, response) =>
    serve(request, response, () => {
      response.writeHead(404).end()
    }),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The headers of a `_headers` file for static hosts: its indented lines, taken for all paths. */
export function readHeaders(text: string): [name: string, value: string][] {
  return text
    .split('\n')
    .filter((line) => /^\s+\S+:/.test(line))
    .map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
    })
}
