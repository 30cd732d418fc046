import { say } from '../../cli/print/console.ts'
import { checkQueue } from '../queue/check-queue.ts'
import { connect, queueAddress } from '../queue/connect.ts'
import type { Patience } from '../queue/connect.ts'
import { FleetQueue } from '../queue/fleet-queue.ts'

/** Options of all commands of a fleet. */
export interface FleetOptions {
  queue?: string
  json?: boolean
}

/**
 * Connects to the queue and checks it. What is not good about it is told.
 * @throws CommandError if it cannot be used
 */
export async function openQueue(
  options: FleetOptions,
  patience: Patience = 'command',
): Promise<FleetQueue> {
  const redis = await connect(queueAddress(options.queue), patience)
  try {
    const { warnings } = await checkQueue(redis)
    for (const warning of warnings) say(warning)
    return new FleetQueue(redis)
  } catch (thrown) {
    redis.disconnect()
    throw thrown
  }
}

/** Opens the queue for some work, and closes it. */
export async function withQueue<Result>(
  options: FleetOptions,
  work: (queue: FleetQueue) => Promise<Result>,
): Promise<Result> {
  const queue = await openQueue(options)
  try {
    return await work(queue)
  } finally {
    await queue.close()
  }
}
