import { bytesOf } from '../bytes-of.ts'
import type { VideoPacket } from './packet-encoder.ts'

/** A decoder's configuration with its bytes as numbers. */
type StoredConfig = Omit<VideoDecoderConfig, 'description'> & { description?: number[] }

/** Size, size of the transparency, whether it is a key frame, time and length in s. */
type Entry = [
  sizeBytes: number,
  alphaBytes: number | null,
  isKey: boolean,
  timestampS: number,
  durationS: number,
  decoderConfig: StoredConfig | null,
]

const LINE_END = 10

/** Encoded frames as the content of one file: a line of JSON about each of them, then their bytes. */
export function packPackets(packets: readonly VideoPacket[]): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${JSON.stringify(packets.map(entryOf))}\n`)
  const parts = [
    head,
    ...packets.flatMap(({ bytes, alphaBytes }) => (alphaBytes ? [bytes, alphaBytes] : [bytes])),
  ]
  const content = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    content.set(part, at)
    at += part.length
  }
  return content
}

/** The packets in the content of a file that `packPackets` made. */
export function unpackPackets(content: Uint8Array<ArrayBuffer>): VideoPacket[] {
  const headEnd = content.indexOf(LINE_END)
  const head = new TextDecoder().decode(content.subarray(0, headEnd))
  let at = headEnd + 1
  const take = (length: number): Uint8Array<ArrayBuffer> => content.slice(at, (at += length))
  return (JSON.parse(head) as Entry[]).map(
    ([sizeBytes, alphaBytes, isKey, timestampS, durationS, config]) => ({
      bytes: take(sizeBytes),
      alphaBytes: alphaBytes === null ? null : take(alphaBytes),
      isKey,
      timestampS,
      durationS,
      decoderConfig: config && readConfig(config),
    }),
  )
}

function entryOf(packet: VideoPacket): Entry {
  const { bytes, alphaBytes, isKey, timestampS, durationS, decoderConfig } = packet
  return [
    bytes.length,
    alphaBytes?.length ?? null,
    isKey,
    timestampS,
    durationS,
    decoderConfig && writeConfig(decoderConfig),
  ]
}

function writeConfig({ description, ...rest }: VideoDecoderConfig): StoredConfig {
  return description ? { ...rest, description: [...bytesOf(description)] } : rest
}

function readConfig({ description, ...rest }: StoredConfig): VideoDecoderConfig {
  return description ? { ...rest, description: Uint8Array.from(description) } : rest
}
