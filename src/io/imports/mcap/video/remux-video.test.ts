import { describe, expect, test } from 'vitest'
import { seededNumbers } from '../../../../codec/testing/seeded-numbers.ts'
import { indexVideo } from '../../../video/video-file.ts'
import { readLog } from '../../testing/read-log.ts'
import { remuxVideo } from './remux-video.ts'
import { writeMcap } from '../testing/write-mcap.ts'
import type { McapOptions } from '../testing/write-mcap.ts'

const START_MS = 1_700_000_000_000
const START_CODE = [0, 0, 0, 1]
/** Parameter sets of H.264 for pictures of 64×48. */
const SETS = ['67f4000a919b288f6022000003000200000300781e244b2c', '68ebe3c44844'].flatMap((hex) => [
  ...START_CODE,
  ...Buffer.from(hex, 'hex'),
])

/** Packets of H.264 in Annex B; every tenth is a key frame, from the first one on. */
function packets(count: number, firstKey = 0): Uint8Array[] {
  const random = seededNumbers(7)
  return Array.from({ length: count }, (_, index) => {
    const isKey = (index - firstKey) % 10 === 0 && index >= firstKey
    const slice = Array.from({ length: 60 }, () => 1 + Math.floor(random() * 255))
    return Uint8Array.from([...(isKey ? SETS : []), ...START_CODE, isKey ? 0x65 : 0x41, ...slice])
  })
}

async function read(video: NonNullable<McapOptions['video']>, options: Partial<McapOptions> = {}) {
  const bytes = await writeMcap({
    compression: '',
    startNs: BigInt(START_MS) * 1_000_000n,
    messageCount: video.packets.length,
    video,
    ...options,
  })
  const log = await readLog('drive.mcap', bytes)
  const [found] = log.videos ?? []
  if (!found) throw new Error('There is no video.')
  return { log, found, bytes, file: new File([bytes], 'drive.mcap') }
}

const none = (): void => undefined

describe.each(['cdr', 'protobuf', 'json'] as const)('a topic of video in %s', (encoding) => {
  test.each(['', 'zstd'] as const)('becomes a video (compression "%s")', async (compression) => {
    const video = { packets: packets(30), format: 'h264', encoding }
    const { log, found, file } = await read(video, { compression })
    expect(log.messages).toEqual([])
    const remuxed = await remuxVideo(file, found, none)
    expect(remuxed).toMatchObject({ leftOutCount: 0, lateCount: 0 })
    // The header is 5 ms older than the log.
    expect([...remuxed.timesMs]).toEqual(
      Array.from({ length: 30 }, (_, index) => START_MS - 5 + 100 * index),
    )
    const { index, problems } = await indexVideo(remuxed.file, 'drive.mcap/video', none)
    expect(problems).toEqual([])
    expect(index.info).toMatchObject({ codec: 'avc', frameCount: 30, widthPx: 64, heightPx: 48 })
    expect(Array.from(index.isKey).filter(Boolean)).toHaveLength(3)
    expect(index.timesMs[29]).toBeCloseTo(2900, 1)
  })
})

test('packets before the first key frame are left out and counted', async () => {
  const { found, file } = await read({ packets: packets(12, 4), format: 'h264', encoding: 'cdr' })
  const remuxed = await remuxVideo(file, found, none)
  expect(remuxed).toMatchObject({ leftOutCount: 4, lateCount: 0 })
  expect(remuxed.timesMs).toHaveLength(8)
})

test('packets with one time are shown after each other and counted', async () => {
  const { found, file } = await read({ packets: packets(5), format: 'h264', encoding: 'cdr' })
  const timesMs = Float64Array.of(0, 40, 40, 30, 80)
  const remuxed = await remuxVideo(file, { ...found, timesMs }, none)
  expect(remuxed.lateCount).toBe(2)
  expect([...remuxed.timesMs]).toEqual([0, 40, 40.1, 40.2, 80])
})

// A black picture of 66×48, and those after it, as libvpx and libaom write them.
const VP9 = [
  '8249834200041002f60038241c184a00003060000013bffffd591580001500',
  '860040929c0050000003200000550a00',
  '860040929c004ee00003200000550a00',
]
const AV1 = [
  '12000a0a000000032c1bcdaf9004320f10008800000100000000ebc7114780',
  '120032153003808000004694400001200010009ca75733c980',
  '120032133004c1000200469400000120001000985e0c73',
]

test.each([
  ['vp9', VP9],
  ['av1', AV1],
] as const)('packets of %s become a video', async (format, group) => {
  const packets = [...group.slice(1), ...group, ...group].map((hex) => Buffer.from(hex, 'hex'))
  const { found, file } = await read({ packets, format, encoding: 'json' })
  const remuxed = await remuxVideo(file, found, none)
  expect(remuxed).toMatchObject({ leftOutCount: 2, lateCount: 0 })
  const { index, problems } = await indexVideo(remuxed.file, 'drive.mcap/video', none)
  expect(problems).toEqual([])
  expect(index.info).toMatchObject({ codec: format, frameCount: 6, widthPx: 66, heightPx: 48 })
  expect([...index.isKey]).toEqual([1, 0, 0, 1, 0, 0])
})

test('what cannot be a video is refused with the reason', async () => {
  const other = await read({ packets: packets(2), format: 'mjpeg', encoding: 'protobuf' })
  await expect(remuxVideo(other.file, other.found, none)).rejects.toThrow(
    'its format is "mjpeg", and Overlane reads h264, h265, vp9 and av1',
  )
  const keyless = await read({ packets: packets(3, 9), format: 'h264', encoding: 'protobuf' })
  await expect(remuxVideo(keyless.file, keyless.found, none)).rejects.toThrow(
    'none of its 3 packets is a key frame with all that a decoder needs',
  )
})

describe('a packet whose Base64 is damaged', () => {
  const damage = async (packetCount: number, index: number) => {
    const video = { packets: packets(packetCount), format: 'h264', encoding: 'json' } as const
    const { bytes, found } = await read(video)
    const damaged = Uint8Array.from(bytes)
    damaged.set(Buffer.from('****'), found.store.starts[index])
    return remuxVideo(new File([damaged], 'drive.mcap'), found, none)
  }

  test('is left out with those that need it, up to the next key frame', async () => {
    const remuxed = await damage(30, 12)
    expect(remuxed).toMatchObject({ damagedCount: 8, leftOutCount: 0 })
    const shown = [...remuxed.timesMs].map((timeMs) => (timeMs - START_MS + 5) / 100)
    const kept = Array.from({ length: 30 }, (_, index) => index)
    expect(shown).toEqual(kept.filter((index) => index < 12 || index >= 20))
  })

  test('is told if it leaves nothing', async () => {
    await expect(damage(3, 0)).rejects.toThrow(
      'all of its 3 packets are damaged or need one that is',
    )
  })
})
