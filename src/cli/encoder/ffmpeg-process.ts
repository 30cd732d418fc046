import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { readFile, unlink } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { atExit } from '../at-exit.ts'
import { CommandError } from '../command-error.ts'
import { lastLine } from './find-ffmpeg.ts'

/** What a process printed is kept to this length. */
const MOST_KEPT_CHARACTERS = 8000

/** A running ffmpeg that reads a stream from its standard input. */
export class FfmpegProcess {
  /** How many frames are written. */
  frameCount = 0
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>
  private readonly ended: Promise<number | null>
  private readonly keepRunning: () => void
  private printed = ''
  private isOver = false
  /** The file that is being sent. */
  private sending: Promise<void> = Promise.resolve()

  /** No shell sees the arguments. */
  constructor(args: readonly string[]) {
    // In a group of its own, Ctrl-C reaches only this process, which ends ffmpeg in its turn.
    this.child = spawn('ffmpeg', args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
    const { stdin, stdout, stderr } = this.child
    this.keepRunning = atExit(() => this.child.kill('SIGKILL'))
    // A broken pipe is told by the end of the process.
    stdin.on('error', () => undefined)
    stdout.setEncoding('utf8').on('data', (text: string) => {
      for (const [, count] of text.matchAll(/^frame=\s*(\d+)/gm)) this.frameCount = Number(count)
    })
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.printed = (this.printed + text).slice(-MOST_KEPT_CHARACTERS)
    })
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => {
        this.printed += `\n${error.message}`
        resolve(null)
      })
      this.child.on('close', (exitCode) => resolve(exitCode))
    })
    void this.ended.then(() => {
      this.isOver = true
      this.keepRunning()
    })
  }

  /**
   * Sends a file, and removes it. Resolves when ffmpeg takes more.
   * @throws CommandError if ffmpeg has ended
   */
  send(path: string): Promise<void> {
    // The next file may be announced while this one is read.
    const sent = this.sending.then(() => this.sendNow(path))
    this.sending = sent.catch(() => undefined)
    return sent
  }

  private async sendNow(path: string): Promise<void> {
    const bytes = await readFile(path)
    await unlink(path)
    const taken = new Promise<boolean>((resolve) => {
      this.child.stdin.write(bytes, (error) => resolve(!error))
    })
    const isTaken = await Promise.race([taken, this.ended.then(() => false)])
    if (!isTaken) throw await this.fault()
  }

  /** @throws CommandError if ffmpeg has ended, although its stream has not */
  async checkAlive(): Promise<void> {
    if (this.isOver) throw await this.fault()
  }

  /** Ends the stream, and waits for the end. @throws CommandError if ffmpeg fails */
  async finish(): Promise<void> {
    this.child.stdin.end()
    if ((await this.ended) !== 0) throw await this.fault()
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended
  }

  private async fault(): Promise<CommandError> {
    const exitCode = await this.ended
    const { signalCode } = this.child
    const isFull = this.printed.includes('No space left on device')
    const how = signalCode === null ? `with code ${String(exitCode)}` : `by ${signalCode}`
    const line = lastLine(this.printed)
    const said = line === null ? 'It said nothing.' : `Its last line: ${line}`
    return isFull
      ? new CommandError('write-failed', 'ffmpeg could not write the video: the disk is full.')
      : new CommandError(
          'worker-failed',
          `ffmpeg ended ${how} before the video was complete. ${said}`,
        )
  }
}
