/** Measures decoding alone and encoding alone: the upper bound for a pipeline of both. */

import type { Browser, JSHandle, Page } from '@playwright/test'
import { processorSeconds } from './process-time.ts'

interface Stage {
  framesPerSecond: number
  processorSeconds: number
}

/** The number of decoded pictures in memory. They are encoded forwards and backwards in a loop. */
const KEPT_COUNT = 20
/** The settings with which Overlane encodes 1080p. */
const ENCODING = { codec: 'avc1.640028', bitrate: 8e6, latencyMode: 'quality' } as const
const KEY_EVERY = 60
const MOST_QUEUED = 4

/** @param folder of a recording that is a 1080p video */
export async function measureStages(
  page: Page,
  browser: Browser,
  folder: JSHandle<FileSystemDirectoryHandle>,
): Promise<{ decoding: Stage; encoding: Stage }> {
  const video = await page.evaluateHandle(async (folder) => {
    const { openRecording, HandleDirectory } = globalThis.overlane
    const { video, frames } = await openRecording(new HandleDirectory(folder))
    if (!video) throw new Error('There is no video.')
    return { reader: video, frameCount: frames.length }
  }, folder)
  const decoding = await measure(browser, () =>
    page.evaluate(async ({ reader, frameCount }) => {
      const startMs = performance.now()
      for (let index = 0; index < frameCount; index++) (await reader.frameAt(index)).frame.close()
      return (frameCount * 1000) / (performance.now() - startMs)
    }, video),
  )
  const kept = await page.evaluateHandle(
    async ({ video: { reader }, KEPT_COUNT }) => {
      const kept: VideoFrame[] = []
      for (let index = 0; index < KEPT_COUNT; index++) {
        const { frame } = await reader.frameAt(index)
        const { format, displayWidth, displayHeight, timestamp } = frame
        if (format === null) throw new Error('The frames are not in memory.')
        const bytes = new Uint8Array(frame.allocationSize())
        const layout = await frame.copyTo(bytes)
        const size = { codedWidth: displayWidth, codedHeight: displayHeight }
        kept.push(new VideoFrame(bytes, { format, ...size, timestamp, layout }))
        frame.close()
      }
      await reader.close()
      return kept
    },
    { video, KEPT_COUNT },
  )
  const frameCount = await video.evaluate((video) => video.frameCount)
  const options = { kept, frameCount, ENCODING, KEY_EVERY, MOST_QUEUED }
  const encoding = await measure(browser, () =>
    page.evaluate(async ({ kept, frameCount, ENCODING, KEY_EVERY, MOST_QUEUED }) => {
      const encoder = new VideoEncoder({ output: () => undefined, error: reportError })
      encoder.configure({ ...ENCODING, width: 1920, height: 1080 })
      const turn = 2 * kept.length - 2
      const startMs = performance.now()
      for (let index = 0; index < frameCount; index++) {
        const at = index % turn
        const picture = kept[Math.min(at, turn - at)]
        if (!picture) throw new Error('There is no such picture.')
        const frame = new VideoFrame(picture, { timestamp: index * 33_333 })
        while (encoder.encodeQueueSize > MOST_QUEUED) {
          await new Promise((resolve) =>
            encoder.addEventListener('dequeue', resolve, { once: true }),
          )
        }
        encoder.encode(frame, { keyFrame: index % KEY_EVERY === 0 })
        frame.close()
      }
      await encoder.flush()
      const framesPerSecond = (frameCount * 1000) / (performance.now() - startMs)
      encoder.close()
      for (const frame of kept) frame.close()
      return framesPerSecond
    }, options),
  )
  return { decoding, encoding }
}

async function measure(browser: Browser, work: () => Promise<number>): Promise<Stage> {
  let framesPerSecond = NaN
  const seconds = await processorSeconds(browser, async () => {
    framesPerSecond = await work()
  })
  return { framesPerSecond, processorSeconds: seconds }
}
