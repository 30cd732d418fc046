import { proxy, releaseProxy, wrap } from 'comlink'
import type { ProxyMarked, Remote } from 'comlink'
import { describeThrown } from '../../core/errors.ts'

/** A web worker and the object that it exposes. */
export class WorkerHost<Api> {
  /** Kept as long as the worker, because Comlink loses the calls of a garbage-collected proxy. */
  readonly remote: Remote<Api>
  /** Called with the reason when the worker dies. */
  onFailed: (why: string) => void
  private readonly worker: Worker

  /** @param worker made by the caller, because bundlers look for `new Worker(new URL(…))` */
  constructor(worker: Worker, onFailed: (why: string) => void = () => undefined) {
    this.worker = worker
    this.onFailed = onFailed
    this.remote = wrap<Api>(worker)
    worker.onerror = ({ message }) =>
      this.onFailed(message ? describeThrown(message) : 'its script failed')
    worker.onmessageerror = () => this.onFailed('a message could not be read')
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

/** The worker's end of a channel for notices. The type remembers which notices the page takes. */
export type NoticePort<Notices> = MessagePort & { readonly takes?: Notices }

/**
 * What a worker may tell the page without an answer. Comlink answers every call, which is too much for
 * what is told several times per frame.
 * @returns the end of the channel for the worker, which passes it to `notifier`
 */
export function listenTo<Notices extends object>(notices: Notices): NoticePort<Notices> {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data: [name, values] }: MessageEvent<[keyof Notices, unknown[]]>) => {
    const notice = notices[name] as (...values: unknown[]) => void
    notice(...values)
  }
  return port2
}

/** The worker's side of `listenTo`. The calls arrive in the order in which they were made. */
export function notifier<Notices extends object>(port: NoticePort<Notices>): Notices {
  return new Proxy({} as Notices, {
    get:
      (_, name) =>
      (...values: unknown[]) =>
        port.postMessage([name, values]),
  })
}
