import type { ImageFormat } from '../../../../core/recording/image-format.ts'
import type { CompressedPart, FrameStore } from '../../frame-store.ts'
import type { ImportedFrames } from '../../importer.ts'
import type { MediaEncoding } from './media-message.ts'

/** Where an image or a packet of video lies inside a file, and when it was taken. */
export interface StoredPlace {
  timeMs: number
  /** The compressed chunk; -1: it lies in the file as it is. */
  part: number
  start: number
  length: number
}

/** @param parts compressed chunks of the file */
export function toStore(
  places: readonly StoredPlace[],
  parts: CompressedPart[],
  encoding: MediaEncoding,
): FrameStore {
  return {
    isBase64: encoding === 'json',
    partOf: Int32Array.from(places, ({ part }) => part),
    starts: Float64Array.from(places, ({ start }) => start),
    lengths: Float64Array.from(places, ({ length }) => length),
    parts,
  }
}

/** The images of a topic, as they are found one by one. */
export class TopicImages {
  readonly encoding: MediaEncoding
  private readonly images: StoredPlace[] = []
  private format: ImageFormat | null = null

  constructor(encoding: MediaEncoding) {
    this.encoding = encoding
  }

  add({ format, ...place }: StoredPlace & { format: ImageFormat }): void {
    this.format ??= format
    this.images.push(place)
  }

  /** @param parts compressed chunks of the file */
  toFrames(name: string, parts: CompressedPart[]): ImportedFrames | null {
    if (this.format === null) return null
    const inOrder = [...this.images].sort((a, b) => a.timeMs - b.timeMs)
    const timesMs = Float64Array.from(inOrder, ({ timeMs }) => timeMs)
    return { name, format: this.format, timesMs, store: toStore(inOrder, parts, this.encoding) }
  }
}
