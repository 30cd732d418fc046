import { proxy, releaseProxy, wrap } from 'comlink'
import type { ProxyMarked, Remote } from 'comlink'

/** A web worker and the object that it exposes. */
export class WorkerHost<Api> {
  /** Kept as long as the worker, because Comlink loses the calls of a garbage-collected proxy. */
  readonly remote: Remote<Api>
  private readonly worker: Worker

  /**
   * @param worker made by the caller, because bundlers look for `new Worker(new URL(…))`
   * @param onFailed called with the reason when the worker dies
   */
  constructor(worker: Worker, onFailed: (why: string) => void) {
    this.worker = worker
    this.remote = wrap<Api>(worker)
    worker.onerror = ({ message }) => onFailed(message || 'its script failed')
    worker.onmessageerror = () => onFailed('a message could not be read')
  }

  /** Ends the worker at once. */
  end(): void {
    this.remote[releaseProxy]()
    this.worker.terminate()
  }
}

/**
 * Lets a worker call these functions on the page. All calls use one channel and keep their order.
 */
export function asCallbacks<Callbacks extends object>(
  callbacks: Callbacks,
): Callbacks & ProxyMarked {
  return proxy(callbacks)
}
