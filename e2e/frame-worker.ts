/** Makes the workers of a run slow or faulty. */

import type { Page } from '@playwright/test'

/** Runs a script in each frame worker before the worker's own script. */
export function patchFrameWorker(page: Page, script: string): Promise<void> {
  return patchWorker(page, 'frame', script)
}

/**
 * Runs a script in each worker of a kind before the worker's own script.
 * @param times only this many workers run the script, the first ones. Default: all workers
 */
export async function patchWorker(
  page: Page,
  kind: 'frame' | 'segment' | 'movie',
  script: string,
  times = Infinity,
): Promise<void> {
  let count = 0
  await page.route(`**/${kind}.worker*`, async (route) => {
    const patch = ++count > times ? '' : `${script};\n`
    // The other workers come the same way. A worker that started sooner would take all the work.
    const response = await route.fetch()
    await route.fulfill({ response, body: patch + (await response.text()) })
  })
}

/** Delays the writing of each file. The delay uses no core. */
export const slowDisk = (delayMs: number): string => `
  const createWritable = FileSystemFileHandle.prototype.createWritable
  FileSystemFileHandle.prototype.createWritable = async function (...options) {
    await new Promise((resolve) => setTimeout(resolve, ${delayMs}))
    return createWritable.apply(this, options)
  }`

/** Each worker waits before its next file, once it has written some. `goOn` ends the wait. */
export const holdDisk = (fileCount: number): string => hold('createWritable', fileCount)

/** Each worker waits before its next file, once it has read some. `goOn` ends the wait. */
export const holdReading = (fileCount: number): string => hold('getFile', fileCount)

const hold = (method: 'createWritable' | 'getFile', fileCount: number): string => `
  const { ${method} } = FileSystemFileHandle.prototype
  const told = new Promise((resolve) => (new BroadcastChannel('hold').onmessage = resolve))
  let count = 0
  FileSystemFileHandle.prototype.${method} = async function (...options) {
    if (++count > ${fileCount}) await told
    return ${method}.apply(this, options)
  }`

export function goOn(page: Page): Promise<void> {
  return page.evaluate(() => new BroadcastChannel('hold').postMessage('go on'))
}

/** Delays the drawing of each text. The worker does nothing else meanwhile, and uses no core. */
export const slowDrawing = (delayMs: number): string => `
  const fillText = OffscreenCanvasRenderingContext2D.prototype.fillText
  const unchanged = new Int32Array(new SharedArrayBuffer(4))
  OffscreenCanvasRenderingContext2D.prototype.fillText = function (...text) {
    Atomics.wait(unchanged, 0, 0, ${delayMs})
    return fillText.apply(this, text)
  }`

/** An encoder that starts later in the video asks for another decoder than the first one. */
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

/**
 * Runs `mishap` in the encoder when it gets a frame for which `isDue` is true.
 * @param isDue an expression with the frame's `index` and its `timestamp` in µs
 */
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
