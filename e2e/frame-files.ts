/** Recordings with frames of many file kinds, made from seeds. */

import { writeJpeg } from '../src/codec/testing/jpeg-writer.ts'
import type { JpegOptions } from '../src/codec/testing/jpeg-writer.ts'
import { paintRows, writePng } from '../src/codec/testing/png-writer.ts'
import type { PngForm } from '../src/codec/testing/png-writer.ts'
import type { RecordingOptions } from './recordings.ts'

/** Not a multiple of any MCU size, so the last MCUs of rows and columns contain padding. */
export const FRAME_SIZE = { widthPx: 323, heightPx: 181 }

/** A recording with these files as frames. The extension may differ from the content. */
export function recordingOf(
  files: readonly Uint8Array[],
  extension: '.jpg' | '.png',
): RecordingOptions & { name: string } {
  const named = files.map((bytes, index): [string, Buffer] => [
    `frame_${String(index).padStart(6, '0')}${extension}`,
    Buffer.from(bytes),
  ])
  return {
    ...FRAME_SIZE,
    name: 'frames',
    frameCount: files.length,
    format: extension === '.jpg' ? 'jpeg' : 'png',
    missingIndexes: [...files.keys()],
    files: Object.fromEntries(named),
  }
}

/** JPEG files of one kind with different pictures. */
export function jpegFiles(count: number, options: Partial<JpegOptions> = {}): Uint8Array[] {
  return Array.from({ length: count }, (_, seed) => writeJpeg({ ...FRAME_SIZE, seed, ...options }))
}

/** PNG files of one form with different pictures. */
export function pngFiles(count: number, form: Partial<PngForm> = {}): Uint8Array[] {
  const { widthPx, heightPx } = FRAME_SIZE
  return Array.from({ length: count }, (_, seed) =>
    writePng(widthPx, heightPx, paintRows(widthPx, heightPx, form, seed), form, seed),
  )
}

/** The report's entry for spliced frames. */
export const spliced = (frameCount: number) => ({ road: 'splice', frameCount, reason: null })

/** The report's entry for frames that a canvas made. */
export const byCanvas = (frameCount: number, reason: string) => ({
  road: 'canvas',
  frameCount,
  reason,
})
