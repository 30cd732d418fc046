import { afterAll, beforeAll, beforeEach } from 'vitest'
import { connect } from '../queue/connect.ts'
import { FleetQueue } from '../queue/fleet-queue.ts'
import { RedisServer } from './redis-server.ts'

/** Gives the tests of a block a queue on a Redis of its own, which is empty at the beginning of each one. */
export function testQueue(): { readonly queue: FleetQueue; clear: () => Promise<void> } {
  let server: RedisServer
  let queue: FleetQueue
  beforeAll(async () => {
    server = await RedisServer.start()
    queue = new FleetQueue(await connect(server.address, 'command'))
  })
  afterAll(async () => {
    await queue.close()
    await server.remove()
  })
  beforeEach(() => server.clear())
  return {
    get queue() {
      return queue
    },
    clear: () => server.clear(),
  }
}
