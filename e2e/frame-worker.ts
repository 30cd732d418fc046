/** Makes the workers of a run slower or worse than they are. */

import type { Page } from '@playwright/test'

/** Runs a script in each frame worker before its own. */
export function patchFrameWorker(page: Page, script: string): Promise<void> {
  return patchWorker(page, 'frame', script)
}

/**
 * Runs a script in each worker of a kind before its own.
 * @param times in so many of them only, the first ones; default: in all
 */
export async function patchWorker(
  page: Page,
  kind: 'frame' | 'segment' | 'movie',
  script: string,
  times = Infinity,
): Promise<void> {
  let count = 0
  await page.route(`**/${kind}.worker*`, async (route) => {
    if (++count > times) return route.continue()
    const response = await route.fetch()
    await route.fulfill({ response, body: `${script};\n${await response.text()}` })
  })
}

/** Each file takes so long to be written, whatever the cores do. */
export const slowDisk = (delayMs: number): string => `
  const createWritable = FileSystemFileHandle.prototype.createWritable
  FileSystemFileHandle.prototype.createWritable = async function (...options) {
    await new Promise((resolve) => setTimeout(resolve, ${delayMs}))
    return createWritable.apply(this, options)
  }`

/** Each text takes so long to be drawn, on the worker's own core. */
export const slowDrawing = (delayMs: number): string => `
  const fillText = OffscreenCanvasRenderingContext2D.prototype.fillText
  OffscreenCanvasRenderingContext2D.prototype.fillText = function (...text) {
    const endMs = performance.now() + ${delayMs}
    while (performance.now() < endMs);
    return fillText.apply(this, text)
  }`

/** An encoder that does not begin the video needs another decoder than the one that does. */
export const differingEncoders = `
  const Encoder = VideoEncoder
  self.VideoEncoder = class extends Encoder {
    constructor({ output, error }) {
      super({
        error,
        output(chunk, metadata) {
          const { decoderConfig } = metadata ?? {}
          if (decoderConfig && chunk.timestamp > 0) {
            metadata = { ...metadata, decoderConfig: { ...decoderConfig, codec: 'avc1.64002a' } }
          }
          output(chunk, metadata)
        },
      })
    }
  }`

/** Something happens to the encoder when a frame comes to it that `isDue`: `index`, `timestamp` in µs. */
export const mishapAt = (isDue: string, mishap: string): string => `
  const Encoder = VideoEncoder
  let index = 0
  let isSilent = false
  self.VideoEncoder = class extends Encoder {
    constructor(init) {
      super(init)
      this.init = init
    }
    get encodeQueueSize() {
      return isSilent ? 99 : super.encodeQueueSize
    }
    encode(frame, options) {
      const { timestamp } = frame
      if (isDue()) { mishap(this.init) }
      if (!isSilent) super.encode(frame, options)
      index++
      function isDue() { return ${isDue} }
      function mishap({ error }) { ${mishap} }
    }
  }`
