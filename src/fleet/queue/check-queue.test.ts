import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noRedis, RedisServer } from '../testing/redis-server.ts'
import { checkQueue } from './check-queue.ts'

const HOUR_MS = 3_600_000

describe.skipIf(noRedis !== null)('the check of a queue', () => {
  let server: RedisServer
  let redis: Redis
  beforeAll(async () => {
    server = await RedisServer.start()
    redis = new Redis(server.address)
  })
  afterAll(async () => {
    redis.disconnect()
    await server.remove()
  })

  const checkAt = async (ownAheadMs: number): Promise<string[]> =>
    (await checkQueue(redis, () => Date.now() + ownAheadMs)).warnings

  test('refuses a machine whose clock is apart by hours, and says in which direction', async () => {
    await expect(checkAt(3 * HOUR_MS)).rejects.toMatchObject({
      code: 'wrong-input',
      message: expect.stringMatching(
        /^The clock of this machine is 10,800 seconds ahead of that of the queue\. Set the clocks/,
      ) as string,
    })
    await expect(checkAt(-3 * HOUR_MS)).rejects.toThrow('10,800 seconds behind that of the queue')
  })

  test('notes clocks that are apart by some seconds, and no less', async () => {
    expect(await checkAt(20_000)).toEqual([
      'The clock of this machine is 20 seconds ahead of that of the queue.',
    ])
    expect(await checkAt(0)).toEqual([])
  })

  test('refuses the queue of another version, and leaves it as it is', async () => {
    await server.setFormat('99')
    await expect(checkAt(0)).rejects.toThrow('The queue belongs to another version of Overlane')
    await server.setFormat('1')
    expect(await checkAt(0)).toEqual([])
  })
})
