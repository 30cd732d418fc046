/** The methods of Overlane itself, in the page. */

import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { grabFolder } from '../e2e/folders.ts'
import { OVERLAY } from './drawing.ts'
import type { FrameSet } from './frame-sets.ts'
import { measureFrames } from './method.ts'
import type { Method, Tool } from './method.ts'
import { measureVideo } from './video-result.ts'

/** About the bit rate of the source. */
const SOURCE_MBPS = 6

interface Overlane extends Tool {
  /** From a video to frames, and overlays alone. */
  extracts: Method[]
}

/** Runs that have no peer: a video split into frames, and the overlay without the frames. */
const EXTRACTS = [
  { name: 'split to PNG', from: '.mp4', to: '.png', content: 'frames', format: 'png' },
  { name: 'split to JPEG', from: '.mp4', to: '.jpg', content: 'frames', format: 'jpeg' },
  { name: 'overlay alone, as PNG', from: '.png', to: '.png', content: 'overlay', format: 'png' },
] as const

/** @param page shows the built app */
export function overlane(page: Page, version: string): Overlane {
  const common = { version, obstacle: null, isFor: () => true }
  return {
    extracts: EXTRACTS.map(({ name, from, to, content, format }) => ({
      ...common,
      name,
      isFor: ({ extension }) => extension === from,
      async run(set, output) {
        const framesPerSecond = await render(page, set, output, { content, format })
        return { framesPerSecond, bytesPerFrame: measureFrames(set, output, to) }
      },
    })),
    frames: ['sequential', 'parallel'].map((mode) => ({
      ...common,
      name: `Overlane ${mode}`,
      async run(set, output) {
        const framesPerSecond = await render(page, set, output, { mode })
        return { framesPerSecond, bytesPerFrame: measureFrames(set, output) }
      },
    })),
    videos: [null, SOURCE_MBPS].map((bitrateMbps) => ({
      ...common,
      name: bitrateMbps === null ? 'Overlane' : `Overlane, ${bitrateMbps} Mbit/s`,
      async run(set, output) {
        const options = {
          format: 'mp4',
          pattern: 'drawn.mp4',
          video: { bitrate_mbps: bitrateMbps },
        }
        const framesPerSecond = await render(page, set, output, options)
        return { framesPerSecond, ...(await measureVideo(set, join(output, options.pattern))) }
      },
    })),
  }
}

/**
 * @param options the options of the output, as in `overlane.yaml`
 * @returns frames/s
 */
async function render(
  page: Page,
  set: FrameSet,
  output: string,
  options: Record<string, unknown>,
): Promise<number> {
  const [recordingHandle, outputHandle] = [
    await grabFolder(page, set.path),
    await grabFolder(page, output),
  ]
  const { renderedCount, seconds } = await page.evaluate(
    async ({ recordingHandle, outputHandle, source }) => {
      const { overlane } = globalThis
      const directory = new overlane.HandleDirectory(recordingHandle)
      const config = overlane.parseConfig(source)
      const recording = await overlane.openRecording(directory, { config })
      const output = new overlane.HandleDirectory(outputHandle)
      const startMs = performance.now()
      const { renderedCount } = await overlane.renderRecording({
        recording,
        config: recording.config,
        output,
      })
      const seconds = (performance.now() - startMs) / 1000
      await recording.video?.close()
      return { renderedCount, seconds }
    },
    { recordingHandle, outputHandle, source: { ...OVERLAY, output: options } },
  )
  if (renderedCount !== set.frameCount) {
    throw new Error(`Overlane rendered ${renderedCount} frames of ${set.frameCount}.`)
  }
  return renderedCount / seconds
}
