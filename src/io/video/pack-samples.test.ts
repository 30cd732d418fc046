import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
} from 'mediabunny'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { seededNumbers } from '../../codec/testing/seeded-numbers.ts'
import { SamplePacker } from './pack-samples.ts'

const FRAME_COUNT = 5000
const KEY_INTERVAL = 50
/** Of each four frames, three are shown before the one that is decoded first. */
const SHOWN = [3, 0, 1, 2]
const SOUND_COUNT = 8000

const VIDEO: VideoDecoderConfig = {
  codec: 'avc1.f4000a',
  codedWidth: 64,
  codedHeight: 48,
  description: Uint8Array.from(
    Buffer.from(
      '01f4000affe1001867f4000a919b288f6022000003000200000300781e244b2c01000668ebe3c44844fff8f800',
      'hex',
    ),
  ),
}
const SOUND: AudioDecoderConfig = {
  codec: 'mp4a.40.2',
  sampleRate: 48_000,
  numberOfChannels: 1,
  description: Uint8Array.from([0x11, 0x88]),
}

interface Written {
  bytes: Uint8Array<ArrayBuffer>
  packedCount: number
}

/** Pictures of uneven lengths, some shown in another order than they are decoded in, and sound. */
async function write(isFastStart: boolean, isPacked: boolean): Promise<Written> {
  const target = new BufferTarget()
  const format = new Mp4OutputFormat({ fastStart: isFastStart ? 'reserve' : false })
  const output = new Output({ format, target })
  const [frames, sound] = [new EncodedVideoPacketSource('avc'), new EncodedAudioPacketSource('aac')]
  output.addVideoTrack(frames, { maximumPacketCount: FRAME_COUNT })
  output.addAudioTrack(sound, { maximumPacketCount: SOUND_COUNT })
  await output.start()
  const packer = new SamplePacker(output)
  const random = seededNumbers(3)
  const bytes = (): Uint8Array<ArrayBuffer> =>
    Uint8Array.from({ length: 5 + Math.floor(random() * 90) }, () => random() * 256)
  let packedCount = 0
  let soundCount = 0
  for (let index = 0; index < FRAME_COUNT; index++) {
    const isKey = index % KEY_INTERVAL === 0
    const place = index % KEY_INTERVAL
    const shown = isKey || place > 48 ? 0 : (SHOWN[(place - 1) % 4] ?? 0) - ((place - 1) % 4)
    const timeS = (index + shown) / 29.97 + (index % 7) * 1e-4
    await frames.add(new EncodedPacket(bytes(), isKey ? 'key' : 'delta', timeS, 1 / 29.97), {
      decoderConfig: VIDEO,
    })
    for (; soundCount < SOUND_COUNT && (soundCount * 1024) / 48_000 < timeS; soundCount++) {
      const atS = (soundCount * 1024) / 48_000
      await sound.add(new EncodedPacket(bytes(), 'key', atS, 1024 / 48_000), {
        decoderConfig: SOUND,
      })
    }
    if (isPacked && index % 333 === 0) packedCount = packer.pack()
  }
  await output.finalize()
  return { bytes: new Uint8Array(target.buffer ?? new ArrayBuffer(0)), packedCount }
}

// A file says when it was made.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

describe('an MP4 whose tables are packed while it is written', () => {
  test.for([true, false])('has the same bytes (fast start: %s)', async (isFastStart) => {
    const plain = await write(isFastStart, false)
    const packed = await write(isFastStart, true)
    expect(Buffer.compare(packed.bytes, plain.bytes)).toBe(0)
    expect(packed.bytes.length).toBeGreaterThan(200_000)
  })

  test('has nearly all its samples packed', async () => {
    const { packedCount } = await write(false, true)
    expect(packedCount).toBeGreaterThan(0.95 * (FRAME_COUNT + SOUND_COUNT))
  })
})
