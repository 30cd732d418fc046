import { makeZip } from 'client-zip'

interface ZipEntry {
  name: string
  input: Blob | string
}

/** How many images may wait to be written before the workers are held back. */
export const MOST_WAITING = 8

/** Rendered frames on their way into one streamed ZIP. Images are stored as they are. */
export class ZipOutput {
  private readonly waiting: ZipEntry[] = []
  private readonly finished: Promise<void>
  private readonly abortion = new AbortController()
  private readonly onRoom: () => void
  private wake: () => void = () => undefined
  private isEnded = false

  /**
   * @param stream takes the ZIP; it is closed at the end, and aborted with the run
   * @param onRoom called when more images may be added
   * @param onFailed called when the stream takes no more
   */
  constructor(
    stream: WritableStream<Uint8Array>,
    onRoom: () => void,
    onFailed: (thrown: unknown) => void,
  ) {
    this.onRoom = onRoom
    this.finished = makeZip(this.entries()).pipeTo(stream, { signal: this.abortion.signal })
    this.finished.catch((thrown: unknown) => {
      if (!this.abortion.signal.aborted) onFailed(thrown)
    })
  }

  get hasRoom(): boolean {
    return this.waiting.length < MOST_WAITING
  }

  add(name: string, input: Blob | string): void {
    this.waiting.push({ name, input })
    this.wake()
  }

  /** Writes what is waiting and closes the stream. */
  async close(): Promise<void> {
    this.isEnded = true
    this.wake()
    await this.finished
  }

  /** Leaves no half-written ZIP behind: the stream is aborted. */
  async abort(): Promise<void> {
    this.abortion.abort()
    this.waiting.length = 0
    // The generator must come to its end before the pipe can.
    this.isEnded = true
    this.wake()
    await this.finished.catch(() => undefined)
  }

  private async *entries(): AsyncGenerator<{ name: string; input: Response; lastModified: Date }> {
    for (;;) {
      const entry = this.waiting.shift()
      if (entry) {
        yield { name: entry.name, input: new Response(entry.input), lastModified: new Date() }
        this.onRoom()
      } else if (this.isEnded) return
      else await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }
}
