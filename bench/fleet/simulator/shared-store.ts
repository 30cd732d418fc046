import type { Clock } from './clock.ts'
import { SortedQueue } from './sorted-queue.ts'

interface Transfer {
  onEnd: () => void
  bytesPerMs: number
  isActive: boolean
}

/**
 * Work that reads and writes a store which all machines share. While the work in hand asks for more bytes
 * than the store can give, all of it becomes slower by the same factor. Work is counted in milliseconds
 * without such a wait, so the end of each piece is known when it begins: on a clock that is slower.
 */
export class SharedStore {
  private readonly clock: Clock
  private readonly capacity: number
  private readonly ends = new SortedQueue<Transfer>()
  private demand = 0
  /** The slower clock, and when it was read. */
  private workMs = 0
  private readMs = 0
  /** Only the newest event counts: others were made for an earlier demand. */
  private version = 0

  /** @param capacity bytes/ms; Infinity: it is never in the way */
  constructor(clock: Clock, capacity: number) {
    this.clock = clock
    this.capacity = capacity
  }

  /** @returns ends the work before its time */
  begin(workMs: number, bytes: number, onEnd: () => void): () => void {
    this.read()
    const bytesPerMs = workMs > 0 ? bytes / workMs : 0
    const transfer: Transfer = { onEnd, bytesPerMs, isActive: true }
    this.ends.add(this.workMs + workMs, transfer)
    this.demand += bytesPerMs
    this.waitForNext()
    return () => {
      if (transfer.isActive) this.end(transfer)
    }
  }

  private get speed(): number {
    return this.demand > this.capacity ? this.capacity / this.demand : 1
  }

  private read(): void {
    this.workMs += (this.clock.nowMs - this.readMs) * this.speed
    this.readMs = this.clock.nowMs
  }

  private end(transfer: Transfer): void {
    this.read()
    transfer.isActive = false
    this.demand = Math.max(0, this.demand - transfer.bytesPerMs)
    this.waitForNext()
  }

  private waitForNext(): void {
    while (this.ends.first?.isActive === false) this.ends.take()
    const version = ++this.version
    if (this.ends.size === 0) return
    this.clock.after((this.ends.firstKey - this.workMs) / this.speed, () => {
      if (version !== this.version) return
      const transfer = this.ends.take()
      if (!transfer) return
      this.end(transfer)
      transfer.onEnd()
    })
  }
}
