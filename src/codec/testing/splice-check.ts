/** Checks a spliced file against its source, using only the two files. */

import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import { readCoefficients } from './jpeg-coefficients.ts'
import type { Coefficients, CoefficientPlane } from './jpeg-coefficients.ts'
import { decodePicture, encodePicture, mostSampling } from './jpeg-pixels.ts'
import type { Picture } from './jpeg-pixels.ts'
import { seededNumbers } from './seeded-numbers.ts'

export interface SpliceCheck {
  /** Blocks whose pixels are not drawn on, but whose coefficients changed. */
  wrongBlocks: string[]
  touchedBlocks: number
  /** PSNR of the touched pixels against the ideal picture, in dB: spliced, and encoded whole. */
  splicedPsnr: number
  encodedPsnr: number
  extraBytes: number
}

export function checkSplice(
  source: Uint8Array,
  spliced: Uint8Array,
  patches: readonly OverlayPatch[],
): SpliceCheck {
  const before = readCoefficients(source)
  const after = readCoefficients(spliced)
  const ideal = composite(decodePicture(before), patches, before.planes.length === 1)
  const encoded = encodePicture(ideal, before.planes)
  const touched = touchedBlocks(before, patches)
  const pixels = new Set(touched.flat().flatMap((block) => block ?? []))
  return {
    wrongBlocks: untouchedDifferences(before, after, patches),
    touchedBlocks: touched.flat().filter(Boolean).length,
    splicedPsnr: psnr(decodePicture(after), ideal, pixels),
    encodedPsnr: psnr(decodePicture(encoded), ideal, pixels),
    extraBytes: after.extraBytes,
  }
}

/** The blocks whose pixels are not drawn on, but whose coefficients changed. */
export function untouchedDifferences(
  before: Coefficients,
  after: Coefficients,
  patches: readonly OverlayPatch[],
): string[] {
  const touched = touchedBlocks(before, patches)
  return before.planes.flatMap((plane, component) =>
    Array.from({ length: plane.blocksAcross * plane.blocksDown }, (_, block) =>
      touched[component]?.[block] || isSame(plane, after.planes[component], block)
        ? []
        : [`component ${component}, block ${block}`],
    ).flat(),
  )
}

/** For each component and block: its pixels, or null if nothing is drawn on them. */
function touchedBlocks(
  coefficients: Coefficients,
  patches: readonly OverlayPatch[],
): (number[] | null)[][] {
  const isDrawn = drawnPixels(coefficients, patches)
  return coefficients.planes.map((plane) =>
    Array.from({ length: plane.blocksAcross * plane.blocksDown }, (_, block) => {
      const pixels = pixelsOf(coefficients, plane, block)
      return pixels.some((pixel) => isDrawn[pixel]) ? pixels : null
    }),
  )
}

function isSame(a: CoefficientPlane, b: CoefficientPlane | undefined, block: number): boolean {
  const from = 64 * block
  return a.coefficients
    .subarray(from, from + 64)
    .every((value, index) => b?.coefficients[from + index] === value)
}

/** The pixels that the block's samples cover, as indexes into the picture. */
function pixelsOf(
  { planes, widthPx, heightPx }: Coefficients,
  { h, v, blocksAcross }: CoefficientPlane,
  block: number,
): number[] {
  const most = mostSampling(planes)
  const wide = (8 * most.h) / h
  const high = (8 * most.v) / v
  const left = (block % blocksAcross) * wide
  const top = Math.floor(block / blocksAcross) * high
  const pixels: number[] = []
  for (let y = top; y < Math.min(top + high, heightPx); y++) {
    for (let x = left; x < Math.min(left + wide, widthPx); x++) pixels.push(y * widthPx + x)
  }
  return pixels
}

function drawnPixels(
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  patches: readonly OverlayPatch[],
): boolean[] {
  const isDrawn = new Array<boolean>(widthPx * heightPx).fill(false)
  for (const { x, y, width, height, rgba } of patches) {
    for (let pixel = 0; pixel < width * height; pixel++) {
      const at = (y + Math.floor(pixel / width)) * widthPx + x + (pixel % width)
      isDrawn[at] = (rgba[4 * pixel + 3] ?? 0) > 0
    }
  }
  return isDrawn
}

/** The picture with the overlay drawn on it, not rounded. */
function composite(source: Picture, patches: readonly OverlayPatch[], isGrey: boolean): Picture {
  const rgb = source.rgb.slice()
  for (const { x, y, width, height, rgba } of patches) {
    for (let pixel = 0; pixel < width * height; pixel++) {
      const at = 3 * ((y + Math.floor(pixel / width)) * source.widthPx + x + (pixel % width))
      const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(4 * pixel)
      const luma = 0.299 * red + 0.587 * green + 0.114 * blue
      const colour = isGrey ? [luma, luma, luma] : [red, green, blue]
      colour.forEach((value, channel) => {
        const below = rgb[at + channel] ?? 0
        rgb[at + channel] = below + (alpha / 255) * (value - below)
      })
    }
  }
  return { ...source, rgb }
}

function psnr(a: Picture, b: Picture, pixels: ReadonlySet<number>): number {
  let sum = 0
  for (const pixel of pixels) {
    for (let at = 3 * pixel; at < 3 * pixel + 3; at++) {
      sum += ((a.rgb[at] ?? 0) - (b.rgb[at] ?? 0)) ** 2
    }
  }
  return 10 * Math.log10(255 ** 2 / (sum / (3 * pixels.size)))
}

/** Patches like those of overlays: rounded panels, lines and letters, partly transparent. */
export function seededPatches(seed: number, widthPx: number, heightPx: number): OverlayPatch[] {
  const random = seededNumbers(seed)
  const half = Math.ceil(widthPx / 2)
  const upTo = (most: number): number => Math.floor(random() * most)
  return [0, half]
    .filter((left) => left < widthPx)
    .map((left) => {
      const room = Math.min(half, widthPx - left)
      const x = left + upTo(room)
      const y = upTo(heightPx)
      const width = 1 + upTo(left + room - x)
      const height = 1 + upTo(heightPx - y)
      return { x, y, width, height, rgba: seededPixels(random, width, height) }
    })
}

function seededPixels(random: () => number, width: number, height: number): OverlayPatch['rgba'] {
  const rgba = new Uint8ClampedArray(4 * width * height)
  const colours = [0, 1].map(() => [0, 1, 2].map(() => Math.floor(random() * 256)))
  const alphas = [0, 255, Math.floor(random() * 256)]
  const size = 2 + Math.floor(random() * 12)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const stroke = (Math.floor(x / size) + Math.floor(y / (size + 3))) % 3
      const isEdge = x % size === 0
      const at = 4 * (y * width + x)
      rgba.set(colours[stroke % 2] ?? [], at)
      rgba[at + 3] = (alphas[stroke] ?? 0) * (isEdge ? 0.4 : 1)
    }
  }
  return rgba
}

/** One rectangle of one colour. */
export function plainPatch(
  [x, y, width, height]: readonly [number, number, number, number],
  colour: readonly [number, number, number, number] = [255, 255, 255, 255],
): OverlayPatch {
  const rgba = new Uint8ClampedArray(4 * width * height)
  for (let at = 0; at < rgba.length; at += 4) rgba.set(colour, at)
  return { x, y, width, height, rgba }
}
