import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { endSentence } from '../../core/text/end-sentence.ts'

/** A worker's place in a pool, and what the pool knows of the worker that has it. */
export interface CrewPlace {
  /** The same for a worker and those that take its place. */
  readonly index: number
  readonly host: { end(): void }
  /** It has begun some work at least once. */
  isAlive: boolean
  /** It was found overdue once. */
  isSuspect: boolean
}

export interface CrewOptions<Place extends CrewPlace> {
  /** A worker that gives no sign for longer than this is replaced. */
  timeoutMs: number
  /** Starts a worker. */
  spawn: (index: number) => Place
  /** What a worker is too late with, in words, where its last sign is before a time; else null. */
  findOverdue: (place: Place, beforeMs: number) => string | null
  onReplaced: (index: number, why: string) => void
  /**
   * A worker was ended, and has its place no more: its work is to be given out again.
   * @param hopeless why no worker should take its place; null where one may
   */
  onLost: (place: Place, hopeless: Problem | null, why: string) => void
}

/** Work is given up on after this many workers died or fell silent on it. */
export const MOST_ATTEMPTS = 2
const CHECK_INTERVAL_MS = 1000

/** The workers of a pool, watched: one that dies or hangs is ended, and its pool told. */
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

  /** Nothing is heard of a worker that was replaced. */
  has(place: Place): boolean {
    return this.members.includes(place)
  }

  add(index: number): void {
    this.watchdog ??= setInterval(() => this.checkSigns(), CHECK_INTERVAL_MS)
    this.members.push(this.options.spawn(index))
  }

  /** A worker gave a sign that it is at work. */
  noteSign(place: Place): void {
    place.isAlive = true
    place.isSuspect = false
    this.stillbornCount = 0
  }

  /** Ends a worker that has no more to do. */
  dismiss(place: Place): void {
    place.host.end()
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
   * Holds a lost worker to account for a piece of its work; one that never began any is not.
   * @param key of the piece
   * @returns how many workers were lost on it
   */
  blame({ isAlive }: Place, key: number): number {
    const attempts = (this.attempts.get(key) ?? 0) + (isAlive ? 1 : 0)
    this.attempts.set(key, attempts)
    return attempts
  }

  /** Ends all workers. @returns those that there were */
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
      // After a sleep of the machine the workers' messages come behind this check: look twice.
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
