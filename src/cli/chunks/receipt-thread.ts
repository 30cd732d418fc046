/** A thread that checks the receipts of a plan: it is told the index of a chunk, and answers. */

import { parentPort, workerData } from 'node:worker_threads'
import { CommandError } from '../command-error.ts'
import { checkReceipt } from './check-receipt.ts'
import type { ReceiptCheck } from './check-receipt.ts'
import type { ReceiptAnswer } from './check-receipts.ts'

parentPort?.on('message', (index: number) => {
  checkReceipt(workerData as ReceiptCheck, index).then(
    (checked) => answer({ kind: 'checked', checked }),
    (thrown: unknown) => {
      const { code, message } = CommandError.from(thrown)
      answer({ kind: 'failed', code, message })
    },
  )
})

function answer(said: ReceiptAnswer): void {
  parentPort?.postMessage(said)
}
