/** One process with many workers that sleep in place of rendering. Its order is its only argument, as JSON. */

import { connect } from '../../src/fleet/queue/connect.ts'
import { FleetQueue } from '../../src/fleet/queue/fleet-queue.ts'
import { giveSign } from '../../src/fleet/queue/worker-signs.ts'
import { SleepingRenderer } from '../../src/fleet/testing/sleeping-renderer.ts'
import { WorkerLoop } from '../../src/fleet/worker/worker-loop.ts'
import { MarkStore } from './mark-store.ts'
import { chunkFactor } from './simulator/draw.ts'

export interface SleepingOrder {
  queue: string
  marks: string
  workerCount: number
  name: string
  chunkCount: number
  chunkMs: number
  /** The standard deviation of the time of a chunk ÷ its mean. */
  chunkSpread: number
}

const SIGN_INTERVAL_MS = 5000

const order = JSON.parse(process.argv[2] ?? '') as SleepingOrder
const marks = new MarkStore(order.marks)
const loops = await Promise.all(
  Array.from({ length: order.workerCount }, (_, place) => start(`${order.name}-${place}`)),
)
await Promise.all(loops.map((loop) => loop.run()))

async function start(id: string): Promise<WorkerLoop> {
  const queue = new FleetQueue(await connect(order.queue, 'worker'))
  const { chunkCount, chunkMs, chunkSpread } = order
  const renderer = new SleepingRenderer({
    store: marks,
    chunkCount,
    chunkMs: (recording, index) =>
      chunkMs * chunkFactor(Number(/\d+$/.exec(recording)) * chunkCount + index, chunkSpread),
  })
  const say = (text: string): void => void process.stderr.write(`${text}\n`)
  const loop = new WorkerLoop({ queue, renderer, id, say })
  const give = async (): Promise<void> => {
    const { run, state } = loop.work
    const sign = { id, host: order.name, pid: process.pid, environment: '', run, state }
    await giveSign(queue.redis, { ...sign, doneFrameCount: 0, framesPerSecond: null })
  }
  await give()
  setInterval(() => void give(), SIGN_INTERVAL_MS)
  return loop
}
