import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { serveApp } from './app-server.ts'
import type { AppServer } from './app-server.ts'

describe('the server of the command line answers', () => {
  let folder = ''
  let server: AppServer
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'overlane-app-'))
    writeFileSync(join(folder, 'index.html'), 'the app')
    writeFileSync(join(folder, '_headers'), '/*\n  X-Test: yes\n')
    server = await serveApp(folder)
  })
  afterEach(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  const ask = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(server.origin, { headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
  const cookie = (): string => `${server.cookie.name}=${server.cookie.value}`

  test('requests for its own host with its cookie', async () => {
    expect(await ask({ cookie: cookie() })).toBe(200)
    expect(await ask({ cookie: `other=1; ${cookie()}` })).toBe(200)
  })

  test('no request without the cookie or with another cookie', async () => {
    expect(await ask({})).toBe(403)
    expect(await ask({ cookie: `${server.cookie.name}=` })).toBe(403)
    expect(await ask({ cookie: cookie().slice(0, -1) + '!' })).toBe(403)
  })

  test('no request for another host name, even if that name leads to this server', async () => {
    expect(await ask({ cookie: cookie(), host: 'localhost:80' })).toBe(403)
    expect(await ask({ cookie: cookie(), host: 'evil.example' })).toBe(403)
  })
})
