import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
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

  const ask = (headers: Record<string, string>, method = 'GET'): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(server.origin, { headers, method }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
  /** Sends a request as it stands, which no client would; the first line of the answer. */
  const send = (target: string, headers: readonly string[] = []): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port, host } = new URL(server.origin)
      const lines = [`GET ${target} HTTP/1.1`, `Host: ${host}`, `Cookie: ${cookie()}`, ...headers]
      const socket = connect(Number(port), hostname, () => {
        socket.write([...lines, 'Connection: close', '', ''].join('\r\n'))
      })
      let answer = ''
      socket.setEncoding('utf8').on('data', (text: string) => (answer += text))
      socket.on('error', reject).on('end', () => resolve(answer))
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

  test('with a text that was handed over, once, and only for the cookie', async () => {
    const path = server.give('{"files":[]}')
    const withoutCookie = await fetch(server.origin + path)
    expect(withoutCookie.status).toBe(403)
    expect(await send(path)).toMatch(/^HTTP\/1\.1 200 [^]*no-store[^]*\{"files":\[\]\}/)
    expect(await send(path)).toMatch(/^HTTP\/1\.1 404 /)
  })

  test('no request that would change something', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      expect(await ask({ cookie: cookie() }, method), method).toBe(405)
      expect(await ask({}, method), method).toBe(403)
    }
    expect(await ask({ cookie: cookie() }, 'HEAD')).toBe(200)
  })

  test('no path out of the app, however it is written', async () => {
    const secret = join(folder, '..', `${basename(folder)}-secret.txt`)
    writeFileSync(secret, 'secret')
    const name = basename(secret)
    const places = [
      '/../',
      '/..%2f',
      '/%2e%2e/',
      '/%2e%2e%2f',
      '/..%5c',
      '/..%252f',
      '//../',
      '/x/../../',
    ]
    const absolute = [
      `http://127.0.0.1${folder}-secret.txt`,
      `${folder}-secret.txt`,
      `file://${secret}`,
    ]
    for (const target of [...places.map((place) => place + name), ...absolute, '/%', '/%00', '*']) {
      const answer = await send(target)
      expect(answer, target).toMatch(/^HTTP\/1\.1 4\d\d /)
      expect(answer, target).not.toContain('secret')
    }
    rmSync(secret)
  })

  test('no hidden file, and no list of a folder', async () => {
    writeFileSync(join(folder, '.hidden'), 'secret')
    mkdirSync(join(folder, 'assets'))
    await server.close()
    server = await serveApp(folder)
    for (const target of ['/.hidden', '/assets', '/assets/']) {
      expect(await send(target), target).toMatch(/^HTTP\/1\.1 404 /)
    }
  })

  test('an offer to switch to a WebSocket with a file, like any other request', async () => {
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']
    const answer = await send('/', [...upgrade, 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='])
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    expect(answer.toLowerCase()).not.toContain('upgrade')
  })
})
