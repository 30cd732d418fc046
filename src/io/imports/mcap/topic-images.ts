import type { ImageFormat } from '../../../core/recording/image-format.ts'
import type { CompressedPart } from '../frame-store.ts'
import type { ImportedFrames } from '../importer.ts'

/** The images of a topic, as they are found one by one. */
export class TopicImages {
  private readonly images: {
    timeMs: number
    part: number
    start: number
    length: number
  }[] = []
  private format: ImageFormat | null = null

  get count(): number {
    return this.images.length
  }

  add(image: {
    timeMs: number
    part: number
    start: number
    length: number
    format: ImageFormat
  }): void {
    const { format, ...place } = image
    this.format ??= format
    this.images.push(place)
  }

  /** @param parts compressed chunks of the file */
  toFrames(name: string, parts: CompressedPart[]): ImportedFrames | null {
    if (this.format === null) return null
    const inOrder = [...this.images].sort((a, b) => a.timeMs - b.timeMs)
    return {
      name,
      format: this.format,
      timesMs: Float64Array.from(inOrder, ({ timeMs }) => timeMs),
      store: {
        partOf: Int32Array.from(inOrder, ({ part }) => part),
        starts: Float64Array.from(inOrder, ({ start }) => start),
        lengths: Float64Array.from(inOrder, ({ length }) => length),
        parts,
      },
    }
  }
}
