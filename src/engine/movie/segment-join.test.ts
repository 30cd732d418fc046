import { describe, expect, test } from 'vitest'
import type { VideoPacket } from '../../io/video/packet-encoder.ts'
import { EncodersDifferError, SegmentJoin } from './segment-join.ts'

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

function join(mostWaitingBytes?: number): { join: SegmentJoin; written: number[] } {
  const written: number[] = []
  const write = ({ timestampS }: VideoPacket): Promise<void> => {
    written.push(timestampS)
    return Promise.resolve()
  }
  return { join: new SegmentJoin(write, mostWaitingBytes), written }
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
    expect(written).toEqual([0, 1, 10, 11])
    joined.complete(1)
    await joined.drain()
    expect(written).toEqual([0, 1, 10, 11, 20])
  })

  test('of a segment without frames do not hold up the others', async () => {
    const { join: joined, written } = join()
    await joined.add(1, packet(10))
    joined.complete(1)
    joined.complete(0)
    await joined.drain()
    expect(written).toEqual([10])
  })

  test('are too many where more bytes wait than may, until those before them are written', async () => {
    const { join: joined } = join(15)
    await joined.add(1, packet(10))
    expect(joined.isFull).toBe(false)
    await joined.add(1, packet(11))
    expect(joined).toMatchObject({ isFull: true, head: 0 })
    joined.complete(0)
    expect(joined).toMatchObject({ isFull: false, head: 1 })
  })

  test('must be for one and the same decoder', async () => {
    const { join: joined } = join()
    await joined.add(0, packet(0, decoder([1, 2])))
    await joined.add(1, packet(10, decoder([1, 2])))
    await expect(joined.add(2, packet(20, decoder([1, 3])))).rejects.toThrow(EncodersDifferError)
  })

  test('that cannot be written end it', async () => {
    const full = new SegmentJoin(() => Promise.reject(new Error('the disk is full')))
    await expect(full.add(0, packet(0))).rejects.toThrow('the disk is full')
    await expect(full.drain()).rejects.toThrow('the disk is full')
  })
})
