/**
 * Decoders give out a picture only when they have got some more: they put pictures in order, and decode
 * several at once. Most need no more than these.
 */
const LEAST_AHEAD = 4
/** A decoder that needs more than these gets one at a time. */
const NEXT_AFTER_MS = 8
/** Times are rounded. */
const MOST_DIFFERENCE_MS = 1

/** Which pictures of a video are wanted. Times are on its clock, in ms. */
export interface Wanted {
  /** Only pictures from this time on must all be decoded. */
  fromMs: number
  /** Of the last one; Infinity: all those after `fromMs` are wanted. */
  untilMs: number
  /** Whether those after the last one may be wanted next. Else the decoder ends with it. */
  goesOn: boolean
}

/** When a decoder gets its next picture: it does not read far ahead of those that are wanted. */
export class PacketTurns {
  private wanted: Wanted
  /** The times of pictures that the decoder has got, and that are later than all wanted ones. */
  private ahead: number[] = []
  private hasLast = false
  private isOver = false
  private isResting = false
  private wake: () => void = () => undefined

  constructor(wanted: Wanted) {
    this.wanted = wanted
  }

  get fromMs(): number {
    return this.wanted.fromMs
  }

  want(wanted: Wanted): void {
    this.wanted = wanted
    this.ahead = this.ahead.filter((timeMs) => this.isAhead(timeMs))
    this.isResting = false
    this.wake()
  }

  /** The last wanted picture is there: the decoder gets nothing until others are wanted. */
  rest(): void {
    this.isResting = this.wanted.untilMs < Infinity
  }

  /** The decoder gets nothing more. */
  end(): void {
    this.isOver = true
    this.wake()
  }

  /**
   * Ends when the decoder may get the next picture.
   * @param givenMs the time of the one that it got before
   * @returns false if it gets no more
   */
  async next(givenMs: number): Promise<boolean> {
    if (this.isAhead(givenMs)) this.ahead.push(givenMs)
    else this.hasLast ||= givenMs >= this.wanted.untilMs - MOST_DIFFERENCE_MS
    const isLast = this.hasLast && !this.wanted.goesOn
    if (!isLast && (this.isResting || this.ahead.length >= LEAST_AHEAD)) await this.wait()
    return !isLast && !this.isOver
  }

  private async wait(): Promise<void> {
    const timer = this.isResting ? undefined : setTimeout(() => this.wake(), NEXT_AFTER_MS)
    await new Promise<void>((resolve) => (this.wake = resolve))
    clearTimeout(timer)
  }

  private isAhead(timeMs: number): boolean {
    return timeMs > this.wanted.untilMs + MOST_DIFFERENCE_MS
  }
}
