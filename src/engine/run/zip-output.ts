import { makeZip } from 'client-zip'
import type { FileContent } from '../../io/folders/directory.ts'

interface ZipEntry {
  name: string
  input: FileContent
}

/** When this many images wait to be written, workers must wait, too. */
export const MOST_WAITING = 8

/** Streams rendered frames into one ZIP. Images are stored without further compression. */
export class ZipOutput {
  private readonly waiting: ZipEntry[] = []
  private readonly finished: Promise<void>
  private readonly abortion = new AbortController()
  private readonly onRoom: () => void
  private wake: () => void = () => undefined
  private isEnded = false

  /**
   * @param stream receives the ZIP. It is closed at the end, or aborted with the run
   * @param onRoom called when more images may be added
   * @param onFailed called when the stream fails
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

  add(name: string, input: FileContent): void {
    this.waiting.push({ name, input })
    this.wake()
  }

  /** Writes what is waiting and closes the stream. */
  async close(): Promise<void> {
    this.isEnded = true
    this.wake()
    await this.finished
  }

  /** Aborts the stream, so that no unfinished ZIP is left. */
  async abort(): Promise<void> {
    this.abortion.abort()
    this.waiting.length = 0
    // The pipe can end only after the generator has ended.
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
