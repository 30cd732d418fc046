import { describeThrown, OverlaneError } from '../../core/errors.ts'
import type { DrawCommand } from '../../core/own/draw-command.ts'
import type { OwnModule } from '../../core/own/own-module.ts'
import { answerInTime, NoAnswerError } from '../answer-in-time.ts'
import type { SandboxReply, SandboxRequest } from './answer-sandbox.ts'
import type { DrawRequest, ModuleText } from './draw-request.ts'
import { OwnFault } from './own-fault.ts'

/**
 * For what a module does that its steps do not count, such as a search in a long text. It is long,
 * because a machine may be busy.
 */
const LONGEST_MS = 5000
/** For `compare`, which draws several frames. */
const LONGEST_COMPARE_MS = 30_000

/**
 * Runs modules of renderers in a thread of its own, which is ended when one does not answer. One
 * request is answered at a time.
 */
export class Sandbox {
  private worker: Promise<Worker> | null = null
  private turn: Promise<unknown> = Promise.resolve()

  /** @throws OwnFault if the module cannot be used */
  async describe(module: ModuleText): Promise<OwnModule> {
    const reply = await this.ask({ kind: 'describe', module })
    return reply.kind === 'described' ? reply.module : unexpected()
  }

  /** @throws OwnFault if the module was stopped */
  async draw(module: ModuleText, frame: DrawRequest): Promise<DrawCommand[]> {
    const reply = await this.ask({ kind: 'draw', module, frame })
    return reply.kind === 'drawn' ? reply.commands : unexpected()
  }

  /**
   * Draws frames in two orders.
   * @throws OwnFault if they differ, or if the module was stopped
   */
  async compare(module: ModuleText, frames: DrawRequest[]): Promise<void> {
    const reply = await this.ask({ kind: 'compare', module, frames })
    if (reply.kind !== 'same') unexpected()
  }

  /** Ends the thread. The next request starts another one. */
  close(): void {
    const { worker } = this
    this.worker = null
    worker?.then(
      (ended) => ended.terminate(),
      () => undefined,
    )
  }

  private ask(request: SandboxRequest): Promise<SandboxReply> {
    const answer = this.turn.then(() => this.askNow(request))
    this.turn = answer.catch(() => undefined)
    return answer
  }

  private async askNow(request: SandboxRequest): Promise<SandboxReply> {
    this.worker ??= startWorker()
    try {
      const reply = await answerOf(await this.worker, request)
      if (reply.kind === 'fault') throw new OwnFault(reply.fault)
      return reply
    } catch (thrown) {
      if (!(thrown instanceof OwnFault) || thrown.isFatal) this.close()
      throw thrown
    }
  }
}

async function startWorker(): Promise<Worker> {
  const worker = new Worker(new URL('./sandbox.worker.ts', import.meta.url), { type: 'module' })
  const first = await nextReply(worker)
  if (first.kind !== 'ready') unexpected()
  return worker
}

/** @throws OwnFault `too-long` without an answer in time */
async function answerOf(worker: Worker, request: SandboxRequest): Promise<SandboxReply> {
  const longestMs = request.kind === 'compare' ? LONGEST_COMPARE_MS : LONGEST_MS
  const answer = nextReply(worker)
  worker.postMessage(request)
  try {
    return await answerInTime(answer, longestMs, 'the sandbox')
  } catch (thrown) {
    if (!(thrown instanceof NoAnswerError)) throw thrown
    const message = `it does not come to an end within ${longestMs / 1000} s.`
    throw new OwnFault({ reason: 'too-long', message })
  }
}

function nextReply(worker: Worker): Promise<SandboxReply> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<SandboxReply>) => {
      resolve(data)
    }
    worker.onerror = ({ message }) => {
      const why = message ? describeThrown(message) : 'its script failed'
      reject(new OverlaneError('internal', `The sandbox for renderers failed: ${why}.`))
    }
  })
}

function unexpected(): never {
  throw new OverlaneError('internal', 'The sandbox answered something it was not asked.')
}
