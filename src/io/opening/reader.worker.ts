import { OverlaneError } from '../../core/errors.ts'
import { answerRequest } from './answer-request.ts'
import type { ReaderReply, ReaderRequest } from './answer-request.ts'

// The parser of telemetry lets other things go on between its steps, by timers that take 4 ms each; in
// this thread there is nothing else.
Object.assign(globalThis, { setImmediate: (next: () => void) => next() })

addEventListener('message', ({ data }: MessageEvent<ReaderRequest>) => {
  answerRequest(data, (doneCount) => send({ kind: 'progress', doneCount })).then(
    ({ reply, transfer }) => send(reply, transfer),
    (thrown: unknown) => {
      const problem = OverlaneError.from(thrown, 'folder-unreadable').toProblem()
      send({ kind: 'failed', problem })
    },
  )
})

function send(message: ReaderReply, transfer: Transferable[] = []): void {
  postMessage(message, { transfer })
}
