/** Watches a page and its workers: pictures that nobody closed, and long tasks. */

import type { Page, Worker } from '@playwright/test'

declare global {
  /** The pictures that a thread has not closed. */
  var countOpenPictures: (() => number) | undefined
  /** The tasks of the page that took longer than 50 ms. */
  var longTasks: { startMs: number; ms: number }[] | undefined
}

export interface PageWatch {
  /** VideoFrames and ImageBitmaps that are open now, in the page and its workers. */
  openPictures(): Promise<number>
  /** The lengths of the page's long tasks since the last call, in ms. */
  takeLongTasks(): Promise<number[]>
}

/** Call it before the page is loaded. */
export async function watchPage(page: Page): Promise<PageWatch> {
  const workers = new Set<Worker>()
  page.on('worker', (worker) => {
    workers.add(worker)
    worker.on('close', () => workers.delete(worker))
    // The worker may end before it runs this.
    worker.evaluate(trackPictures).catch(() => undefined)
  })
  await page.addInitScript(trackPictures)
  await page.addInitScript(() => {
    const tasks: NonNullable<typeof globalThis.longTasks> = []
    globalThis.longTasks = tasks
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        tasks.push({ startMs: startTime, ms: duration })
      }
    }).observe({ type: 'longtask' })
  })
  return {
    async openPictures() {
      const counts = await Promise.all([
        page.evaluate(count),
        // A worker may end before it answers.
        ...Array.from(workers, (worker) => worker.evaluate(count).catch(() => 0)),
      ])
      return counts.reduce((sum, count) => sum + count, 0)
    },
    takeLongTasks: () =>
      page.evaluate(() => (globalThis.longTasks ?? []).splice(0).map(({ ms }) => ms)),
  }
}

function count(): number {
  return globalThis.countOpenPictures?.() ?? 0
}

/** Runs in each thread. A picture that is closed, or was sent to another thread, has no size. */
function trackPictures(): void {
  const pictures = new Set<VideoFrame | ImageBitmap>()
  const note = <Picture extends VideoFrame | ImageBitmap>(picture: Picture): Picture => {
    pictures.add(picture)
    return picture
  }
  globalThis.countOpenPictures = () => {
    for (const picture of pictures) {
      const width = 'codedWidth' in picture ? picture.codedWidth : picture.width
      if (width === 0) pictures.delete(picture)
    }
    return pictures.size
  }
  const { createImageBitmap: makeBitmap, VideoFrame: Frame, VideoDecoder: Decoder } = globalThis
  globalThis.createImageBitmap = new Proxy(makeBitmap, {
    apply: (target, _, args) =>
      (Reflect.apply(target, globalThis, args) as Promise<ImageBitmap>).then(note),
  })
  globalThis.VideoFrame = new Proxy(Frame, {
    construct: (target, args) => note(Reflect.construct(target, args) as VideoFrame),
  })
  Frame.prototype.clone = new Proxy<() => VideoFrame>(Reflect.get(Frame.prototype, 'clone'), {
    apply: (target, frame) => note(Reflect.apply(target, frame, [])),
  })
  globalThis.VideoDecoder = new Proxy(Decoder, {
    construct: (target, [init]: [VideoDecoderInit]) =>
      new target({ ...init, output: (frame) => init.output(note(frame)) }),
  })
}
