import type { McapChannel } from './record-fields.ts'

/** What the index at the end of a file tells. */
export interface McapIndex {
  channels: McapChannel[]
  /** How many messages of each channel there are, by its number; empty where it does not tell. */
  messageCounts: ReadonlyMap<number, number>
  /** Whether a chunk holds nothing that is wanted, by the place of its record. */
  skipsChunk: (at: number) => boolean
  /** Why nothing tells how many messages there should be, as the end of a sentence about the file; else null. */
  fault: string | null
}

/** At both ends of a file. */
const MAGIC = '\x89MCAP0\r\n'
/** The place of the summary, the place of its offsets, and a checksum. */
const FOOTER_BYTES = 8 + 8 + 4

/** Reads the index of a file. Without one, the file is read whole. */
export async function readIndex(
  file: Blob,
  isWanted: (channel: McapChannel) => boolean,
): Promise<McapIndex> {
  const { McapIndexedReader } = await import('@mcap/core')
  const readable = {
    size: () => Promise.resolve(BigInt(file.size)),
    read: async (at: bigint, length: bigint) =>
      new Uint8Array(await file.slice(Number(at), Number(at + length)).arrayBuffer()),
  }
  const skipped = new Set<number>()
  const messageCounts = new Map<number, number>()
  const channels: McapChannel[] = []
  try {
    const index = await McapIndexedReader.Initialize({ readable })
    const decoder = new TextDecoder()
    const wanted = new Set<number>()
    for (const { id, topic, messageEncoding, schemaId } of index.channelsById.values()) {
      const found = index.schemasById.get(schemaId)
      const schema = found
        ? { name: found.name, encoding: found.encoding, text: decoder.decode(found.data) }
        : null
      const channel = { id, topic, encoding: messageEncoding, schema }
      channels.push(channel)
      if (isWanted(channel)) wanted.add(id)
    }
    for (const [id, count] of index.statistics?.channelMessageCounts ?? []) {
      messageCounts.set(id, Number(count))
    }
    for (const { chunkStartOffset, messageIndexOffsets } of index.chunkIndexes) {
      const ids = [...messageIndexOffsets.keys()]
      if (ids.length > 0 && !ids.some((id) => wanted.has(id) || !index.channelsById.has(id))) {
        skipped.add(Number(chunkStartOffset))
      }
    }
  } catch {
    const none: ReadonlyMap<number, number> = new Map()
    const fault = await faultOfIndex(file)
    return { channels, messageCounts: none, skipsChunk: () => false, fault }
  }
  return { channels, messageCounts, skipsChunk: (at) => skipped.has(at), fault: null }
}

/** Some recorders write no index, which is no fault. */
async function faultOfIndex(file: Blob): Promise<string | null> {
  const end = await file.slice(-(FOOTER_BYTES + MAGIC.length)).arrayBuffer()
  const isClosed = String.fromCharCode(...new Uint8Array(end).slice(FOOTER_BYTES)) === MAGIC
  if (!isClosed) {
    return 'was not closed by its recorder, so nothing tells whether messages are missing at its end.'
  }
  const hasSummary = new DataView(end).getBigUint64(0, true) !== 0n
  return hasSummary
    ? 'is damaged: its index cannot be read, so nothing tells whether messages are missing.'
    : null
}
