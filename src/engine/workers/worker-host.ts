import { proxy, releaseProxy, wrap } from 'comlink'
import type { ProxyMarked, Remote } from 'comlink'

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
    worker.onerror = ({ message }) => onFailed(message || 'its script failed')
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

/**
 * What a worker may tell the page without an answer. Comlink answers every call, which is too much for
 * what is told several times a frame.
 * @returns the end of the channel for the worker, where `notifier` takes it
 */
export function listenTo<Notices extends object>(notices: Notices): MessagePort {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data: [name, values] }: MessageEvent<[keyof Notices, unknown[]]>) => {
    const notice = notices[name] as (...values: unknown[]) => void
    notice(...values)
  }
  return port2
}

/** The worker's side of `listenTo`: calls come in the order in which they were made. */
export function notifier<Notices extends object>(port: MessagePort): Notices {
  return new Proxy({} as Notices, {
    get:
      (_, name) =>
      (...values: unknown[]) =>
        port.postMessage([name, values]),
  })
}
