import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ScreenLock } from './screen-lock.ts'

class FakeDocument extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible'

  become(state: DocumentVisibilityState): void {
    this.visibilityState = state
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

describe('ScreenLock', () => {
  let page: FakeDocument
  let lockCount: number
  const request = vi.fn<() => Promise<{ release: () => Promise<void> }>>()
  const onRefused = vi.fn()

  beforeEach(() => {
    page = new FakeDocument()
    lockCount = 0
    request.mockReset()
    request.mockImplementation(() => {
      lockCount++
      const release = (): Promise<void> => {
        lockCount--
        return Promise.resolve()
      }
      return Promise.resolve({ release })
    })
    onRefused.mockReset()
    vi.stubGlobal('document', page)
    vi.stubGlobal('navigator', { wakeLock: { request } })
  })

  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('is held until it is released', async () => {
    const lock = new ScreenLock(onRefused)
    lock.hold()
    await vi.waitFor(() => expect(lockCount).toBe(1))
    lock.release()
    expect(lockCount).toBe(0)
  })

  it('is asked for again when the page is shown again, but not after the release', async () => {
    const lock = new ScreenLock(onRefused)
    lock.hold()
    page.become('hidden')
    expect(request).toHaveBeenCalledTimes(1)
    page.become('visible')
    expect(request).toHaveBeenCalledTimes(2)
    await Promise.resolve()
    lock.release()
    page.become('visible')
    expect(request).toHaveBeenCalledTimes(2)
  })

  it('is given back if the browser grants it after the release', async () => {
    const lock = new ScreenLock(onRefused)
    lock.hold()
    lock.release()
    await vi.waitFor(() => expect(request).toHaveResolved())
    await vi.waitFor(() => expect(lockCount).toBe(0))
  })

  it('says that the browser refuses', async () => {
    request.mockRejectedValue(new DOMException('no', 'NotAllowedError'))
    new ScreenLock(onRefused).hold()
    await vi.waitFor(() => expect(onRefused).toHaveBeenCalledTimes(1))
  })

  it('does nothing in a browser without it', () => {
    vi.stubGlobal('navigator', {})
    const lock = new ScreenLock(onRefused)
    lock.hold()
    lock.release()
    expect(ScreenLock.isSupported).toBe(false)
    expect(onRefused).not.toHaveBeenCalled()
  })
})
