/** Makes the workers of a run slower or worse than they are. */

import type { Page } from '@playwright/test'

/** Runs a script in each frame worker before its own. */
export async function patchFrameWorker(page: Page, script: string): Promise<void> {
  await page.route('**/frame.worker*', async (route) => {
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
