import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Player } from './player.svelte.ts'
import type { PlayerHost } from './player.svelte.ts'

const FRAME_MS = 40
const SCREEN_MS = 16

/** 100 frames of 40 ms, which take some time to load. */
class FakeHost implements PlayerHost<number> {
  readonly frames = Array.from({ length: 100 }, (_, frameIndex) => ({
    frameIndex,
    timestampMs: frameIndex * FRAME_MS,
    fileName: 'frame.png',
  }))
  position = 0
  readonly mostAhead = 4
  loopRange = [10, 14] as const
  readonly shown: { position: number; atMs: number }[] = []
  openCount = 0
  restCount = 0
  readonly #loadMs: (position: number) => number

  constructor(loadMs: (position: number) => number) {
    this.#loadMs = loadMs
  }

  load(position: number): Promise<number> {
    this.openCount++
    return new Promise((resolve) => setTimeout(() => resolve(position), this.#loadMs(position)))
  }
  show(position: number): void {
    this.openCount--
    this.position = position
    this.shown.push({ position, atMs: performance.now() })
  }
  rest(): void {
    this.restCount++
  }
  discard(): void {
    this.openCount--
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (run: (nowMs: number) => void) =>
    setTimeout(() => run(performance.now()), SCREEN_MS),
  )
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Plays for a time. @returns how late each frame was shown, in ms */
async function playFor(
  player: Player<number>,
  host: FakeHost,
  from: number,
  ms: number,
): Promise<number[]> {
  const startMs = performance.now()
  await vi.advanceTimersByTimeAsync(ms)
  return host.shown.map(
    ({ position, atMs }) => atMs - startMs - (Math.abs(position - from) * FRAME_MS) / player.speed,
  )
}

describe('the player', () => {
  test('shows every frame at its time if frames are loaded in time', async () => {
    const host = new FakeHost(() => 20)
    const player = new Player(host)
    player.play(1)
    // Four frames are loaded before time begins to run.
    await vi.advanceTimersByTimeAsync(80)
    const late = await playFor(player, host, 0, 2000)
    expect(player.leftOutCount).toBe(0)
    expect(player.shownCount).toBe(host.shown.length)
    expect(host.position).toBe(50)
    for (const ms of late) expect(ms).toBeLessThanOrEqual(SCREEN_MS)
  })

  test.each([[1 as const], [-1 as const]])(
    'leaves out and counts what is loaded too slowly, and never shows a frame late (%i)',
    async (direction) => {
      const host = new FakeHost((position) => 60 + (position % 7) * 10)
      host.position = direction === 1 ? 0 : 99
      const player = new Player(host)
      player.play(direction)
      await vi.advanceTimersByTimeAsync(400)
      const late = await playFor(player, host, direction === 1 ? 0 : 99, 3000)
      for (const ms of late) expect(ms).toBeLessThan(FRAME_MS)
      expect(player.leftOutCount).toBeGreaterThan(20)
      const passedCount = Math.abs(host.position - (direction === 1 ? 0 : 99))
      expect(player.leftOutCount + player.shownCount).toBe(passedCount)
      // It keeps up with the time: at most two frames behind.
      expect(passedCount).toBeGreaterThan(3000 / FRAME_MS - 5)
    },
  )

  test('after one frame that was late, leaves out no more than the time of that one', async () => {
    const host = new FakeHost((position) => (position === 30 ? 300 : 10))
    const player = new Player(host)
    player.play(1)
    await vi.advanceTimersByTimeAsync(3000)
    // Four frames were ready, so 300 ms of loading are late by 140 ms.
    expect(player.leftOutCount).toBeLessThanOrEqual(4)
    expect(player.leftOutCount).toBeGreaterThan(0)
  })

  test('leaves out nothing of a video whose decoder takes long to start', async () => {
    let isStarted = false
    const host = new FakeHost(() => {
      const ms = isStarted ? 20 : 600
      isStarted = true
      return ms
    })
    const player = new Player(host)
    player.play(1)
    await vi.advanceTimersByTimeAsync(3000)
    expect(host.position).toBeGreaterThan(40)
    expect(player.leftOutCount).toBe(0)
  })

  test('stops at the last frame, which is always shown', async () => {
    const host = new FakeHost(() => 300)
    host.position = 96
    const player = new Player(host)
    player.play(1)
    await vi.advanceTimersByTimeAsync(2000)
    expect(host.position).toBe(99)
    expect(player.state).toBe('paused')
    expect(host.restCount).toBe(1)
    expect(host.openCount).toBe(0)
  })

  test('repeats the range in a loop', async () => {
    const host = new FakeHost(() => 5)
    const player = new Player(host)
    player.toggleLoop()
    player.play(1)
    await vi.advanceTimersByTimeAsync(1500)
    const positions = host.shown.map(({ position }) => position)
    expect(Math.min(...positions)).toBe(10)
    expect(Math.max(...positions)).toBe(14)
    expect(positions.filter((position) => position === 10).length).toBeGreaterThan(2)
    player.pause()
    await vi.advanceTimersByTimeAsync(100)
    expect(host.openCount).toBe(0)
  })

  test('J, K and L: backwards, pause, forwards, and twice as fast when pressed again', () => {
    const player = new Player(new FakeHost(() => 5))
    player.shuttle(1)
    player.shuttle(1)
    expect([player.state, player.direction, player.speed]).toEqual(['playing', 1, 2])
    player.shuttle(-1)
    expect([player.direction, player.speed]).toEqual([-1, 2])
    player.halt()
    expect([player.state, player.speed]).toEqual(['paused', 1])
  })

  test('lets the sound follow the frame that is shown, and ends it with a pause', async () => {
    const host = new FakeHost(() => 5)
    const player = new Player(host)
    const heard: number[] = []
    const sound = { follow: (index: number) => heard.push(index), stop: vi.fn(), close: vi.fn() }
    player.setSound(sound)
    player.play(1)
    await vi.advanceTimersByTimeAsync(200)
    player.pause()
    expect(heard[0]).toBe(0)
    expect(heard.at(-1)).toBe(host.position)
    expect(sound.stop).toHaveBeenCalledOnce()
    player.setSound(null)
    expect(sound.close).toHaveBeenCalledOnce()
  })
})
