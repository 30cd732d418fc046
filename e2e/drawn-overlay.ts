/** The pixels that the overlay covers, taken from a run that writes only the overlay. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { readPng } from '../src/codec/testing/png-reader.ts'
import type { OverlayPatch } from '../src/core/draw/overlay-patch.ts'
import type { Pixels } from './pictures.ts'
import { renderFolders } from './run.ts'

/** Text on a panel, text with an outline, and boxes around vehicles, on a part of the frame. */
export const overlay = {
  time_zone: 'UTC',
  sensors: { speed: { strategy: 'linear', time_offset_ms: 20, tolerance_ms: 200 } },
  renderers: [
    { type: 'frame_info', format: 'detailed', panel: { enabled: true }, font: { size: 12 } },
    {
      type: 'speed',
      sensor: 'speed',
      position: { x: 'width - 10', y: 10, anchor: 'top_right' },
      outline_color: 'black',
      font: { size: 12, weight: 700 },
    },
    {
      type: 'targets',
      sensor: 'targets',
      position: { y: 'height - 40', anchor: 'bottom_left' },
      font: { size: 10 },
    },
  ],
}

/**
 * The overlay of each frame, in frame order, as a patch of the frame's size. Every frame must be
 * rendered.
 * @param output an empty folder
 * @param config of the run, without `output`
 */
export async function drawOverlays(
  page: Page,
  recording: string,
  output: string,
  config: Record<string, unknown> = overlay,
): Promise<OverlayPatch[]> {
  const { files } = await renderFolders(page, recording, output, {
    config: { ...config, output: { content: 'overlay' } },
  })
  return files.map((name) => {
    const { widthPx, heightPx, rgba } = readPng(readFileSync(join(output, name)))
    return { x: 0, y: 0, width: widthPx, height: heightPx, rgba: new Uint8ClampedArray(rgba) }
  })
}

/** Whether the overlay covers this pixel of the frame. */
export function isDrawn({ rgba }: OverlayPatch, pixel: number): boolean {
  return (rgba[4 * pixel + 3] ?? 0) > 0
}

/** Indexes of the pixels in grid squares that the overlay does not touch. */
export function pixelsBeside(patch: OverlayPatch, gridPx: number): number[] {
  const { width, height } = patch
  const squareOf = (pixel: number): string =>
    `${Math.floor((pixel % width) / gridPx)} ${Math.floor(pixel / width / gridPx)}`
  const pixels = Array.from({ length: width * height }, (_, pixel) => pixel)
  const touched = new Set(pixels.filter((pixel) => isDrawn(patch, pixel)).map(squareOf))
  return pixels.filter((pixel) => !touched.has(squareOf(pixel)))
}

/** PSNR over red, green and blue of these pixels, in dB. */
export function psnrOf(a: Pixels, b: Pixels, pixels: readonly number[]): number {
  let sum = 0
  for (const pixel of pixels) {
    for (let at = 4 * pixel; at < 4 * pixel + 3; at++) {
      sum += ((a.data[at] ?? 0) - (b.data[at] ?? 0)) ** 2
    }
  }
  return 10 * Math.log10(255 ** 2 / (sum / (3 * pixels.length)))
}
