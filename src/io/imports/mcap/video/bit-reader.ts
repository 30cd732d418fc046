/** Reads numbers of any count of bits, the highest first. Behind the end there are zeros. */
export class BitReader {
  private readonly bytes: Uint8Array
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** @param count at most 32 */
  read(count: number): number {
    let value = 0
    for (let left = count; left > 0; left--, this.at++) {
      const bit = ((this.bytes[this.at >> 3] ?? 0) >> (7 - (this.at & 7))) & 1
      value = value * 2 + bit
    }
    return value
  }

  flag(): boolean {
    return this.read(1) === 1
  }

  skip(count: number): void {
    this.at += count
  }
}
