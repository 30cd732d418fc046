import { Redis } from 'ioredis'
import type { CommitStore } from '../../src/fleet/testing/sleeping-renderer.ts'

const AGAIN = 'again'

/**
 * Receipts as bits of another Redis, in place of a million files: a bit tells whether it was set before, so
 * exactly one worker is the first.
 */
export class MarkStore implements CommitStore {
  private readonly redis: Redis

  constructor(address: string) {
    this.redis = new Redis(address)
  }

  async commit(recording: string, part: number | 'join'): Promise<boolean> {
    const isFirst = (await this.redis.setbit(recording, part === 'join' ? 0 : part, 1)) === 0
    if (!isFirst) await this.redis.incr(AGAIN)
    return isFirst
  }

  async missing(recording: string, chunkCount: number): Promise<number[]> {
    const bits = await this.redis.getBuffer(recording)
    const isSet = (bit: number): boolean => (((bits?.[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1
    const indexes = Array.from({ length: chunkCount }, (_, index) => index)
    return indexes.filter((index) => !isSet(index + 1))
  }

  /** How many commits were the first of their chunk or join, and how many came too late. */
  async counts(): Promise<{ first: number; again: number }> {
    const again = Number((await this.redis.get(AGAIN)) ?? 0)
    const recordings = (await this.redis.keys('*')).filter((key) => key !== AGAIN)
    const counts = await Promise.all(recordings.map((each) => this.redis.bitcount(each)))
    return { first: counts.reduce((sum, count) => sum + count, 0), again }
  }

  close(): void {
    this.redis.disconnect()
  }
}
