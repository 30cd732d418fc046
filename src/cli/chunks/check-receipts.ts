import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { CommandError } from '../command-error.ts'
import { checkReceipt } from './check-receipt.ts'
import type { CheckedReceipt, ReceiptCheck } from './check-receipt.ts'
import { isChecked } from './receipt.ts'

/** The built thread is beside the built command line. */
const THREAD = fileURLToPath(new URL('./receipt-thread.mjs', import.meta.url))

/** To start a thread takes as long as to check some thousands of frames. */
const CHUNKS_OF_THREAD = 4
/** Threads do nothing but wait for a disk that is on another machine, so they may be more than the cores. */
const LEAST_THREADS = 4

/** What a thread says about a chunk. */
export type ReceiptAnswer =
  | { kind: 'checked'; checked: CheckedReceipt | null }
  | { kind: 'failed'; code: string; message: string }

/**
 * Checks the receipts of all chunks of a plan, in their order.
 * @returns null for a chunk of which only a run can tell what is right
 * @throws CommandError if a file is not as its receipt says
 */
export async function* checkReceipts(
  order: ReceiptCheck,
): AsyncGenerator<CheckedReceipt | null, void> {
  const { output, chunkStarts, checksAgain } = order
  const isOpen = (index: number): boolean => checksAgain || !isChecked(output, index)
  const open = new Set([...chunkStarts.keys()].filter(isOpen))
  const answers = checkTogether(order, [...open])
  try {
    for (const index of chunkStarts.keys()) {
      if (open.has(index)) yield (await answers.next()).value ?? null
      else yield await checkReceipt(order, index)
    }
  } finally {
    await answers.return()
  }
}

/** Checks several receipts at a time: a million frames are two million questions to the disk. */
async function* checkTogether(
  order: ReceiptCheck,
  indexes: readonly number[],
): AsyncGenerator<CheckedReceipt | null, void> {
  const most = Math.max(LEAST_THREADS, availableParallelism())
  const threadCount = Math.min(most, Math.floor(indexes.length / CHUNKS_OF_THREAD))
  // Tests run the sources, which have no built thread.
  if (threadCount < 2 || !existsSync(THREAD)) {
    for (const index of indexes) yield await checkReceipt(order, index)
    return
  }
  const threads = Array.from({ length: threadCount }, () => new ReceiptThread(order))
  try {
    // Chunk by chunk in turns, so that each thread always has one to check.
    const ask = (place: number): Promise<CheckedReceipt | null> | undefined => {
      const index = indexes[place]
      return index === undefined ? undefined : threads[place % threadCount]?.check(index)
    }
    const asked = threads.map((_, place) => ask(place))
    for (const place of indexes.keys()) {
      const checked = await asked[place % threadCount]
      asked[place % threadCount] = ask(place + threadCount)
      yield checked ?? null
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.end()))
  }
}

/** A thread that checks one receipt at a time. */
class ReceiptThread {
  private readonly worker: Worker

  constructor(order: ReceiptCheck) {
    this.worker = new Worker(THREAD, { workerData: order })
  }

  check(index: number): Promise<CheckedReceipt | null> {
    const { worker } = this
    const checked = new Promise<CheckedReceipt | null>((resolve, reject) => {
      worker.once('error', reject)
      worker.once('message', (answer: ReceiptAnswer) => {
        worker.off('error', reject)
        if (answer.kind === 'checked') resolve(answer.checked)
        else reject(new CommandError(answer.code, answer.message))
      })
    })
    // Whoever asked may have stopped at an earlier chunk.
    checked.catch(() => undefined)
    worker.postMessage(index)
    return checked
  }

  async end(): Promise<void> {
    await this.worker.terminate()
  }
}
