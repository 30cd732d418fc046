/** A process that renders for a worker. It ends, and its browser with it, when the worker does. */

import { exitNow } from '../../cli/at-exit.ts'
import { CommandError } from '../../cli/command-error.ts'
import { EXIT } from '../../cli/exit-code.ts'
import type { ChildAnswer, ChildOrder } from './child-messages.ts'
import { ChildWork } from './child-work.ts'

let work: ChildWork | null = null

// The worker decides: a terminal sends its signals to this process, too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

process.on('disconnect', () => {
  work?.letGo()
  exitNow(EXIT.interrupted)
})

process.on('message', (order: ChildOrder) => {
  answer(order).catch((thrown: unknown) => {
    const { code, message } = CommandError.from(thrown)
    tell({ kind: 'failed', code, message })
  })
})

async function answer(order: ChildOrder): Promise<void> {
  if (order.kind === 'begin') {
    work = new ChildWork(order.settings)
    work.onProgress = (progress) => tell({ kind: 'progress', progress })
    tell({ kind: 'done', result: await work.environment() })
    return
  }
  if (order.kind === 'end') {
    await work?.close()
    exitNow(EXIT.done)
  }
  if (!work) throw new RangeError('There are no settings yet.')
  const result =
    order.kind === 'plan'
      ? await work.plan(order.request)
      : order.kind === 'chunk'
        ? await work.chunk(order.request)
        : await work.join(order.request)
  tell({ kind: 'done', result })
}

function tell(message: ChildAnswer): void {
  process.send?.(message)
}
