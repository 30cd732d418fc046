/** Makes the workers of a run slower or worse than they are. */

import type { Page } from '@playwright/test'

/** Runs a script in each frame worker before its own. */
export function patchFrameWorker(page: Page, script: string): Promise<void> {
  return patchWorker(page, 'frame', script)
}

/** Runs a script in each worker of a kind before its own. */
export async function patchWorker(
  page: Page,
  kind: 'frame' | 'segment' | 'movie',
  script: string,
): Promise<void> {
  await page.route(`**/${kind}.worker*`, async (route) => {
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
