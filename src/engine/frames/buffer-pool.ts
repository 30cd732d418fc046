/** Buffers that are kept for later use. A worker has at most so many files in hand at a time. */
const MOST_FREE = 8
const MOST_FREE_BYTES = 1 << 26
/** The next frame's file is often a little larger than this one's. */
const MARGIN = 1.25

/**
 * The buffers of one thread for the files that it writes, used again and again. New memory for every
 * frame would have to be cleared by the system and collected by the browser.
 */
export class BufferPool {
  private readonly free: ArrayBuffer[] = []

  /** Bytes whose contents are left from an earlier use. */
  readonly take = (length: number): Uint8Array<ArrayBuffer> => {
    const index = this.free.findIndex(({ byteLength }) => byteLength >= length)
    const [found] = index < 0 ? [] : this.free.splice(index, 1)
    return new Uint8Array(found ?? new ArrayBuffer(Math.ceil(length * MARGIN)), 0, length)
  }

  /** The bytes are not used any more. */
  give({ buffer }: Uint8Array<ArrayBuffer>): void {
    this.free.unshift(buffer)
    // The buffers that were used last are of the size that is needed now.
    while (this.free.length > MOST_FREE || this.freeBytes > MOST_FREE_BYTES) this.free.pop()
  }

  /** The bytes that are kept. */
  get freeBytes(): number {
    return this.free.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }
}
