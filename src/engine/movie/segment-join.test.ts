import { describe, expect, test } from 'vitest'
import type { VideoPacket } from '../../io/video/packet-encoder.ts'
import { EncodersDifferError, SegmentJoin } from './segment-join.ts'
import type { JoinLimits } from './segment-join.ts'

const key = (timestampS: number): VideoPacket => ({ ...packet(timestampS), isKey: true })

function packet(timestampS: number, decoderConfig: VideoDecoderConfig | null = null): VideoPacket {
  return {
    bytes: new Uint8Array(10),
    alphaBytes: null,
    isKey: decoderConfig !== null,
    timestampS,
    durationS: 1,
    decoderConfig,
  }
}

const decoder = (description: number[]): VideoDecoderConfig => ({
  codec: 'avc1.640028',
  description: Uint8Array.from(description),
})

interface Joined {
  join: SegmentJoin
  /** The times of the packets that were written. */
  written: number[]
  /** What is told about whole groups: how many packets were written, the segment, and until when. */
  whole: (readonly [writtenCount: number, segmentIndex: number, untilS: number | null])[]
}

function join(limits?: Partial<JoinLimits>): Joined {
  const written: number[] = []
  const write = ({ timestampS }: VideoPacket): Promise<void> => {
    written.push(timestampS)
    return Promise.resolve()
  }
  const whole: Joined['whole'] = []
  const onWhole = (segmentIndex: number, untilS: number | null): void =>
    void whole.push([written.length, segmentIndex, untilS])
  return { join: new SegmentJoin(write, onWhole, limits), written, whole }
}

async function addAll(
  joined: SegmentJoin,
  segmentIndex: number,
  packets: VideoPacket[],
): Promise<void> {
  for (const each of packets) await joined.add(segmentIndex, each)
}

describe('packets of segments that are made side by side', () => {
  test('are written in the order of the video, whatever order they come in', async () => {
    const { join: joined, written } = join()
    await joined.add(2, packet(20))
    await joined.add(0, packet(0))
    await joined.add(1, packet(10))
    joined.complete(2)
    await joined.add(0, packet(1))
    joined.complete(0)
    await joined.add(1, packet(11))
    await joined.drain()
    expect(written).toEqual([0, 1])
    joined.complete(1)
    await joined.drain()
    expect(written).toEqual([0, 1, 10, 11, 20])
  })

  test('do not wait for a segment without frames', async () => {
    const { join: joined, written } = join()
    await joined.add(1, packet(10))
    joined.complete(1)
    joined.complete(0)
    await joined.drain()
    expect(written).toEqual([10])
  })

  test('fill the join if too many bytes wait, until the segments before them are written', async () => {
    const { join: joined } = join({ mostWaitingBytes: 15 })
    await joined.add(1, packet(10))
    expect(joined.isFull).toBe(false)
    await joined.add(1, packet(11))
    expect(joined).toMatchObject({ isFull: true, head: 0 })
    joined.complete(0)
    expect(joined).toMatchObject({ isFull: false, head: 1 })
  })

  test('must all be for the same decoder', async () => {
    const { join: joined } = join()
    await joined.add(0, packet(0, decoder([1, 2])))
    await joined.add(1, packet(10, decoder([1, 2])))
    await expect(joined.add(2, packet(20, decoder([1, 3])))).rejects.toThrow(EncodersDifferError)
  })

  test('that cannot be written end the join', async () => {
    const full = new SegmentJoin(() => Promise.reject(new Error('the disk is full')))
    await addAll(full, 0, [key(0), packet(1), key(2)])
    await expect(full.add(0, key(4))).rejects.toThrow('the disk is full')
    await expect(full.drain()).rejects.toThrow('the disk is full')
  })

  test('are written in whole groups of pictures, as soon as the next group begins', async () => {
    const { join: joined, written } = join()
    await addAll(joined, 0, [key(0), packet(1)])
    await joined.drain()
    expect(written).toEqual([])
    await joined.add(0, key(2))
    await joined.drain()
    expect(written).toEqual([0, 1])
  })
})

describe('a segment that is made again', () => {
  test('continues at the first group that is not written, and drops the packets it has of that group', async () => {
    const { join: joined, written } = join()
    await addAll(joined, 0, [key(0), packet(1), key(2), packet(3)])
    expect(joined.restart(0)).toBe(2)
    await addAll(joined, 0, [key(2), packet(3), packet(4)])
    joined.complete(0)
    await joined.drain()
    expect(written).toEqual([0, 1, 2, 3, 4])
  })

  test('continues there again if it is lost before the next group', async () => {
    const { join: joined } = join()
    await addAll(joined, 0, [key(0), packet(1), key(2)])
    joined.restart(0)
    await joined.add(0, key(2))
    expect(joined.restart(0)).toBe(2)
  })

  test('begins at its first frame if none of it is written', async () => {
    const { join: joined, written } = join({ mostWaitingBytes: 15 })
    await addAll(joined, 1, [key(10), packet(11), key(12)])
    expect(joined.isFull).toBe(true)
    expect(joined.restart(1)).toBe(-Infinity)
    expect(joined.isFull).toBe(false)
    await addAll(joined, 1, [key(10), packet(11)])
    joined.complete(1)
    joined.complete(0)
    await joined.drain()
    expect(written).toEqual([10, 11])
  })

  test('continues after the groups that were written when its turn came', async () => {
    const { join: joined, written } = join({ mostWaitingBytes: 45 })
    await addAll(joined, 1, [key(10), packet(11), key(12), packet(13), packet(14)])
    expect(joined.isFull).toBe(true)
    joined.complete(0)
    expect(joined.isFull).toBe(false)
    expect(joined.restart(1)).toBe(12)
    await addAll(joined, 1, [key(12), packet(13), packet(14)])
    joined.complete(1)
    await joined.drain()
    expect(written).toEqual([10, 11, 12, 13, 14])
  })

  test('cannot continue a group that was too large to hold in memory, but can at the next group', async () => {
    const { join: joined, written } = join({ mostHeldBytes: 15 })
    await addAll(joined, 0, [key(0), packet(1), packet(2)])
    expect(written).toEqual([0, 1, 2])
    expect(() => joined.restart(0)).toThrow('its key frames are too far apart')
    await joined.add(0, key(3))
    expect(joined.restart(0)).toBe(3)
  })
})

test('it is told when whole groups are written, and until when they reach', async () => {
  const { join: joined, whole } = join()
  await addAll(joined, 1, [key(10), packet(11), key(12)])
  await addAll(joined, 0, [key(0), packet(1), key(2), packet(3)])
  await joined.drain()
  expect(whole).toEqual([[2, 0, 2]])
  joined.complete(0)
  await joined.drain()
  joined.complete(1)
  await joined.drain()
  expect(whole).toEqual([
    [2, 0, 2],
    [4, 0, null],
    [6, 1, 12],
    [7, 1, null],
  ])
})

test('packets that need another decoder than the file so far are refused', async () => {
  const { join: joined } = join()
  expect(joined.isEmpty).toBe(true)
  joined.expect(decoder([1]))
  expect(joined.isEmpty).toBe(false)
  await joined.add(0, packet(0, decoder([1])))
  await expect(joined.add(1, packet(1, decoder([2])))).rejects.toThrow(EncodersDifferError)
})
