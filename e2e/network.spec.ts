/** Nothing leaves the machine: what the browser asks for by itself, and what the page may send. */

import { createSocket } from 'node:dgram'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { launchBrowser } from '../src/cli/browser/launch-browser.ts'
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

/**
 * Lets a page connect to itself by WebRTC, with a server that would tell it its address.
 * @returns the state of the connection when it is connected, or has found no more ways to connect
 */
function connectPeers(page: Page, serverPort: number): Promise<string> {
  return page.evaluate(async (port) => {
    const iceServers = [{ urls: `stun:127.0.0.1:${port}` }]
    const [one, other] = [new RTCPeerConnection({ iceServers }), new RTCPeerConnection()]
    const isGathered = (peer: RTCPeerConnection): Promise<void> =>
      new Promise((resolve) => {
        peer.addEventListener('icecandidate', ({ candidate }) => {
          if (!candidate) resolve()
        })
      })
    const isConnected = new Promise<void>((resolve) => {
      one.addEventListener('connectionstatechange', () => {
        if (one.connectionState === 'connected') resolve()
      })
    })
    const ended = Promise.race([isConnected, Promise.all([isGathered(one), isGathered(other)])])
    // A candidate is taken once both know each other.
    const meeting = new EventTarget()
    const met = new Promise((resolve) => {
      meeting.addEventListener('met', resolve)
    })
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      from.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate) void met.then(() => to.addIceCandidate(candidate))
      })
    }
    one.createDataChannel('data')
    await one.setLocalDescription(await one.createOffer())
    await other.setRemoteDescription(one.localDescription as RTCSessionDescription)
    await other.setLocalDescription(await other.createAnswer())
    await one.setRemoteDescription(other.localDescription as RTCSessionDescription)
    meeting.dispatchEvent(new Event('met'))
    await ended
    return one.connectionState
  }, serverPort)
}

test('the page cannot send by WebRTC', async ({ page }) => {
  let packetCount = 0
  const server = createSocket('udp4', () => packetCount++)
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve))
  const { port } = server.address()

  // The same origin without the headers of the app: without them, packets are sent.
  await page.route('**/without-headers', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>x</title>' }),
  )
  await page.goto('/without-headers')
  test.skip((await connectPeers(page, port)) !== 'connected', 'There is no WebRTC here.')
  expect(packetCount).toBeGreaterThan(0)

  packetCount = 0
  await page.goto('/')
  expect(await connectPeers(page, port)).toBe('new')
  expect(packetCount).toBe(0)
  server.close()
})
