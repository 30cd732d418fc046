import { numberLength, readAhead, readElement, readNumber } from './matroska-elements.ts'
import type { BytesAt, Element } from './matroska-elements.ts'

/** Reads the parts of a Matroska or WebM file, wherever they are. */
export class ElementReader {
  readonly bytesAt: BytesAt
  private readonly file: File

  constructor(file: File) {
    this.file = file
    this.bytesAt = readAhead(file)
  }

  async elementAt(position: number): Promise<Element | null> {
    return position < this.file.size ? readElement(await this.bytesAt(position), position) : null
  }

  /** Those of a kind, of the parts inside another one. */
  async *partsOf({ dataStart, end }: Element, id: number): AsyncGenerator<Element, void> {
    for (let at = dataStart; at < end;) {
      const part = await this.elementAt(at)
      if (!part) return
      if (part.id === id) yield part
      at = part.end
    }
  }

  /** The number that is a part's content. */
  async unsignedAt({ dataStart, end }: Element): Promise<number> {
    const bytes = await this.bytesAt(dataStart)
    const length = Math.min(end - dataStart, bytes.byteLength, 8)
    let number = 0
    for (let index = 0; index < length; index++) number = number * 256 + bytes.getUint8(index)
    return number
  }

  /** A number that tells its own length; null where none is. */
  async numberAt(position: number): Promise<number | null> {
    const bytes = await this.bytesAt(position)
    const length = numberLength(bytes, 0)
    return length > 8 || length > bytes.byteLength ? null : readNumber(bytes, 0, length)
  }

  /** Whether only zeros follow. */
  async isEmpty(from: number): Promise<boolean> {
    for (let at = from; at < this.file.size;) {
      const bytes = await this.bytesAt(at)
      for (let index = 0; index < bytes.byteLength; index++) {
        if (bytes.getUint8(index) !== 0) return false
      }
      at += bytes.byteLength
    }
    return true
  }
}
