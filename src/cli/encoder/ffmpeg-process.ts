import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { statSync } from 'node:fs'
import { readFile, unlink } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { atExit } from '../at-exit.ts'
import { formatDuration } from '../../index.ts'
import { CommandError } from '../command-error.ts'
import { complaintOf } from './ffmpeg-complaint.ts'

/** What a process printed first and last is kept to this length. */
const MOST_KEPT_CHARACTERS = 8000

/** Some encoders never end after an error. A working ffmpeg says every half second how far it is. */
const STALLED_MS = 120_000
const LOOK_MS = 1000

export interface FfmpegProcessOptions {
  /** The file that it writes. It grows, or is moved about, also where nothing is printed. */
  output?: string
  /** How long it may show no sign of life while it has something to do. Default two minutes. */
  stalledMs?: number
}

/** A running ffmpeg that reads a stream from its standard input. */
export class FfmpegProcess {
  /** How many frames are written. */
  frameCount = 0
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>
  private readonly ended: Promise<number | null>
  private readonly keepRunning: () => void
  private readonly output: string | null
  private readonly stalledMs: number
  private printed = ''
  private isOver = false
  private isStalled = false
  /** What ffmpeg was given and has not done. */
  private pendingCount = 0
  private lifeSign = ''
  private lifeSignMs = 0
  /** The file that is being sent. */
  private sending: Promise<void> = Promise.resolve()

  /** No shell sees the arguments. */
  constructor(args: readonly string[], options: FfmpegProcessOptions = {}) {
    const { output = null, stalledMs = STALLED_MS } = options
    this.output = output
    this.stalledMs = stalledMs
    // In a group of its own, Ctrl-C reaches only this process, which ends ffmpeg in its turn.
    this.child = spawn('ffmpeg', args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
    const { stdin, stdout, stderr } = this.child
    this.keepRunning = atExit(() => this.child.kill('SIGKILL'))
    // A broken pipe is told by the end of the process.
    stdin.on('error', () => undefined)
    stdout.setEncoding('utf8').on('data', (text: string) => {
      for (const [, count] of text.matchAll(/^frame=\s*(\d+)/gm)) this.frameCount = Number(count)
      this.lifeSignMs = performance.now()
    })
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.printed = shortened(this.printed + text)
    })
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => {
        this.printed += `\n${error.message}`
        resolve(null)
      })
      this.child.on('close', (exitCode) => resolve(exitCode))
    })
    const watch = setInterval(() => this.lookForLife(), Math.min(LOOK_MS, stalledMs))
    void this.ended.then(() => {
      this.isOver = true
      clearInterval(watch)
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
    const isTaken = await this.pending(Promise.race([taken, this.ended.then(() => false)]))
    if (!isTaken) throw await this.fault()
  }

  private async pending<Value>(work: Promise<Value>): Promise<Value> {
    this.pendingCount++
    this.lifeSignMs = performance.now()
    try {
      return await work
    } finally {
      this.pendingCount--
    }
  }

  private lookForLife(): void {
    const stats = this.output === null ? null : statSync(this.output, { throwIfNoEntry: false })
    const sign = stats ? `${stats.size} ${stats.mtimeMs}` : ''
    const nowMs = performance.now()
    if (this.pendingCount === 0 || sign !== this.lifeSign) this.lifeSignMs = nowMs
    this.lifeSign = sign
    if (nowMs - this.lifeSignMs < this.stalledMs) return
    this.isStalled = true
    this.child.kill('SIGKILL')
  }

  /** @throws CommandError if ffmpeg has ended, although its stream has not */
  async checkAlive(): Promise<void> {
    if (this.isOver) throw await this.fault()
  }

  /** Ends the stream, and waits for the end. @throws CommandError if ffmpeg fails */
  async finish(): Promise<void> {
    this.child.stdin.end()
    if ((await this.pending(this.ended)) !== 0) throw await this.fault()
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended
  }

  private async fault(): Promise<CommandError> {
    const exitCode = await this.ended
    const { signalCode } = this.child
    if (this.printed.includes('No space left on device')) {
      return new CommandError('write-failed', 'ffmpeg could not write the video: the disk is full.')
    }
    const how = this.isStalled
      ? `did nothing for ${formatDuration(this.stalledMs)}, so it was ended`
      : `ended ${signalCode === null ? `with code ${String(exitCode)}` : `by ${signalCode}`}`
    return new CommandError(
      'worker-failed',
      `ffmpeg ${how} before the video was complete. ${complaintOf(this.printed)}`,
    )
  }
}

function shortened(text: string): string {
  if (text.length <= 2 * MOST_KEPT_CHARACTERS) return text
  return `${text.slice(0, MOST_KEPT_CHARACTERS)}\n${text.slice(-MOST_KEPT_CHARACTERS)}`
}
