/** Nothing leaves the machine: what the browser asks for by itself, and what the page may send. */

import { createSocket } from 'node:dgram'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { launchBrowser } from '../src/cli/browser/launch-browser.ts'
import { quietBrowserArgs } from '../tools/browser-places.mjs'
import { findBrowser } from '../tools/find-browser.mjs'
import { expect, test } from './fixtures.ts'

/** Counts the requests that reach a server of this machine. */
async function countRequests(
  host: string,
): Promise<{ port: number; count: () => number; close: () => void }> {
  let count = 0
  const server = createServer((_, response) => {
    count++
    response.end('reached')
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    count: () => count,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

test('every browser of the command line is told to look up no name, and to ask nobody', async ({
  makeFolder,
}) => {
  test.skip(process.platform === 'win32', 'Windows does not start scripts as programs.')
  // A full Chromium would look up hosts of its maker.
  for (const name of ['chromium', 'chromium-headless-shell']) {
    const browser = join(makeFolder(name), name)
    writeFileSync(browser, '#!/bin/sh\nprintf "%s\\n" "$@" > "$0.txt"\n')
    chmodSync(browser, 0o755)
    await expect(launchBrowser(browser, makeFolder(`${name}-files`))).rejects.toThrow(
      'not be started',
    )
    const told = readFileSync(`${browser}.txt`, 'utf8').split('\n')
    expect(told).toEqual(expect.arrayContaining(quietBrowserArgs))
    expect(told).toContain(
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]',
    )
  }
})

test('the browser of the command line asks no proxy, whatever the environment says', async ({
  makeFolder,
}) => {
  const proxy = await countRequests('127.0.0.1')
  const names = ['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']
  const before = names.map((name) => [name, process.env[name]] as const)
  for (const name of names) process.env[name] = `http://127.0.0.1:${proxy.port}`
  try {
    const context = await launchBrowser(findBrowser() ?? '', makeFolder('browser'))
    const page = await context.newPage()
    await expect(page.goto('http://overlane.example/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
    await context.close()
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = value
    }
    proxy.close()
  }
  expect(proxy.count()).toBe(0)
})

/** A socket of this machine, and what has reached it. */
async function countPackets(): Promise<{ port: number; count: () => number; close: () => void }> {
  let count = 0
  const socket = createSocket('udp4', () => count++)
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return { port: socket.address().port, count: () => count, close: () => socket.close() }
}

/**
 * Lets a page ask a server for its own address by WebRTC, and send to another peer.
 * @returns when the page has its answers, or was refused
 */
function sendByWebRtc(page: Page, serverPort: number, peerPort: number): Promise<void> {
  return page.evaluate(
    async ({ serverPort, peerPort }) => {
      const server = { urls: `stun:127.0.0.1:${serverPort}` }
      const [own, peer] = [new RTCPeerConnection({ iceServers: [server] }), new RTCPeerConnection()]
      const gathered = new Promise<void>((resolve) => {
        own.addEventListener('icecandidate', ({ candidate }) => {
          if (!candidate) resolve()
        })
      })
      own.createDataChannel('data')
      await own.setLocalDescription(await own.createOffer())
      await peer.setRemoteDescription(own.localDescription as RTCSessionDescription)
      await peer.setLocalDescription(await peer.createAnswer())
      await own.setRemoteDescription(peer.localDescription as RTCSessionDescription)
      const candidate = `candidate:1 1 udp 2113937151 127.0.0.1 ${peerPort} typ host`
      await own.addIceCandidate({ candidate, sdpMid: '0' })
      await gathered
    },
    { serverPort, peerPort },
  )
}

test('the page cannot send by WebRTC', async ({ page }) => {
  const [server, peer] = [await countPackets(), await countPackets()]
  // The same origin without the headers of the app: there, packets are sent.
  await page.route('**/without-headers', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>x</title>' }),
  )
  await page.goto('/without-headers')
  test.skip(!(await page.evaluate(() => 'RTCPeerConnection' in globalThis)), 'There is no WebRTC.')
  // Nobody answers, so it takes long to end.
  const sending = sendByWebRtc(page, server.port, peer.port).catch(() => undefined)
  await expect.poll(() => [server.count() > 0, peer.count() > 0]).toEqual([true, true])
  await page.goto('/')
  await sending

  const before = [server.count(), peer.count()]
  await sendByWebRtc(page, server.port, peer.port)
  await page.goto('about:blank')
  expect([server.count(), peer.count()]).toEqual(before)
  server.close()
  peer.close()
})
