import { randomBytes } from 'node:crypto'
import { wrongInput } from '../../cli/command-error.ts'
import { EXIT } from '../../cli/exit-code.ts'
import type { ExitCode } from '../../cli/exit-code.ts'
import { systemReason } from '../../cli/paths/system-reason.ts'
import { print, printJson, say } from '../../cli/print/console.ts'
import { openQueue } from './open-queue.ts'
import type { FleetOptions } from './open-queue.ts'

/** The variable that has the board's token. */
const TOKEN_VARIABLE = 'OVERLANE_BOARD_TOKEN'
const SHORTEST_TOKEN = 16

export interface ServeCommandOptions extends FleetOptions {
  host: string
  port: number
}

/** `overlane serve`: the board of the queue, and metrics for Prometheus, until Ctrl-C. */
export async function serveCommand(options: ServeCommandOptions): Promise<ExitCode> {
  const given = process.env[TOKEN_VARIABLE]
  if (given !== undefined && !new RegExp(`^[\\w-]{${SHORTEST_TOKEN},}$`).test(given)) {
    throw wrongInput(
      `${TOKEN_VARIABLE} must have at least ${SHORTEST_TOKEN} letters, digits, - or _.`,
    )
  }
  const token = given ?? randomBytes(24).toString('base64url')
  const queue = await openQueue(options, 'worker')
  const { serveBoard } = await import('../board/board-server.ts')
  const { isLoopback } = await import('../board/access.ts')
  const { host, port } = options
  const server = await serveBoard(queue, { host, port, token }).catch(async (thrown: unknown) => {
    await queue.close()
    throw wrongInput(`The board cannot listen to ${host}:${port}: ${systemReason(thrown)}`)
  })
  if (!isLoopback(host)) {
    say(
      `The board can be reached from other machines, without encryption. Whoever has the token sees the names of all recordings.`,
    )
  }
  const address = `http://${isLoopback(host) ? '127.0.0.1' : host}:${server.port}`
  if (options.json) printJson({ address, token })
  else {
    print(`The board is at ${address}/?token=${token}`)
    print(`Prometheus reads ${address}/metrics with "Authorization: Bearer" and this token.`)
  }
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve())
  })
  await server.close()
  queue.redis.disconnect()
  return EXIT.done
}
