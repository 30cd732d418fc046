/**
 * Keeps the whole app in the browser, so that it opens without a network. A new version is fetched
 * as a whole, and is used only when the page asks for it: the page never mixes two versions.
 */

interface InstalledFile {
  url: string
  /** A checksum; null if the name of the file contains one. */
  revision: string | null
}
interface WaitingEvent extends Event {
  waitUntil(done: Promise<unknown>): void
}
interface RequestEvent extends Event {
  request: Request
  respondWith(response: Promise<Response>): void
}
declare const self: EventTarget & {
  /** The files of the app. The build writes them here. */
  __WB_MANIFEST: readonly InstalledFile[]
  registration: { scope: string }
  clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
}

export {}

const FILES = self.__WB_MANIFEST
const PREFIX = 'overlane-app-'
const PAGE = 'index.html'
/** The page names all other files with their checksums, so its own checksum names the version. */
const CACHE = PREFIX + (FILES.find(({ url }) => url === PAGE)?.revision ?? '')

self.addEventListener('install', (event) => (event as WaitingEvent).waitUntil(install()))
self.addEventListener('activate', (event) => (event as WaitingEvent).waitUntil(takeOver()))
self.addEventListener('message', (event) => {
  if ((event as MessageEvent).data === 'use-new-version') void self.skipWaiting()
})
self.addEventListener('fetch', (event) => {
  const asked = event as RequestEvent
  const url = urlInApp(asked.request)
  if (url !== null) asked.respondWith(answer(url, asked.request))
})

async function install(): Promise<void> {
  const cache = await caches.open(CACHE)
  // The browser's own cache may hold an older page.
  await cache.addAll(FILES.map(({ url }) => new Request(url, { cache: 'no-cache' })))
}

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name)
  }
  await self.clients.claim()
}

/** The URL of a file of the app; null for everything else. */
function urlInApp({ method, url }: Request): string | null {
  const { scope } = self.registration
  const path = url.split(/[?#]/)[0] ?? ''
  if (method !== 'GET' || !path.startsWith(scope)) return null
  const file = path.slice(scope.length) || PAGE
  return FILES.some(({ url: known }) => known === file) ? scope + file : null
}

async function answer(url: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(url)) ?? fetch(request)
}
