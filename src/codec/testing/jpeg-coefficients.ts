/**
 * Reads the coefficients of a baseline JPEG file, slowly and in simple code after ITU-T T.81. The
 * tests compare the splicer with it. It shares no code with the splicer, and throws at any fault.
 */

/** The index in a block, by rows, of the i-th coefficient in zigzag order. */
export const ZIGZAG: readonly number[] = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
  13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52,
  45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
]

export interface CoefficientPlane {
  id: number
  h: number
  v: number
  /** Size in blocks, including the padding of the last MCUs. */
  blocksAcross: number
  blocksDown: number
  /** 64 steps by rows. */
  steps: number[]
  /** Quantised coefficients, 64 per block, by rows; the blocks by rows. */
  coefficients: Int32Array
}

export interface Coefficients {
  widthPx: number
  heightPx: number
  planes: CoefficientPlane[]
  /** Bytes after the last block that are not padding. */
  extraBytes: number
}

interface Decoder {
  /** Symbols by length · 65,536 + code. */
  symbols: Map<number, number>
}

interface ScanState {
  widthPx: number
  heightPx: number
  planes: CoefficientPlane[]
  stepNumbers: number[]
  steps: number[][]
  decoders: Map<number, Decoder>
  interval: number
}

export function readCoefficients(bytes: Uint8Array): Coefficients {
  const byte = (at: number): number => {
    const value = bytes[at]
    if (value === undefined) throw new Error('the file ends too early')
    return value
  }
  const word = (at: number): number => byte(at) * 256 + byte(at + 1)
  const state: ScanState = {
    widthPx: 0,
    heightPx: 0,
    planes: [],
    stepNumbers: [],
    steps: [],
    decoders: new Map(),
    interval: 0,
  }
  if (word(0) !== 0xffd8) throw new Error('no start of image')
  for (let at = 2; ;) {
    if (byte(at) !== 0xff) throw new Error(`no marker at ${at}`)
    while (byte(at + 1) === 0xff) at++
    const marker = byte(at + 1)
    const end = at + 2 + word(at + 2)
    at += 4
    if (marker === 0xdb) readSteps(state, bytes.subarray(at, end))
    if (marker === 0xc4) readDecoders(state, bytes.subarray(at, end))
    if (marker === 0xdd) state.interval = word(at)
    if (marker === 0xc0 || marker === 0xc1) readFrame(state, bytes.subarray(at, end))
    if (marker === 0xda) return readScan(state, bytes, at, end)
    at = end
  }
}

function readSteps({ steps }: ScanState, data: Uint8Array): void {
  for (let at = 0; at < data.length;) {
    const head = data[at++] ?? 0
    const table = new Array<number>(64).fill(0)
    for (const place of ZIGZAG) {
      table[place] = head >> 4 ? ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0) : (data[at] ?? 0)
      at += head >> 4 ? 2 : 1
    }
    steps[head & 15] = table
  }
}

function readDecoders({ decoders }: ScanState, data: Uint8Array): void {
  for (let at = 0; at < data.length;) {
    const head = data[at] ?? 0
    const counts = data.subarray(at + 1, at + 17)
    at += 17
    const symbols = new Map<number, number>()
    let code = 0
    counts.forEach((count, index) => {
      for (let i = 0; i < count; i++) {
        if (code === 2 ** (index + 1) - 1) throw new Error('a code of ones alone')
        symbols.set((index + 1) * 65536 + code++, data[at++] ?? 0)
      }
      code *= 2
    })
    decoders.set(head, { symbols })
  }
}

function readFrame(state: ScanState, data: Uint8Array): void {
  const [, heightHigh = 0, heightLow = 0, widthHigh = 0, widthLow = 0, count = 0] = data
  state.widthPx = widthHigh * 256 + widthLow
  state.heightPx = heightHigh * 256 + heightLow
  for (let index = 0; index < count; index++) {
    const [id = 0, sampling = 0, number = 0] = data.subarray(6 + 3 * index)
    const isLone = count === 1
    const [h, v] = isLone ? [1, 1] : [sampling >> 4, sampling & 15]
    state.planes.push({
      id,
      h,
      v,
      blocksAcross: 0,
      blocksDown: 0,
      steps: [],
      coefficients: new Int32Array(),
    })
    state.stepNumbers.push(number)
  }
}

function readScan(state: ScanState, bytes: Uint8Array, head: number, start: number): Coefficients {
  const { planes, widthPx, heightPx } = state
  const across = Math.ceil(widthPx / (8 * Math.max(...planes.map(({ h }) => h))))
  const down = Math.ceil(heightPx / (8 * Math.max(...planes.map(({ v }) => v))))
  if (bytes[head] !== planes.length) throw new Error('several scans')
  const tables = planes.map((plane, index) => {
    plane.blocksAcross = across * plane.h
    plane.blocksDown = down * plane.v
    plane.steps = state.steps[state.stepNumbers[index] ?? 0] ?? []
    plane.coefficients = new Int32Array(64 * plane.blocksAcross * plane.blocksDown)
    const numbers = bytes[head + 2 + 2 * index] ?? 0
    const dc = state.decoders.get(numbers >> 4)
    const ac = state.decoders.get(0x10 | (numbers & 15))
    if (!dc || !ac || plane.steps.length !== 64) throw new Error('a table is missing')
    return { dc, ac }
  })

  let at = start
  let bitCount = 0
  let current = 0
  const readBit = (): number => {
    if (bitCount === 0) {
      current = bytes[at++] ?? -1
      if (current === 0xff && bytes[at++] !== 0) throw new Error('a marker in the data')
      if (current < 0) throw new Error('the scan ends too early')
      bitCount = 8
    }
    return (current >> --bitCount) & 1
  }
  const readBits = (count: number): number => {
    let value = 0
    for (let i = 0; i < count; i++) value = value * 2 + readBit()
    return value
  }
  const readSymbol = ({ symbols }: Decoder): number => {
    let code = 0
    for (let length = 1; length <= 16; length++) {
      code = code * 2 + readBit()
      const symbol = symbols.get(length * 65536 + code)
      if (symbol !== undefined) return symbol
    }
    throw new Error('no such code')
  }
  const readValue = (size: number): number => {
    const value = readBits(size)
    return size > 0 && value < 2 ** (size - 1) ? value - 2 ** size + 1 : value
  }
  const finishByte = (): void => {
    while (bitCount > 0) if (readBit() === 0) throw new Error('padding that is not of ones')
  }

  const levels = planes.map(() => 0)
  for (let mcu = 0; mcu < across * down; mcu++) {
    if (state.interval > 0 && mcu > 0 && mcu % state.interval === 0) {
      finishByte()
      while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++
      const expected = 0xd0 + ((mcu / state.interval - 1) & 7)
      if (bytes[at] !== 0xff || bytes[at + 1] !== expected) throw new Error('no restart marker')
      at += 2
      levels.fill(0)
    }
    planes.forEach((plane, index) => {
      const { dc, ac } = tables[index] ?? { dc: { symbols: new Map() }, ac: { symbols: new Map() } }
      for (let inner = 0; inner < plane.h * plane.v; inner++) {
        const x = (mcu % across) * plane.h + (inner % plane.h)
        const y = Math.floor(mcu / across) * plane.v + Math.floor(inner / plane.h)
        const into = 64 * (y * plane.blocksAcross + x)
        const level = (levels[index] ?? 0) + readValue(readSymbol(dc))
        levels[index] = level
        plane.coefficients[into] = level
        for (let k = 1; k < 64; k++) {
          const symbol = readSymbol(ac)
          if (symbol === 0) break
          k += symbol >> 4
          if (k > 63) throw new Error('more than 64 coefficients')
          plane.coefficients[into + (ZIGZAG[k] ?? 0)] = readValue(symbol & 15)
        }
      }
    })
  }
  finishByte()
  const scanEnd = at
  while (bytes[at] !== 0xff || bytes[at + 1] === 0 || bytes[at + 1] === 0xff) {
    if (at >= bytes.length) throw new Error('no end of image')
    at++
  }
  return { widthPx, heightPx, planes, extraBytes: at - scanEnd }
}
