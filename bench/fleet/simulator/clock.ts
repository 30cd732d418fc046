import { SortedQueue } from './sorted-queue.ts'

/** Time of a simulation: it jumps from one event to the next. */
export class Clock {
  nowMs = 0
  private readonly events = new SortedQueue<() => void>()

  at(timeMs: number, event: () => void): void {
    this.events.add(Math.max(timeMs, this.nowMs), event)
  }

  after(ms: number, event: () => void): void {
    this.at(this.nowMs + ms, event)
  }

  /** @throws Error if nothing happens any more although it is not over */
  runUntil(isOver: () => boolean): void {
    while (!isOver()) {
      const timeMs = this.events.firstKey
      const event = this.events.take()
      if (!event) throw new Error('Nothing happens any more, and the simulation is not over.')
      this.nowMs = timeMs
      event()
    }
  }
}
