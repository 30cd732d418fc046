import type { McapChannel } from './record-fields.ts'

/** What the index at the end of a file tells. */
export interface McapIndex {
  channels: McapChannel[]
  /** How many messages of each channel there are, by its number; empty where it does not tell. */
  messageCounts: ReadonlyMap<number, number>
  /** Whether a chunk holds nothing that is wanted, by the place of its record. */
  skipsChunk: (at: number) => boolean
}

/** Reads the index of a file. A file that was not closed has none, and is read whole. */
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
    // The walk through the file tells where it is damaged or cut off.
    skipped.clear()
    messageCounts.clear()
  }
  return { channels, messageCounts, skipsChunk: (at) => skipped.has(at) }
}
