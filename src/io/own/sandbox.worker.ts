import { describeThrown } from '../../core/errors.ts'
import { answerSandbox, prepareSandbox } from './answer-sandbox.ts'
import type { SandboxReply, SandboxRequest } from './answer-sandbox.ts'

addEventListener('message', ({ data }: MessageEvent<SandboxRequest>) => {
  answerSandbox(data).then(send, (thrown: unknown) => {
    const message = `it broke the sandbox (${describeThrown(thrown)}).`
    send({ kind: 'fault', fault: { reason: 'too-much-memory', message } })
  })
})

function send(message: SandboxReply): void {
  postMessage(message)
}

// A failure to load is an error of the worker, which the other side is told.
await prepareSandbox()
send({ kind: 'ready' })
