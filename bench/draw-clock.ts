/** Measures in a page how long it takes from an event until the stage and the lanes are drawn. */

import type { Page } from '@playwright/test'

/** `stage`: the wanted frame with its overlay. `lanes`: the curves of the timeline. */
export type Drawn = 'stage' | 'lanes'

declare global {
  var drawClock: {
    /** Waits for the next event, and then until all of these are drawn. */
    arm(kinds: readonly Drawn[]): void
    /** From the event to the end of the last drawing, in ms. */
    answer(): Promise<number>
    /** Until the stage was first drawn after the event: with the wanted frame, or with one on the way to it. */
    firstMs(): number
    /** Until the stage was first drawn with the wanted frame, be it its small picture. */
    ownMs(): number
    /** How long the callbacks of animation frames took that drew lanes, in ms, since the last call. */
    takeLaneMs(): number[]
    /** Resolves when no lane was drawn for a while. */
    idle(ms: number): Promise<void>
  }
}

/** Must be called before the page is loaded. */
export async function installDrawClock(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let waiting = new Set<Drawn>()
    let startMs: number | null = null
    let firstMs = NaN
    let ownMs = NaN
    let resolve: (ms: number) => void = () => undefined
    let answer = Promise.resolve(0)
    let laneMs: number[] = []
    let lanesDrawnMs = performance.now()

    const note = (kind: Drawn): void => {
      if (kind === 'lanes') lanesDrawnMs = performance.now()
      if (startMs === null || !waiting.has(kind)) return
      // The overlay is drawn on the frame, and the other lanes below the first, in the same task.
      const eventMs = startMs
      queueMicrotask(() => {
        if (kind === 'stage') {
          if (Number.isNaN(firstMs)) firstMs = performance.now() - eventMs
          // The stage says so of a frame that is not the wanted one.
          if (document.querySelector('.stage .loading')) return
          if (Number.isNaN(ownMs)) ownMs = performance.now() - eventMs
          if (document.querySelector('.stage .sharpening')) return
        }
        waiting.delete(kind)
        if (waiting.size === 0) resolve(performance.now() - eventMs)
      })
    }
    const drawn = CanvasRenderingContext2D.prototype
    const draw = Reflect.get(drawn, 'drawImage') as () => void
    const put = Reflect.get(drawn, 'putImageData') as () => void
    const isStage = ({ canvas }: CanvasRenderingContext2D): boolean =>
      canvas instanceof HTMLCanvasElement && canvas.closest('.stage') !== null
    drawn.drawImage = function (...given: unknown[]) {
      Reflect.apply(draw, this, given)
      if (isStage(this)) note('stage')
    }
    drawn.putImageData = function (...given: unknown[]) {
      Reflect.apply(put, this, given)
      note(isStage(this) ? 'stage' : 'lanes')
    }
    for (const type of ['keydown', 'pointerdown', 'pointermove', 'wheel']) {
      const begin = (event: Event): void => {
        if (waiting.size > 0) startMs ??= event.timeStamp
      }
      addEventListener(type, begin, { capture: true, passive: true })
    }
    const request = globalThis.requestAnimationFrame
    globalThis.requestAnimationFrame = (callback) =>
      request((timeMs) => {
        const [beganMs, before] = [performance.now(), lanesDrawnMs]
        callback(timeMs)
        if (lanesDrawnMs !== before) laneMs.push(performance.now() - beganMs)
      })
    globalThis.drawClock = {
      arm(kinds) {
        waiting = new Set(kinds)
        startMs = null
        firstMs = NaN
        ownMs = NaN
        answer = new Promise((done, fail) => {
          resolve = done
          setTimeout(() => fail(new Error('Nothing was drawn for 20 s.')), 20_000)
        })
        answer.catch(() => undefined)
      },
      answer: () => answer,
      firstMs: () => firstMs,
      ownMs: () => ownMs,
      takeLaneMs() {
        const taken = laneMs
        laneMs = []
        return taken
      },
      async idle(ms) {
        while (performance.now() - lanesDrawnMs < ms) {
          await new Promise((done) => setTimeout(done, 50))
        }
      },
    }
  })
}

/** From an event that is caused by `act` until these are drawn, in ms. */
export async function timeUntilDrawn(
  page: Page,
  kinds: readonly Drawn[],
  act: () => Promise<void>,
): Promise<number> {
  await page.evaluate((kinds) => globalThis.drawClock.arm(kinds), kinds)
  await act()
  return page.evaluate(() => globalThis.drawClock.answer())
}
