/** Lets a fixed number of tasks run at a time, in the order in which they asked. */
export class Semaphore {
  private free: number
  private readonly waiting: (() => void)[] = []

  constructor(count: number) {
    this.free = count
  }

  /** @returns a function that gives the place back; calling it again does nothing */
  async acquire(): Promise<() => void> {
    if (this.free > 0) this.free--
    else await new Promise<void>((resolve) => this.waiting.push(resolve))
    let isHeld = true
    return () => {
      if (isHeld) this.release()
      isHeld = false
    }
  }

  private release(): void {
    const next = this.waiting.shift()
    if (next) next()
    else this.free++
  }
}
