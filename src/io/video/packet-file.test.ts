import { expect, test } from 'vitest'
import type { VideoPacket } from './packet-encoder.ts'
import { packPackets, unpackPackets } from './packet-file.ts'

const packet = (changes: Partial<VideoPacket>): VideoPacket => ({
  bytes: Uint8Array.of(1, 10, 2),
  alphaBytes: null,
  isKey: false,
  timestampS: 1 / 3,
  durationS: 0.04,
  decoderConfig: null,
  ...changes,
})

test('packets are the same after they were written to a file and read', () => {
  const decoderConfig = {
    codec: 'avc1.64001f',
    codedWidth: 192,
    colorSpace: { primaries: 'bt709' as const, fullRange: false },
    description: Uint8Array.of(1, 100, 0, 31),
  }
  const packets = [
    packet({ isKey: true, decoderConfig }),
    packet({ bytes: new Uint8Array(), timestampS: -0.5 }),
    packet({ alphaBytes: Uint8Array.of(10, 10) }),
    packet({ alphaBytes: new Uint8Array() }),
  ]
  expect(unpackPackets(packPackets(packets))).toEqual(packets)
})

test('a description in the middle of a buffer is written without its surroundings', () => {
  const buffer = Uint8Array.of(9, 9, 1, 2, 9).buffer
  const description = new DataView(buffer, 2, 2)
  const [first] = unpackPackets(
    packPackets([packet({ decoderConfig: { codec: 'vp09', description } })]),
  )
  expect(first?.decoderConfig?.description).toEqual(Uint8Array.of(1, 2))
})
