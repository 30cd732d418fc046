import { beforeEach, describe, expect, test, vi } from 'vitest'
import { keepOffline } from './keep-offline.ts'
import type { UseNewVersion } from './keep-offline.ts'

class FakeWorker extends EventTarget {
  state = 'installing'
  readonly messages: unknown[] = []
  postMessage(message: unknown): void {
    this.messages.push(message)
  }
  install(): void {
    this.state = 'installed'
    this.dispatchEvent(new Event('statechange'))
  }
}

class FakeRegistration extends EventTarget {
  waiting: FakeWorker | null = null
  installing: FakeWorker | null = null
  find(worker: FakeWorker): void {
    this.installing = worker
    this.dispatchEvent(new Event('updatefound'))
    worker.install()
  }
}

class FakeContainer extends EventTarget {
  controller: FakeWorker | null = null
  readonly registration = new FakeRegistration()
  register(): Promise<FakeRegistration> {
    return Promise.resolve(this.registration)
  }
}

const start = (container: FakeContainer, offered: UseNewVersion[], reload = vi.fn()) =>
  keepOffline((use) => offered.push(use), container as unknown as ServiceWorkerContainer, reload)

beforeEach(() => vi.stubGlobal('document', { baseURI: 'http://localhost/' }))

describe('a new version of the app', () => {
  test('is not offered on the first visit: the page is this version', async () => {
    const [container, offered] = [new FakeContainer(), [] as UseNewVersion[]]
    await start(container, offered)
    container.registration.find(new FakeWorker())
    expect(offered).toEqual([])
  })

  test('is offered when it was fetched, and used only if the page asks for it', async () => {
    const [container, offered, reload] = [new FakeContainer(), [] as UseNewVersion[], vi.fn()]
    container.controller = new FakeWorker()
    await start(container, offered, reload)
    const next = new FakeWorker()
    container.registration.find(next)
    container.dispatchEvent(new Event('controllerchange'))
    expect([offered.length, next.messages, reload.mock.calls.length]).toEqual([1, [], 0])
    offered[0]?.()
    expect(next.messages).toEqual(['use-new-version'])
    container.dispatchEvent(new Event('controllerchange'))
    expect(reload).toHaveBeenCalledOnce()
  })

  test('that was fetched in an earlier visit is offered at once', async () => {
    const [container, offered] = [new FakeContainer(), [] as UseNewVersion[]]
    container.controller = new FakeWorker()
    container.registration.waiting = new FakeWorker()
    container.registration.waiting.install()
    await start(container, offered)
    expect(offered).toHaveLength(1)
  })
})

test('a browser that installs no app shows the page as before', async () => {
  const container = new FakeContainer()
  container.register = () => Promise.reject(new DOMException('', 'SecurityError'))
  await start(container, [])
  await keepOffline(() => undefined, null)
})
