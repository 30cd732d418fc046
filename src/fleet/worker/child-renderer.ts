import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CommandError } from '../../cli/command-error.ts'
import { ChunkJournal } from '../child/chunk-journal.ts'
import type {
  ChildAnswer,
  ChildOrder,
  ChildResults,
  ChildSettings,
} from '../child/child-messages.ts'
import { Mounts } from '../mounts/mounts.ts'
import type { PlannedWork } from '../queue/fleet-queue.ts'
import type {
  ChunkProgress,
  ChunkRequest,
  ChunkResult,
  JoinRequest,
  JoinResult,
  PlanRequest,
  Renderer,
} from './renderer.ts'

/** The built rendering process is beside the built entry of the fleet. */
const CHILD = fileURLToPath(new URL('./fleet-child.mjs', import.meta.url))

/** A browser from which nothing is heard for so long hangs: progress is told several times a second. */
const SILENCE_MS = 300_000

/** A process that was told to end is ended after this time. */
const END_MS = 10_000

/** Renders in a process of its own, so that the worker can keep its lock whatever happens there. */
export class ChildRenderer implements Renderer {
  private readonly settings: ChildSettings
  private readonly mounts: Mounts
  private readonly program: string
  private child: ChildProcess | null = null
  private ownEnvironment: string | null = null
  /** Ends the order in hand. */
  private failInHand: ((error: CommandError) => void) | null = null

  /** @param program the built rendering process */
  constructor(settings: ChildSettings, program = CHILD) {
    this.settings = settings
    this.program = program
    this.mounts = Mounts.parse(settings.mounts)
  }

  async environment(): Promise<string> {
    if (!this.child) await this.begin()
    return this.ownEnvironment ?? ''
  }

  plan(request: PlanRequest): Promise<PlannedWork> {
    return this.ask({ kind: 'plan', request })
  }

  join(request: JoinRequest): Promise<JoinResult> {
    return this.ask({ kind: 'join', request })
  }

  /** If the browser ends meanwhile, the chunk is tried again: carefully, one frame after another. */
  async chunk(
    request: ChunkRequest,
    onProgress: (progress: ChunkProgress) => void,
  ): Promise<ChunkResult> {
    for (;;) {
      try {
        return await this.ask({ kind: 'chunk', request }, onProgress)
      } catch (thrown) {
        if (!(thrown instanceof CommandError) || thrown.code !== 'browser-ended') throw thrown
        const journal = ChunkJournal.noteDeath(this.mounts.pathOf(request.output), request.index)
        if (!journal.isHopeless) continue
        throw new CommandError(
          'chunk-deadly',
          `Chunk ${request.index + 1} has ended its browser several times, also when it was rendered alone. It is given up.`,
        )
      }
    }
  }

  stop(): void {
    const { child, failInHand } = this
    this.child = null
    if (child) endSoon(child)
    failInHand?.(new CommandError('interrupted', 'Interrupted.'))
  }

  async close(): Promise<void> {
    const { child } = this
    this.child = null
    if (!child) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    send(child, { kind: 'end' })
    const timer = setTimeout(() => child.kill('SIGKILL'), END_MS)
    await ended
    clearTimeout(timer)
  }

  private async begin(): Promise<ChildProcess> {
    // What it prints would come among the lines of the worker.
    const child = fork(this.program, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    this.child = child
    child.on('error', () => undefined)
    this.ownEnvironment = await this.order(child, { kind: 'begin', settings: this.settings })
    return child
  }

  private async ask<Order extends Exclude<ChildOrder, { kind: 'begin' }>>(
    order: Order,
    onProgress?: (progress: ChunkProgress) => void,
  ): Promise<ChildResults[Order['kind']]> {
    return this.order(this.child ?? (await this.begin()), order, onProgress)
  }

  private order<Order extends ChildOrder>(
    child: ChildProcess,
    order: Order,
    onProgress?: (progress: ChunkProgress) => void,
  ): Promise<ChildResults[Order['kind']]> {
    return new Promise<ChildResults[Order['kind']]>((resolve, reject) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), SILENCE_MS)
      const onAnswer = (answer: ChildAnswer): void => {
        timer.refresh()
        if (answer.kind === 'progress') onProgress?.(answer.progress)
        else if (answer.kind === 'done') {
          settle()
          resolve(answer.result as ChildResults[Order['kind']])
        } else fail(new CommandError(answer.code, answer.message))
      }
      const onExit = (): void => {
        if (this.child === child) this.child = null
        fail(new CommandError('browser-ended', 'The rendering process has ended.'))
      }
      const settle = (): void => {
        clearTimeout(timer)
        child.off('message', onAnswer)
        child.off('exit', onExit)
        this.failInHand = null
      }
      const fail = (error: CommandError): void => {
        settle()
        reject(error)
      }
      child.on('message', onAnswer)
      child.on('exit', onExit)
      this.failInHand = fail
      send(child, order)
    })
  }
}

/** It ends by itself when its worker is gone. */
function endSoon(child: ChildProcess): void {
  if (child.connected) child.disconnect()
  const timer = setTimeout(() => child.kill('SIGKILL'), END_MS)
  child.once('exit', () => clearTimeout(timer))
}

function send(child: ChildProcess, order: ChildOrder): void {
  // A process that has ended is told by its `exit`.
  if (child.connected) child.send(order, () => undefined)
}
