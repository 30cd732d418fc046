/** The symbols of deflate for lengths and distances: RFC 1951, 3.2.5. */

/** For each length − 3: its symbol − 257. */
const LENGTH_SYMBOLS: usize = memory.data(256, 16)
const LENGTH_EXTRA_BITS: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
])
/**
 * For each distance − 1 below 256: its symbol. From 256 on: the symbol for each (distance − 1) /
 * 128.
 */
const DISTANCE_SYMBOLS: usize = memory.data(512, 16)
const DISTANCE_EXTRA_BITS: usize = memory.data<u8>([
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
])
/** For each length − 3: the number of bits of the code and the value; from bit 8, these bits. */
const LENGTH_BITS: usize = memory.data(256 * 4, 16)

fillLengthSymbols()
fillDistanceSymbols()

function fillLengthSymbols(): void {
  let index: u32 = 0
  for (let symbol: u32 = 0; symbol < 28; symbol++) {
    const end = index + (1 << load<u8>(LENGTH_EXTRA_BITS + symbol))
    for (; index < end; index++) store<u8>(LENGTH_SYMBOLS + index, <u8>symbol)
  }
  // The longest length has its own symbol.
  store<u8>(LENGTH_SYMBOLS + 255, 28)
}

function fillDistanceSymbols(): void {
  let value: u32 = 0
  for (let symbol: u32 = 0; symbol < 30; symbol++) {
    const end = value + (1 << load<u8>(DISTANCE_EXTRA_BITS + symbol))
    for (; value < end; value += value < 256 ? 1 : 128) {
      store<u8>(DISTANCE_SYMBOLS + (value < 256 ? value : 256 + (value >> 7)), <u8>symbol)
    }
  }
}

/** @returns the symbol of a length from 3 to 258 */
// @ts-ignore: decorator
@inline
export function lengthSymbol(length: u32): u32 {
  return 257 + <u32>load<u8>(LENGTH_SYMBOLS + length - 3)
}

/** @returns the symbol of a distance from 1 to 32768 */
// @ts-ignore: decorator
@inline
export function distanceSymbol(distance: u32): u32 {
  const value = distance - 1
  const index = select<u32>(value, 256 + (value >> 7), value < 256)
  return load<u8>(DISTANCE_SYMBOLS + index)
}

// @ts-ignore: decorator
@inline
export function distanceExtraBits(symbol: u32): u32 {
  return load<u8>(DISTANCE_EXTRA_BITS + symbol)
}

/** The number of extra bits after a symbol from 257 to 285. */
// @ts-ignore: decorator
@inline
export function lengthExtraBits(symbol: u32): u32 {
  return load<u8>(LENGTH_EXTRA_BITS + symbol - 257)
}

/** Joins the codes of the lengths with their extra bits. */
export function joinLengthBits(codes: usize): void {
  let base: u32 = 0
  for (let index: u32 = 0; index < 256; index++) {
    const symbol = lengthSymbol(index + 3)
    if (index > 0 && symbol != lengthSymbol(index + 2)) base = index
    const code = load<u32>(codes + (symbol << 2))
    const codeLength = code & 255
    const bits = (code >> 8) | ((index - base) << codeLength)
    store<u32>(LENGTH_BITS + (index << 2), (bits << 8) | (codeLength + lengthExtraBits(symbol)))
  }
}

/** @returns the number of bits of a length from 3 to 258; from bit 8, these bits */
// @ts-ignore: decorator
@inline
export function lengthBits(length: u32): u32 {
  return load<u32>(LENGTH_BITS + ((length - 3) << 2))
}
