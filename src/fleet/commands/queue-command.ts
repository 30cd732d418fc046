import { formatCount } from '../../index.ts'
import { EXIT } from '../../cli/exit-code.ts'
import type { ExitCode } from '../../cli/exit-code.ts'
import { print, printJson, say } from '../../cli/print/console.ts'
import { checkQueue } from '../queue/check-queue.ts'
import { connect, queueAddress, withoutPassword } from '../queue/connect.ts'
import { QUEUE_FORMAT } from '../queue/queue-format.ts'
import type { FleetOptions } from './open-queue.ts'

/** `overlane queue check`: whether a Redis can be the queue of a fleet. */
export async function queueCheckCommand(options: FleetOptions): Promise<ExitCode> {
  const address = queueAddress(options.queue)
  const redis = await connect(address, 'command')
  try {
    const state = await checkQueue(redis)
    const { redisVersion, evictionPolicy, isAppendOnly, usedBytes, clockAheadMs, warnings } = state
    for (const warning of warnings) say(warning)
    if (options.json) {
      printJson({
        queue: withoutPassword(address),
        redis: redisVersion,
        format: Number(QUEUE_FORMAT),
        maxmemory_policy: evictionPolicy,
        append_only: isAppendOnly,
        used_bytes: usedBytes,
        clock_ahead_ms: Math.round(clockAheadMs),
        warnings,
      })
    } else {
      print(
        `${withoutPassword(address)} can be used: Redis ${redisVersion}, ${formatCount(usedBytes / 1e6)} MB in use${warnings.length > 0 ? '; see the warnings' : ''}`,
      )
    }
    return EXIT.done
  } finally {
    redis.disconnect()
  }
}
