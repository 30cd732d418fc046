import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { findBrowser } from '../../cli/browser/find-browser.ts'
import { CommandError, wrongInput } from '../../cli/command-error.ts'
import { EXIT } from '../../cli/exit-code.ts'
import type { ExitCode } from '../../cli/exit-code.ts'
import { print, printJson, say } from '../../cli/print/console.ts'
import { Mounts } from '../mounts/mounts.ts'
import type { FleetQueue } from '../queue/fleet-queue.ts'
import { signIntervalMs } from '../queue/fleet-rules.ts'
import { giveSign, leave } from '../queue/worker-signs.ts'
import { ChildRenderer } from '../worker/child-renderer.ts'
import { WorkerLoop } from '../worker/worker-loop.ts'
import type { Leaving } from '../worker/worker-loop.ts'
import { openQueue } from './open-queue.ts'
import type { FleetOptions } from './open-queue.ts'

export interface WorkCommandOptions extends FleetOptions {
  mount: string[]
  browser?: string
  allowRenderers?: boolean
  /** Seconds. */
  grace: number
}

/** npm passes a signal on that the terminal has sent already: both are one press of the keys. */
const SAME_PRESS_MS = 500
/** Redis may be away when a worker leaves. */
const LEAVE_TIMEOUT_MS = 2000

/** `overlane work`: takes jobs from the queue until it is told to stop. */
export async function workCommand(options: WorkCommandOptions): Promise<ExitCode> {
  const mounts = Mounts.parse(options.mount)
  const renderer = new ChildRenderer({
    mounts: [...mounts.folders].map(([name, path]) => `${name}=${path}`),
    browserPath: findBrowser(options.browser),
    allowRenderers: options.allowRenderers === true,
  })
  const queue = await openQueue(options, 'worker')
  // A browser that does not start, and no space for its files, are told before the first job.
  const environment = await renderer.environment().catch(async (thrown: unknown) => {
    await queue.close()
    throw thrown
  })
  const id = `${hostname()}-${process.pid}-${randomBytes(2).toString('hex')}`
  const loop = new WorkerLoop({ queue, renderer, id, say })
  if (!options.json) print(`Worker ${id}: ${environment}. It waits for jobs; Ctrl-C ends it.`)
  const stopSigns = giveSigns(queue, loop, id, environment)
  const stopListening = drainOnSignal(loop, options.grace)
  let leaving: Leaving
  try {
    leaving = await loop.run()
  } finally {
    stopListening()
    stopSigns()
    await renderer.close()
    await Promise.race([
      leave(queue.redis, id).catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, LEAVE_TIMEOUT_MS)),
    ])
    queue.redis.disconnect()
  }
  if (options.json) printJson({ worker: id, left: leaving.kind, message: leaving.message })
  if (leaving.kind === 'other-machine') throw wrongInput(leaving.message)
  if (leaving.kind === 'faults') throw new CommandError('system', leaving.message)
  return EXIT.done
}

/** Says regularly that the worker is there, and what it does. @returns ends it */
function giveSigns(
  queue: FleetQueue,
  loop: WorkerLoop,
  id: string,
  environment: string,
): () => void {
  let timer: NodeJS.Timeout | null = null
  let isOver = false
  const give = async (): Promise<void> => {
    const { state, run, progress } = loop.work
    const { doneCount: doneFrameCount, framesPerSecond } = progress
    const sign = { id, host: hostname(), pid: process.pid, environment, state, run }
    // While Redis is away, signs are of no use.
    if (queue.redis.status !== 'ready') return
    await giveSign(queue.redis, { ...sign, doneFrameCount, framesPerSecond })
  }
  const giveAgain = async (): Promise<void> => {
    await give().catch(() => undefined)
    if (!isOver) timer = setTimeout(() => void giveAgain(), signIntervalMs(loop.workerCount))
  }
  void giveAgain()
  return () => {
    isOver = true
    if (timer) clearTimeout(timer)
  }
}

/** The first signal lets the worker finish its job, the grace time or a second signal puts it back. */
function drainOnSignal(loop: WorkerLoop, graceS: number): () => void {
  let timer: NodeJS.Timeout | null = null
  let firstMs = 0
  const onSignal = (): void => {
    if (timer) {
      if (performance.now() - firstMs > SAME_PRESS_MS) loop.stop()
      return
    }
    firstMs = performance.now()
    say(
      `The job in hand is finished first, if it takes less than ${graceS} s. Press Ctrl-C again to put it back at once.`,
    )
    loop.drain()
    timer = setTimeout(() => loop.stop(), graceS * 1000)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  return () => {
    if (timer) clearTimeout(timer)
    for (const signal of signals) process.off(signal, onSignal)
  }
}
