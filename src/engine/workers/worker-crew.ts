import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { endSentence } from '../../core/text/end-sentence.ts'

/** A worker's place in a pool, and what the pool knows about the worker in it. */
export interface CrewPlace {
  /** A worker and its replacements have the same index. */
  readonly index: number
  readonly host: { end(): void }
  /** The worker has begun some work. */
  isAlive: boolean
  /** The last check found the worker overdue. */
  isSuspect: boolean
}

export interface CrewOptions<Place extends CrewPlace> {
  /** A worker that gives no sign for longer than this is replaced. */
  timeoutMs: number
  /** Starts a worker. */
  spawn: (index: number) => Place
  /** In words, what a worker is late with, if its last sign is before `beforeMs`; else null. */
  findOverdue: (place: Place, beforeMs: number) => string | null
  onReplaced: (index: number, why: string) => void
  /**
   * Called when a worker was ended and removed. Its work must be done again.
   * @param hopeless why no other worker should be started; null if one may be
   */
  onLost: (place: Place, hopeless: Problem | null, why: string) => void
}

/** A piece of work is given up after this many workers died or hung on it. */
export const MOST_ATTEMPTS = 2
const CHECK_INTERVAL_MS = 1000

/** Watches the workers of a pool. A worker that dies or hangs is ended, and the pool informed. */
export class WorkerCrew<Place extends CrewPlace> {
  private readonly options: CrewOptions<Place>
  private readonly attempts = new Map<number, number>()
  private members: Place[] = []
  /** Workers in a row that failed before they began any work. */
  private stillbornCount = 0
  private watchdog: ReturnType<typeof setInterval> | undefined

  constructor(options: CrewOptions<Place>) {
    this.options = options
  }

  get places(): readonly Place[] {
    return this.members
  }

  /** False for a worker that was ended. Its messages must be ignored. */
  has(place: Place): boolean {
    return this.members.includes(place)
  }

  add(index: number): void {
    this.watchdog ??= setInterval(() => this.checkSigns(), CHECK_INTERVAL_MS)
    this.members.push(this.options.spawn(index))
  }

  /** Called when a worker gave a sign that it works. */
  noteSign(place: Place): void {
    place.isAlive = true
    place.isSuspect = false
    this.stillbornCount = 0
  }

  /** Ends a worker that has no more work. */
  dismiss(place: Place): void {
    place.host.end()
    this.release(place)
  }

  /** Leaves a worker to somebody else. */
  release(place: Place): void {
    this.members = this.members.filter((each) => each !== place)
  }

  /** Ends a worker that died, hangs or failed. */
  replace(place: Place, why: string): void {
    if (!this.has(place)) return
    const { length: count } = this.members
    this.dismiss(place)
    this.options.onReplaced(place.index, why)
    if (!place.isAlive) this.stillbornCount++
    const isHopeless = this.stillbornCount > count + MOST_ATTEMPTS
    this.options.onLost(place, isHopeless ? cannotStart(why) : null, why)
  }

  /**
   * Counts a lost worker against a piece of its work, unless the worker never began any.
   * @param key of the piece of work
   * @returns how many workers were lost on that piece
   */
  blame({ isAlive }: Place, key: number): number {
    const attempts = (this.attempts.get(key) ?? 0) + (isAlive ? 1 : 0)
    this.attempts.set(key, attempts)
    return attempts
  }

  /** Ends all workers. @returns the places that they had */
  end(): Place[] {
    clearInterval(this.watchdog)
    const ended = this.members
    for (const { host } of ended) host.end()
    this.members = []
    return ended
  }

  private checkSigns(): void {
    const beforeMs = performance.now() - this.options.timeoutMs
    for (const place of [...this.members]) {
      const overdue = this.options.findOverdue(place, beforeMs)
      if (overdue === null) continue
      // After the machine slept, this check may run before messages that the workers sent. So a
      // worker is replaced only at the second check.
      if (place.isSuspect) this.replace(place, overdue)
      else place.isSuspect = true
    }
  }
}

function cannotStart(why: string): Problem {
  const fault = endSentence(`Workers cannot be started: ${why}`)
  const message = `${fault} Close other tabs, reload the page, and try with fewer workers.`
  return problem('error', 'worker-failed', message)
}
