/**
 * Where data has bytes other than zero, in pieces of 128 bytes. Most of an overlay is zeros, which
 * the encoder then neither reads nor writes.
 */

import { addZeros, adler32 } from './adler32'

const PIECE_BITS: usize = 7
export const PIECE_SIZE: usize = 1 << 7
/** Up to eight bytes of the map are read at once. */
const MAP_MARGIN: usize = 8

let dataStart: usize = 0
let dataEnd: usize = 0
/** A byte for each piece: 1 if a byte in it is not zero. After the last one are ones. */
let map: usize = 0
let mapEnd: usize = 0

/** The size of the map in bytes. */
export function mapSize(byteCount: usize): usize {
  return ((byteCount + PIECE_SIZE - 1) >> PIECE_BITS) + MAP_MARGIN
}

/** Begins a map of data that are all zero. @param place room of {@link mapSize} bytes */
export function openMap(place: usize, start: usize, end: usize): void {
  dataStart = start
  dataEnd = end
  map = place
  mapEnd = place + mapSize(end - start) - MAP_MARGIN
  memory.fill(map, 0, mapEnd - map)
  memory.fill(mapEnd, 1, MAP_MARGIN)
}

/** Where the piece begins that has the byte at `place`. */
// @ts-ignore: decorator
@inline
export function pieceAt(place: usize): usize {
  return dataStart + ((place - dataStart) & ~(PIECE_SIZE - 1))
}

/** Looks through the pieces that begin from `start`, where one begins, up to `end`. */
export function markPieces(start: usize, end: usize): void {
  for (let piece = start; piece < end; piece += PIECE_SIZE) {
    let all = v128.load(piece)
    for (let offset: usize = 16; offset < PIECE_SIZE; offset += 16) {
      all = v128.or(all, v128.load(piece + offset))
    }
    if (v128.any_true(all)) store<u8>(map + ((piece - dataStart) >> PIECE_BITS), 1)
  }
}

/** The end of the zeros that are known to begin at `place`; `place` itself if there are none. */
// @ts-ignore: decorator
@inline
export function zerosEnd(place: usize): usize {
  const byte = map + ((place - dataStart) >> PIECE_BITS)
  return load<u8>(byte) ? place : min(startOfPiece(nextFilled(byte)), dataEnd)
}

function nextFilled(byte: usize): usize {
  while (load<u64>(byte) == 0) byte += 8
  while (load<u8>(byte) == 0) byte++
  return byte
}

// @ts-ignore: decorator
@inline
function startOfPiece(byte: usize): usize {
  return dataStart + ((byte - map) << PIECE_BITS)
}

/** The end of the filled pieces of which the first one has the byte at `place`. */
function filledEnd(place: usize): usize {
  let byte = map + ((place - dataStart) >> PIECE_BITS)
  while (byte < mapEnd && load<u8>(byte)) byte++
  return min(startOfPiece(byte), dataEnd)
}

/** The Adler-32 of all data. */
export function adlerOfPieces(): u32 {
  let adler: u32 = 1
  for (let place = dataStart; place < dataEnd; ) {
    const start = zerosEnd(place)
    const end = start < dataEnd ? filledEnd(start) : dataEnd
    adler = adler32(addZeros(adler, start - place), start, end)
    place = end
  }
  return adler
}

/** Makes all data zeros again. */
export function clearPieces(): void {
  for (let place = dataStart; place < dataEnd; ) {
    const start = zerosEnd(place)
    const end = start < dataEnd ? filledEnd(start) : dataEnd
    memory.fill(start, 0, end - start)
    place = end
  }
}
