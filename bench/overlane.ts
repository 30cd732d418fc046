/** Overlane itself, in the page. */

import type { Page } from '@playwright/test'
import { grabFolder } from '../e2e/folders.ts'
import { OVERLAY } from './drawing.ts'
import { measureFrames } from './method.ts'
import type { Method } from './method.ts'

/** @param page one that shows the built app */
export function overlane(page: Page, mode: 'sequential' | 'parallel', version: string): Method {
  return {
    name: `Overlane ${mode}`,
    version,
    obstacle: null,
    isFor: () => true,
    async run(set, output) {
      const [recordingHandle, outputHandle] = [
        await grabFolder(page, set.path),
        await grabFolder(page, output),
      ]
      const { renderedCount, seconds } = await page.evaluate(
        async ({ recordingHandle, outputHandle, overlay, mode }) => {
          const { overlane } = globalThis
          const directory = new overlane.HandleDirectory(recordingHandle)
          const config = overlane.parseConfig(overlay)
          const recording = await overlane.openRecording(directory, { config })
          const output = new overlane.HandleDirectory(outputHandle)
          const startMs = performance.now()
          const { renderedCount } = await overlane.renderRecording({
            recording,
            config: recording.config,
            output,
            mode,
          })
          return { renderedCount, seconds: (performance.now() - startMs) / 1000 }
        },
        { recordingHandle, outputHandle, overlay: OVERLAY, mode },
      )
      if (renderedCount !== set.frameCount) {
        throw new Error(`Overlane rendered ${renderedCount} frames of ${set.frameCount}.`)
      }
      return { framesPerSecond: renderedCount / seconds, bytesPerFrame: measureFrames(set, output) }
    },
  }
}
