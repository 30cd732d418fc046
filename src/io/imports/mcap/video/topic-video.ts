import type { CompressedPart } from '../../frame-store.ts'
import type { ImportedPackets } from '../../importer.ts'
import type { MediaEncoding } from '../media/media-message.ts'
import { toStore } from '../media/topic-images.ts'
import type { StoredPlace } from '../media/topic-images.ts'

/** The packets of a topic of video, as they are found one by one, in the order of the file. */
export class TopicVideo {
  readonly encoding: MediaEncoding
  /** As the first message names it; null before it. */
  formatName: string | null = null
  private readonly packets: StoredPlace[] = []

  constructor(encoding: MediaEncoding) {
    this.encoding = encoding
  }

  add(packet: StoredPlace): void {
    this.packets.push(packet)
  }

  /** @param parts compressed chunks of the file */
  toPackets(name: string, parts: CompressedPart[]): ImportedPackets | null {
    const { packets, formatName } = this
    if (packets.length === 0) return null
    const timesMs = Float64Array.from(packets, ({ timeMs }) => timeMs)
    return {
      name,
      formatName: formatName ?? '',
      timesMs,
      store: toStore(packets, parts, this.encoding),
    }
  }
}
