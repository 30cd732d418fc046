import { OverlaneError } from '../../core/errors.ts'
import { answerRequest } from './answer-request.ts'
import type { NumberedReply, NumberedRequest, ReaderReply } from './answer-request.ts'

// The parser of telemetry lets other things go on between its steps, by timers that take 4 ms each; in
// this thread there is nothing else.
Object.assign(globalThis, { setImmediate: (next: () => void) => next() })

/** One request after another, so that only one file is in the memory. */
let last = Promise.resolve()

addEventListener('message', ({ data: { id, request } }: MessageEvent<NumberedRequest>) => {
  const send = (reply: ReaderReply, transfer: Transferable[] = []): void => {
    const message: NumberedReply = { id, reply }
    postMessage(message, { transfer })
  }
  last = last
    .then(() => answerRequest(request, (doneCount) => send({ kind: 'progress', doneCount })))
    .then(
      ({ reply, transfer }) => send(reply, transfer),
      (thrown: unknown) => {
        const problem = OverlaneError.from(thrown, 'folder-unreadable').toProblem()
        send({ kind: 'failed', problem })
      },
    )
})
