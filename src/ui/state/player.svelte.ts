import type { FrameEntry } from '../../index.ts'
import { LoadTimes, nextSpeed, PlayClock } from './play-clock.ts'
import type { Speed } from './play-clock.ts'

/** When one frame is loaded, it waits so long for more of them before time begins to run. */
const LONGEST_START_MS = 400
/** A screen shows 60 pictures a second. More frames are not loaded at high speeds. */
const SCREEN_MS = 1000 / 60

/** What the player plays. Positions are positions in `frames`. */
export interface PlayerHost<Picture> {
  readonly frames: readonly FrameEntry[]
  readonly position: number
  /** So many frames are loaded before they are due. */
  readonly mostAhead: number
  /** The frames that are repeated, the first and the last of them. */
  readonly loopRange: readonly [first: number, last: number]
  load(position: number): Promise<Picture>
  show(position: number, picture: Picture): void
  /** The picture that was shown last stays. */
  rest(): void
  discard(picture: Picture): void
}

/** Plays the video's own sound along with the frames. */
export interface PlayedSound {
  /** @param frameIndex of the frame that is due now. @param rate negative or too fast: silence */
  follow(frameIndex: number, rate: number): void
  stop(): void
  close(): void
}

/**
 * Plays frames at their times, forwards and backwards. Frames are loaded before they are due, and time
 * begins to run when the first of them are there. A frame that is not loaded in time is left out and
 * counted; it is never shown late.
 */
export class Player<Picture> {
  readonly #host: PlayerHost<Picture>
  #state = $state<'paused' | 'playing'>('paused')
  #direction = $state<1 | -1>(1)
  #speed = $state<Speed>(1)
  #isLooping = $state(false)
  #leftOutCount = $state(0)
  #shownCount = $state(0)
  #sound = $state.raw<PlayedSound | null>(null)
  #loads = new LoadTimes()
  /** Ends the current run of the player. */
  #run: AbortController | null = null

  constructor(host: PlayerHost<Picture>) {
    this.#host = host
  }

  get state(): 'paused' | 'playing' {
    return this.#state
  }
  /** 1: forwards. -1: backwards. */
  get direction(): 1 | -1 {
    return this.#direction
  }
  get speed(): Speed {
    return this.#speed
  }
  get isLooping(): boolean {
    return this.#isLooping
  }
  /** Since it was started last. */
  get leftOutCount(): number {
    return this.#leftOutCount
  }
  get shownCount(): number {
    return this.#shownCount
  }
  get hasSound(): boolean {
    return this.#sound !== null
  }

  toggle(): void {
    if (this.#state === 'playing') this.pause()
    else this.play(1)
  }

  pause(): void {
    this.#run?.abort()
    this.#run = null
    this.#sound?.stop()
    if (this.#state === 'paused') return
    this.#state = 'paused'
    this.#host.rest()
  }

  /** Plays on, or faster if it plays in this direction already. */
  shuttle(direction: 1 | -1): void {
    if (this.#state === 'playing' && direction === this.#direction) {
      this.setSpeed(nextSpeed(this.#speed, 1))
    } else this.play(direction)
  }

  /** Pauses; what is played next has its own speed. */
  halt(): void {
    this.pause()
    if (this.#speed > 1) this.#speed = 1
  }

  setSpeed(speed: Speed): void {
    this.#speed = speed
    if (this.#state === 'playing') this.#start()
  }

  toggleLoop(): void {
    this.#isLooping = !this.#isLooping
    if (this.#state === 'playing') this.#start()
  }

  /** @param sound null: silence */
  setSound(sound: PlayedSound | null): void {
    this.#sound?.close()
    this.#sound = sound
  }

  play(direction: 1 | -1): void {
    if (this.#host.frames.length < 2) return
    this.#direction = direction
    this.#leftOutCount = 0
    this.#shownCount = 0
    this.#start()
  }

  #start(): void {
    this.#run?.abort()
    const run = new AbortController()
    this.#run = run
    this.#state = 'playing'
    const { first, last } = this.#ends()
    const { position } = this.#host
    const isAtEnd = position * this.#direction >= last * this.#direction
    const isBefore = position * this.#direction < first * this.#direction
    const from = isAtEnd || (this.#isLooping && isBefore) ? first : position
    void this.#play(from, last, run.signal)
  }

  /** Where playing begins anew, and where it ends, in its direction. */
  #ends(): { first: number; last: number } {
    const [low, high] = this.#isLooping ? this.#host.loopRange : [0, this.#host.frames.length - 1]
    return this.#direction === 1 ? { first: low, last: high } : { first: high, last: low }
  }

  /** Plays once from one position to another; then again, in a loop. */
  async #play(from: number, last: number, signal: AbortSignal): Promise<void> {
    const { frames } = this.#host
    const direction = this.#direction
    const timeAt = (position: number): number => frames[position]?.timestampMs ?? 0
    const rate = direction * this.#speed
    const clock = new PlayClock(timeAt(from), rate)
    const ready: { position: number; picture: Picture }[] = []
    let shown = this.#host.position
    if (from !== shown) shown = from - direction
    let firstMs: number | null = null
    void this.#loadAhead(clock, shown, last, ready, signal)
    for (;;) {
      const nowMs = await nextPicture()
      if (signal.aborted || this.#host.frames !== frames) break
      if (!clock.isRunning) {
        const isFull = ready.length >= this.#host.mostAhead || ready.at(-1)?.position === last
        if (ready.length > 0) firstMs ??= nowMs
        const isLate = firstMs !== null && nowMs - firstMs > LONGEST_START_MS
        if (!isFull && !isLate) continue
        clock.start(nowMs)
      }
      let due: (typeof ready)[number] | undefined
      while (ready[0] && clock.isReached(timeAt(ready[0].position), nowMs)) {
        if (due) this.#host.discard(due.picture)
        due = ready.shift()
      }
      const isLast = due?.position === last
      if (due && !isLast && clock.isReached(timeAt(due.position + direction), nowMs)) {
        this.#host.discard(due.picture)
        due = undefined
      }
      if (due) {
        this.#leftOutCount += Math.max(0, (due.position - shown) * direction - 1)
        this.#shownCount++
        shown = due.position
        this.#host.show(shown, due.picture)
      }
      const current = frames[shown]
      if (current && shown !== from - direction) this.#sound?.follow(current.frameIndex, rate)
      if (isLast) {
        if (this.#isLooping) this.#start()
        else this.pause()
        break
      }
    }
    for (const { picture } of ready) this.#host.discard(picture)
    ready.length = 0
  }

  /** Loads one frame after another: those that will be due when they are loaded. */
  async #loadAhead(
    clock: PlayClock,
    shown: number,
    last: number,
    ready: { position: number; picture: Picture }[],
    signal: AbortSignal,
  ): Promise<void> {
    const { frames } = this.#host
    const direction = this.#direction
    const timeAt = (position: number): number => frames[position]?.timestampMs ?? 0
    const stepMs = SCREEN_MS * Math.abs(clock.rate)
    const isOver = (): boolean => signal.aborted
    let isFirst = true
    for (let loaded = shown; loaded !== last && !isOver();) {
      if (ready.length >= this.#host.mostAhead) {
        await nextPicture()
        continue
      }
      const startMs = performance.now()
      const readyMs = startMs + this.#loads.expectedMs
      const previousMs = timeAt(loaded)
      loaded += direction
      // The last frame is always shown.
      while (loaded !== last) {
        const isLate = clock.isReached(timeAt(loaded + direction), readyMs)
        const isTooClose = Math.abs(timeAt(loaded) - previousMs) < stepMs * 0.9
        if (!isLate && !isTooClose) break
        loaded += direction
      }
      const picture = await this.#host.load(loaded)
      // The first one takes the time in which a decoder starts.
      if (!isFirst) this.#loads.add(performance.now() - startMs)
      isFirst = false
      if (isOver()) this.#host.discard(picture)
      else ready.push({ position: loaded, picture })
    }
  }
}

function nextPicture(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve))
}
