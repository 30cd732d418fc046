/**
 * A simple baseline JPEG decoder for tests, close to the text of the standard: slow, strict, and in
 * floating point. It shares no code with the encoder.
 */

/** A picture of opaque RGBA, 4 bytes per pixel, row by row. */
export interface DecodedJpeg {
  widthPx: number
  heightPx: number
  rgba: Uint8ClampedArray
  /** The number of luma samples per chroma sample, in each direction. */
  chromaStep: number
}

interface Component {
  sampling: number
  quantisationId: number
  huffmanId: number
  dc: number
  /** The samples of whole MCUs. */
  samples: Float64Array
  stride: number
}

/** Symbols by their code, which is text of zeros and ones. */
type Codes = ReadonlyMap<string, number>

/** Column and row of the coefficients in zigzag order. */
const ZIGZAG: readonly (readonly [number, number])[] = Array.from({ length: 15 }, (_, diagonal) => {
  const cells = Array.from({ length: 8 }, (_, x) => [x, diagonal - x] as const)
  const inside = cells.filter(([, y]) => y >= 0 && y < 8)
  return diagonal % 2 === 0 ? inside : inside.reverse()
}).flat()

const COSINES = Array.from({ length: 8 }, (_, u) =>
  Array.from({ length: 8 }, (_, x) => {
    const scale = u === 0 ? Math.SQRT1_2 : 1
    return (scale / 2) * Math.cos(((2 * x + 1) * u * Math.PI) / 16)
  }),
)

/** @throws Error if the file is not a complete baseline JPEG of three components and one scan */
export function decodePlainJpeg(file: Uint8Array): DecodedJpeg {
  const quantisation = new Map<number, number[]>()
  const huffman = new Map<number, Codes>()
  const components: Component[] = []
  let [widthPx, heightPx] = [0, 0]
  let at = 2
  expectBytes(file, 0, [0xff, 0xd8])
  for (;;) {
    const marker = file[at + 1]
    const length = wordAt(file, at + 2)
    const segment = file.subarray(at + 4, at + 2 + length)
    at += 2 + length
    if (marker === 0xdb) {
      quantisation.set(segment[0] ?? 0, [...segment.subarray(1)])
    } else if (marker === 0xc4) {
      huffman.set(segment[0] ?? 0, readCodes(segment.subarray(1)))
    } else if (marker === 0xc0) {
      ;[heightPx, widthPx] = [wordAt(segment, 1), wordAt(segment, 3)]
      for (let index = 0; index < (segment[5] ?? 0); index++) {
        const [, sampling = 0, quantisationId = 0] = segment.subarray(6 + index * 3)
        const place = { samples: new Float64Array(), stride: 0, dc: 0, huffmanId: 0 }
        components.push({ sampling: sampling >> 4, quantisationId, ...place })
      }
    } else if (marker === 0xda) {
      components.forEach((component, index) => {
        component.huffmanId = (segment[2 + index * 2] ?? 0) & 15
      })
      break
    } else if (marker !== 0xe0) {
      throw new Error(`The marker ${String(marker)} was not expected.`)
    }
  }
  const nextBit = bitReader(file, at)
  const step = components[0]?.sampling ?? 1
  const mcusAcross = Math.ceil(widthPx / (8 * step))
  const mcusDown = Math.ceil(heightPx / (8 * step))
  for (const component of components) {
    component.stride = mcusAcross * component.sampling * 8
    component.samples = new Float64Array(component.stride * mcusDown * component.sampling * 8)
  }
  for (let mcu = 0; mcu < mcusAcross * mcusDown; mcu++) {
    const [mcuX, mcuY] = [mcu % mcusAcross, Math.floor(mcu / mcusAcross)]
    for (const component of components) {
      const { sampling, huffmanId } = component
      const dc = huffman.get(huffmanId) ?? new Map<string, number>()
      const ac = huffman.get(0x10 | huffmanId) ?? new Map<string, number>()
      const steps = quantisation.get(component.quantisationId) ?? []
      for (let block = 0; block < sampling * sampling; block++) {
        const x = (mcuX * sampling + (block % sampling)) * 8
        const y = (mcuY * sampling + Math.floor(block / sampling)) * 8
        const coefficients = readBlock(component, { nextBit, dc, ac }, steps)
        placeBlock(component, x, y, coefficients)
      }
    }
  }
  expectBytes(file, file.length - 2, [0xff, 0xd9])
  return { widthPx, heightPx, chromaStep: step, rgba: toRgba(components, widthPx, heightPx, step) }
}

function readCodes(table: Uint8Array): Codes {
  const codes = new Map<string, number>()
  let code = 0
  let at = 16
  for (let length = 1; length <= 16; length++) {
    for (let index = 0; index < (table[length - 1] ?? 0); index++) {
      const text = code.toString(2).padStart(length, '0')
      if (text.length > length || !text.includes('0')) throw new Error(`The code ${text} is wrong.`)
      codes.set(text, table[at++] ?? 0)
      code++
    }
    code *= 2
  }
  if (at !== table.length) throw new Error('A Huffman table is not as long as it says.')
  return codes
}

/** Reads bits up to the marker that ends the image, and none after it. */
function bitReader(file: Uint8Array, start: number): () => number {
  let at = start
  let bitsLeft = 0
  let byte = 0
  return () => {
    if (bitsLeft === 0) {
      byte = file[at++] ?? 0
      if (byte === 0xff && file[at++] !== 0) throw new Error('The scan ends too early.')
      bitsLeft = 8
    }
    bitsLeft--
    return (byte >> bitsLeft) & 1
  }
}

interface Scan {
  nextBit: () => number
  dc: Codes
  ac: Codes
}

/** Dequantised coefficients, row by row. */
function readBlock(component: Component, { nextBit, dc, ac }: Scan, steps: number[]): number[] {
  const nextSymbol = (codes: Codes): number => {
    let text = ''
    while (text.length < 16) {
      text += String(nextBit())
      const symbol = codes.get(text)
      if (symbol !== undefined) return symbol
    }
    throw new Error(`There is no code ${text}.`)
  }
  const nextValue = (size: number): number => {
    let value = 0
    for (let bit = 0; bit < size; bit++) value = value * 2 + nextBit()
    return size > 0 && value < 2 ** (size - 1) ? value - 2 ** size + 1 : value
  }
  const coefficients = new Array<number>(64).fill(0)
  const put = (index: number, value: number): void => {
    const cell = ZIGZAG[index]
    if (!cell) throw new Error('A block has more than 64 coefficients.')
    coefficients[cell[1] * 8 + cell[0]] = value * (steps[index] ?? 0)
  }
  component.dc += nextValue(nextSymbol(dc))
  put(0, component.dc)
  for (let index = 1; index < 64; index++) {
    const symbol = nextSymbol(ac)
    if (symbol === 0) break
    index += symbol >> 4
    put(index, nextValue(symbol & 15))
  }
  return coefficients
}

function placeBlock(component: Component, x: number, y: number, coefficients: number[]): void {
  const rows = new Array<number>(64).fill(0)
  for (let at = 0; at < 64; at++) {
    const value = coefficients[at] ?? 0
    if (value === 0) continue
    const cosines = COSINES[at & 7] ?? []
    cosines.forEach((cosine, column) => {
      rows[(at & ~7) + column] = (rows[(at & ~7) + column] ?? 0) + value * cosine
    })
  }
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      let sum = 128
      for (let v = 0; v < 8; v++) sum += (rows[v * 8 + column] ?? 0) * (COSINES[v]?.[row] ?? 0)
      component.samples[(y + row) * component.stride + x + column] = sum
    }
  }
}

/** Repeats the chroma samples. The standard leaves it to the decoder how to enlarge chroma. */
function toRgba(
  components: readonly Component[],
  widthPx: number,
  heightPx: number,
  step: number,
): Uint8ClampedArray {
  const [luma, blue, red] = components
  if (!luma || !blue || !red) throw new Error('There are fewer than three components.')
  const rgba = new Uint8ClampedArray(widthPx * heightPx * 4)
  for (let at = 0; at < widthPx * heightPx; at++) {
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)]
    const chromaAt = Math.floor(y / step) * blue.stride + Math.floor(x / step)
    const light = luma.samples[y * luma.stride + x] ?? 0
    const cb = (blue.samples[chromaAt] ?? 0) - 128
    const cr = (red.samples[chromaAt] ?? 0) - 128
    const green = light - 0.344136 * cb - 0.714136 * cr
    rgba.set([light + 1.402 * cr, green, light + 1.772 * cb, 255], at * 4)
  }
  return rgba
}

function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

function expectBytes(file: Uint8Array, at: number, expected: readonly number[]): void {
  if (expected.some((byte, index) => file[at + index] !== byte)) {
    throw new Error(`There are other bytes at ${at} than were expected.`)
  }
}
