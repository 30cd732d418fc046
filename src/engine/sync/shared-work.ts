export interface Waiting {
  signal?: AbortSignal
  /** @param share from 0 to 1 */
  onProgress?: (share: number) => void
}

/** Work that several wait for. It is done once, and it is stopped when nobody waits for it any more. */
export class SharedWork<Result> {
  private readonly abortion = new AbortController()
  private readonly waiting = new Set<Waiting>()
  private readonly work: Promise<Result>

  constructor(start: (options: Required<Waiting>) => Promise<Result>) {
    this.work = start({
      signal: this.abortion.signal,
      onProgress: (share) => {
        for (const each of this.waiting) each.onProgress?.(share)
      },
    })
    // Who waits is told of a failure. If nobody does, nobody needs to know.
    this.work.catch(() => undefined)
  }

  /** Whether nobody waited any more before it was done. */
  get isStopped(): boolean {
    return this.abortion.signal.aborted
  }

  /** @throws what the work throws; the signal's reason when that is aborted */
  async wait(options: Waiting): Promise<Result> {
    const { signal } = options
    signal?.throwIfAborted()
    // The same options may wait twice.
    const each = { ...options }
    this.waiting.add(each)
    let leave: () => void = () => undefined
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(signal?.reason as Error)
    })
    signal?.addEventListener('abort', leave)
    try {
      return await Promise.race([this.work, left])
    } finally {
      signal?.removeEventListener('abort', leave)
      this.waiting.delete(each)
      if (this.waiting.size === 0) this.abortion.abort(signal?.reason)
    }
  }
}
