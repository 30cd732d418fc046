/** Converts coefficients to pixels and back, in simple floating-point code for the tests. */

import type { Coefficients, CoefficientPlane } from './jpeg-coefficients.ts'

/** RGB, row by row, 0 to 255, not rounded. */
export interface Picture {
  widthPx: number
  heightPx: number
  rgb: Float64Array
}

/** A component before its coefficients are known. */
export type PlaneLayout = Pick<CoefficientPlane, 'id' | 'h' | 'v' | 'steps'>

/** BASIS[8u + x] = c(u) / 2 · cos((2x + 1) · u · π / 16). ITU-T T.81, section A.3.3. */
const BASIS = Float64Array.from({ length: 64 }, (_, index) => {
  const u = index >> 3
  const x = index & 7
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16)
})

type Direction = 'forward' | 'inverse'

/** The two-dimensional DCT of 64 values by rows. */
export function transform(block: ArrayLike<number>, direction: Direction): Float64Array {
  const turned = transformRows(block, direction)
  return transformRows(turned, direction)
}

/** @returns the transformed rows, as columns */
function transformRows(block: ArrayLike<number>, direction: Direction): Float64Array {
  const done = new Float64Array(64)
  for (let row = 0; row < 8; row++) {
    for (let to = 0; to < 8; to++) {
      let sum = 0
      for (let from = 0; from < 8; from++) {
        const factor = direction === 'forward' ? BASIS[to * 8 + from] : BASIS[from * 8 + to]
        sum += (factor ?? 0) * (block[row * 8 + from] ?? 0)
      }
      done[to * 8 + row] = sum
    }
  }
  return done
}

/** The picture as a decoder without smoothing computes it, before rounding. */
export function decodePicture(coefficients: Coefficients): Picture {
  const { widthPx, heightPx, planes } = coefficients
  const most = mostSampling(planes)
  const sources = planes.map((plane) => ({ plane, samples: decodePlane(plane) }))
  const rgb = new Float64Array(3 * widthPx * heightPx)
  const values: number[] = []
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      sources.forEach(({ plane, samples }, index) => {
        const row = Math.floor((y * plane.v) / most.v)
        const column = Math.floor((x * plane.h) / most.h)
        values[index] = clamp((samples[row * plane.blocksAcross * 8 + column] ?? 0) + 128)
      })
      const [luma = 0] = values
      // Grey has no chroma.
      const cb = (values[1] ?? 128) - 128
      const cr = (values[2] ?? 128) - 128
      const at = 3 * (y * widthPx + x)
      rgb[at] = clamp(luma + 1.402 * cr)
      rgb[at + 1] = clamp(luma - 0.344136286 * cb - 0.714136286 * cr)
      rgb[at + 2] = clamp(luma + 1.772 * cb)
    }
  }
  return { widthPx, heightPx, rgb }
}

const clamp = (value: number): number => Math.min(255, Math.max(0, value))

function decodePlane(plane: CoefficientPlane): Float64Array {
  const { blocksAcross, blocksDown, steps, coefficients } = plane
  const samples = new Float64Array(64 * blocksAcross * blocksDown)
  for (let block = 0; block < blocksAcross * blocksDown; block++) {
    const scaled = steps.map((step, index) => step * (coefficients[block * 64 + index] ?? 0))
    const top = Math.floor(block / blocksAcross) * 8
    const left = (block % blocksAcross) * 8
    transform(scaled, 'inverse').forEach((value, index) => {
      samples[(top + (index >> 3)) * blocksAcross * 8 + left + (index & 7)] = value
    })
  }
  return samples
}

/**
 * The coefficients as an encoder with box averages makes them. The padding repeats the picture's
 * edge.
 */
export function encodePicture(picture: Picture, layouts: readonly PlaneLayout[]): Coefficients {
  const { widthPx, heightPx } = picture
  const most = mostSampling(layouts)
  const across = Math.ceil(widthPx / (8 * most.h))
  const down = Math.ceil(heightPx / (8 * most.v))
  const planes = layouts.map((layout, component): CoefficientPlane => {
    const blocksAcross = across * layout.h
    const blocksDown = down * layout.v
    const coefficients = new Int32Array(64 * blocksAcross * blocksDown)
    const wide = most.h / layout.h
    const high = most.v / layout.v
    for (let block = 0; block < blocksAcross * blocksDown; block++) {
      const top = Math.floor(block / blocksAcross) * 8
      const left = (block % blocksAcross) * 8
      const samples = Float64Array.from({ length: 64 }, (_, index) => {
        let sum = 0
        for (let pixel = 0; pixel < wide * high; pixel++) {
          const x = (left + (index & 7)) * wide + (pixel % wide)
          const y = (top + (index >> 3)) * high + Math.floor(pixel / wide)
          sum += sampleOf(picture, component, Math.min(x, widthPx - 1), Math.min(y, heightPx - 1))
        }
        return sum / (wide * high)
      })
      transform(samples, 'forward').forEach((value, index) => {
        coefficients[block * 64 + index] = Math.round(value / (layout.steps[index] ?? 1))
      })
    }
    return { ...layout, blocksAcross, blocksDown, coefficients }
  })
  return { widthPx, heightPx, planes, extraBytes: 0 }
}

/** The sample of a pixel; luma minus 128. */
function sampleOf({ widthPx, rgb }: Picture, component: number, x: number, y: number): number {
  const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * (y * widthPx + x))
  const luma = 0.299 * red + 0.587 * green + 0.114 * blue
  if (component === 0) return luma - 128
  return component === 1 ? (blue - luma) / 1.772 : (red - luma) / 1.402
}

/** The largest sampling factors. */
export function mostSampling(planes: readonly { h: number; v: number }[]): {
  h: number
  v: number
} {
  return { h: Math.max(...planes.map(({ h }) => h)), v: Math.max(...planes.map(({ v }) => v)) }
}
