import type { Zstd } from '@hpcc-js/wasm-zstd'

/** The part of the package that takes results out of its memory. */
interface Heap {
  heapView(part: unknown): Uint8Array
  heapToUint8Array(part: unknown): Uint8Array
}

/** Compresses and decompresses Zstandard. It is loaded once. */
export async function loadZstd(): Promise<Zstd> {
  const { Zstd } = await import('@hpcc-js/wasm-zstd')
  const zstd = await Zstd.load()
  const { _mainModule: heap } = zstd as unknown as { _mainModule: Heap }
  // The package makes an array of numbers of the bytes first, which takes 99 % of the time.
  heap.heapToUint8Array = (part) => heap.heapView(part).slice()
  return zstd
}
