/** Recordings of frames of every kind that files have, made from seeds. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeJpeg } from '../src/codec/testing/jpeg-writer.ts'
import type { JpegOptions } from '../src/codec/testing/jpeg-writer.ts'
import { paintRows, writePng } from '../src/codec/testing/png-writer.ts'
import type { PngForm } from '../src/codec/testing/png-writer.ts'
import type { RecordingOptions } from './recordings.ts'

/** No multiple of the size of any MCU: the last ones hold padding. */
export const FRAME_SIZE = { widthPx: 323, heightPx: 181 }

/** A recording of these files, in their order, whatever their names say they are. */
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

/** Files of one kind, with other pictures. */
export function jpegFiles(count: number, options: Partial<JpegOptions> = {}): Uint8Array[] {
  return Array.from({ length: count }, (_, seed) => writeJpeg({ ...FRAME_SIZE, seed, ...options }))
}

/** Files of one kind, with other pictures. */
export function pngFiles(count: number, form: Partial<PngForm> = {}): Uint8Array[] {
  const { widthPx, heightPx } = FRAME_SIZE
  return Array.from({ length: count }, (_, seed) =>
    writePng(widthPx, heightPx, paintRows(widthPx, heightPx, form, seed), form, seed),
  )
}

export function readIn(folder: string, name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, name)))
}

/** SHA-256 of the files' bytes, by name. */
export function fileHashes(folder: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, createHash('sha256').update(readIn(folder, name)).digest('hex')]),
  )
}

/** As a report has the frames that were spliced. */
export const spliced = (frameCount: number) => ({ road: 'splice', frameCount, reason: null })

/** As a report has the frames that a canvas made. */
export const byCanvas = (frameCount: number, reason: string) => ({
  road: 'canvas',
  frameCount,
  reason,
})
