import { mix } from './view.ts'
import type { Context, Point, Rgb } from './view.ts'

/** The colours of a ramp from 0 to 1, in ascending order. */
export type Ramp = readonly (readonly [share: number, color: Rgb])[]

/** Soft light that is added to a layer: full in the middle of an ellipse, and none at its edge. */
export interface Light {
  middle: Point
  radii: Point
  color: Rgb
  /** 0 to 1. */
  strength: number
  /** How fast the light fades: 1 evenly; with a higher number, faster near the middle. */
  falloff: number
}

/**
 * Paints a part of the picture that is the same in every frame: rows of colour, and lights. The
 * pixels are computed here, because the browser dithers its gradients. Dithering makes a PNG larger
 * by half, and slower to encode.
 */
export function createLayer(
  widthPx: number,
  heightPx: number,
  rowColor: (y: number) => Rgb,
  lights: readonly Light[],
): Context {
  const context = new OffscreenCanvas(widthPx, heightPx).getContext('2d', {
    alpha: false,
    willReadFrequently: true,
  })
  if (!context) throw new Error('This browser cannot draw in a worker.')
  const image = context.createImageData(widthPx, heightPx)
  const pixels = new DataView(image.data.buffer)
  for (let y = 0; y < heightPx; y++) {
    const [red, green, blue] = rowColor(y).map(Math.round) as [number, number, number]
    const rgba = ((red << 24) | (green << 16) | (blue << 8) | 255) >>> 0
    for (let x = 0; x < widthPx; x++) pixels.setUint32(4 * (y * widthPx + x), rgba)
  }
  for (const light of lights) addLight(image, light)
  context.putImageData(image, 0, 0)
  return context
}

/** Adds light like `screen` blending: 1 − (1 − picture)·(1 − light). */
function addLight({ data, width, height }: ImageData, light: Light): void {
  const [middleX, middleY] = light.middle
  const [radiusX, radiusY] = light.radii
  const [firstX, lastX] = [
    Math.max(0, Math.ceil(middleX - radiusX)),
    Math.min(width, middleX + radiusX),
  ]
  const [firstY, lastY] = [
    Math.max(0, Math.ceil(middleY - radiusY)),
    Math.min(height, middleY + radiusY),
  ]
  for (let y = firstY; y < lastY; y++) {
    for (let x = firstX; x < lastX; x++) {
      const fromMiddle = Math.sqrt(((x - middleX) / radiusX) ** 2 + ((y - middleY) / radiusY) ** 2)
      if (fromMiddle >= 1) continue
      const strength = light.strength * (1 - fromMiddle) ** light.falloff
      for (let channel = 0; channel < 3; channel++) {
        const index = 4 * (y * width + x) + channel
        const before = data[index] ?? 0
        data[index] = before + (255 - before) * strength * ((light.color[channel] ?? 0) / 255)
      }
    }
  }
}

export function rampAt(ramp: Ramp, share: number): Rgb {
  const next = ramp.findIndex(([position]) => position >= share)
  const to = ramp[next] ?? ramp.at(-1)
  const from = ramp[Math.max(0, next - 1)] ?? to
  if (!from || !to) return [0, 0, 0]
  return from === to ? to[1] : mix(from[1], to[1], (share - from[0]) / (to[0] - from[0]))
}
