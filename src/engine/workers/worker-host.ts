import { proxy, releaseProxy, wrap } from 'comlink'
import type { ProxyMarked, Remote } from 'comlink'
import { describeThrown } from '../../core/errors.ts'

/** A web worker, the object it exposes, and the end of both. */
export class WorkerHost<Api> {
  /** Kept for as long as the worker is: Comlink loses the calls of a proxy that was collected. */
  readonly remote: Remote<Api>
  private readonly worker: Worker

  /**
   * @param worker just made: bundlers look for `new Worker(new URL(…))` where its script is named
   * @param onFailed called when it dies, with why
   */
  constructor(worker: Worker, onFailed: (why: string) => void) {
    this.worker = worker
    this.remote = wrap<Api>(worker)
    worker.onerror = ({ message }) =>
      onFailed(message ? describeThrown(message) : 'its script failed')
    worker.onmessageerror = () => onFailed('a message could not be read')
  }

  /** Ends it at once. */
  end(): void {
    this.remote[releaseProxy]()
    this.worker.terminate()
  }
}

/**
 * What a worker may call on the page. All its calls go through one channel, so that they come in the
 * order they were made.
 */
export function asCallbacks<Callbacks extends object>(
  callbacks: Callbacks,
): Callbacks & ProxyMarked {
  return proxy(callbacks)
}
