export { adler32 } from './adler32'
export { joinChunks } from './chunks'
export { crc32 } from './crc32'
export { deflateBound, deflateSpan, spanBitBuffer, spanBitCount, spanEnd } from './deflate/deflate'
export { encode, encodeOverlay, overlayPatches, prepareEncode } from './encode'
export { inflate, openBlocks, spansEnd, streamEnd } from './inflate/inflate'
export { openChanges } from './inflate/noted-matches'
export { openRuns } from './blocks'
export { changedAdler, repaint, scratchSize } from './repaint'
export { findChanges } from './rows'
export { findRuns, runsSize } from './runs'
export { writeSpan } from './span'

/** The first free byte of the memory. */
export function memoryStart(): usize {
  return (__heap_base + 15) & ~15
}
