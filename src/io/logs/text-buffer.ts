/** UTF-8 text that grows. */
export class TextBuffer {
  byteLength = 0
  private bytes = new Uint8Array(1 << 16)
  private readonly encoder = new TextEncoder()

  append(text: string): void {
    const MOST_BYTES_PER_CODE_UNIT = 3
    const needed = this.byteLength + text.length * MOST_BYTES_PER_CODE_UNIT
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2))
      larger.set(this.bytes.subarray(0, this.byteLength))
      this.bytes = larger
    }
    const { written } = this.encoder.encodeInto(text, this.bytes.subarray(this.byteLength))
    this.byteLength += written
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.byteLength)
  }
}
