import { numberLength, readElement, readNumber } from './matroska-elements.ts'
import type { Element } from './matroska-elements.ts'
import {
  BLOCK,
  BLOCK_GROUP,
  CUE_CLUSTER,
  CUE_POINT,
  CUE_POSITIONS,
  SIMPLE_BLOCK,
  TRACK_ENTRY,
  TRACK_NUMBER,
} from './matroska-kinds.ts'
import { readAhead } from './read-ahead.ts'
import type { BytesAt } from './read-ahead.ts'

/** Reads the elements of a Matroska or WebM file, at any position. */
export class ElementReader {
  readonly bytesAt: BytesAt
  private readonly file: File

  constructor(file: File) {
    this.file = file
    this.bytesAt = readAhead(file)
  }

  /**
   * The element that begins at a position; null if there is none.
   * @param idLength of its id in bytes, where the id itself does not say it
   */
  async elementAt(position: number, idLength?: number): Promise<Element | null> {
    if (position >= this.file.size) return null
    return readElement(await this.bytesAt(position), position, idLength)
  }

  /** The elements of one kind inside another element. */
  async *partsOf({ dataStart, end }: Element, id: number): AsyncGenerator<Element, void> {
    for (let at = dataStart; at < end;) {
      const part = await this.elementAt(at)
      if (!part) return
      if (part.id === id) yield part
      at = part.end
    }
  }

  /** The number that an element contains. */
  async unsignedAt({ dataStart, end }: Element): Promise<number> {
    const bytes = await this.bytesAt(dataStart)
    const length = Math.min(end - dataStart, bytes.byteLength, 8)
    let number = 0
    for (let index = 0; index < length; index++) number = number * 256 + bytes.getUint8(index)
    return number
  }

  /** A number whose first byte says how long it is; null if there is no such number. */
  async numberAt(position: number): Promise<number | null> {
    const bytes = await this.bytesAt(position)
    const length = numberLength(bytes, 0)
    return length > 8 || length > bytes.byteLength ? null : readNumber(bytes, 0, length)
  }

  /** The numbers of the tracks that the file lists. */
  async *trackNumbersIn(tracks: Element): AsyncGenerator<number, void> {
    for await (const entry of this.partsOf(tracks, TRACK_ENTRY)) {
      for await (const number of this.partsOf(entry, TRACK_NUMBER)) {
        yield await this.unsignedAt(number)
      }
    }
  }

  /** The number of the track that a block belongs to; null if the element is not a block. */
  async trackOf(element: Element): Promise<number | null> {
    if (element.id === SIMPLE_BLOCK) return this.numberAt(element.dataStart)
    if (element.id !== BLOCK_GROUP) return null
    for await (const block of this.partsOf(element, BLOCK)) return this.numberAt(block.dataStart)
    return null
  }

  /** The positions of clusters in the index, counted from the start of the segment's content. */
  async *clustersIn(cues: Element): AsyncGenerator<number, void> {
    for await (const point of this.partsOf(cues, CUE_POINT)) {
      for await (const positions of this.partsOf(point, CUE_POSITIONS)) {
        for await (const place of this.partsOf(positions, CUE_CLUSTER)) {
          yield await this.unsignedAt(place)
        }
      }
    }
  }

  /** Whether there are only zeros from a position on. */
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
