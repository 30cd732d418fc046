import { formatCount, formatDuration } from '../../index.ts'
import { harmlessName } from './harmless-text.ts'
import type { PageProgress } from '../browser/page-messages.ts'

/** Where progress is shown: a terminal, or a log. */
export interface ProgressStream {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

const LOG_INTERVAL_MS = 5000
const LONGEST_BAR = 24
const DEFAULT_COLUMNS = 80

/** One line that is written over again on a terminal; plain lines, few of them, in a log. */
export class ProgressLine {
  private readonly stream: ProgressStream
  private readonly label: string
  private readonly now: () => number
  private loggedMs: number
  private latest: PageProgress | null = null
  private isShown = true

  /** @param label what stands before each line; '' for nothing */
  constructor(stream: ProgressStream, label = '', now = (): number => performance.now()) {
    this.stream = stream
    this.label = label === '' ? '' : `${harmlessName(label)}: `
    this.now = now
    this.loggedMs = now()
  }

  show(progress: PageProgress): void {
    this.latest = progress
    this.isShown = false
    if (this.stream.isTTY) {
      // Some terminals say that they have none.
      const columns = (this.stream.columns || DEFAULT_COLUMNS) - 1
      const text = this.label + describeBar(progress, columns - this.label.length)
      this.stream.write(`\r${text.slice(0, columns)}\x1b[K`)
    } else if (this.now() - this.loggedMs >= LOG_INTERVAL_MS) {
      this.log(progress)
    }
  }

  /** Leaves the last state standing. */
  end(): void {
    if (!this.latest) return
    if (this.stream.isTTY) this.stream.write('\n')
    else if (!this.isShown && isMade(this.latest)) this.log(this.latest)
    this.latest = null
  }

  private log(progress: PageProgress): void {
    this.loggedMs = this.now()
    this.isShown = true
    this.stream.write(`${this.label}${describeProgress(progress)}\n`)
  }
}

/**
 * `[######------------------]  25 %  75 of 300 frames, 37.8 frames/s, 6.0 s left`
 * @param columns that there are; the bar is as long as the words leave room for
 */
export function describeBar(progress: PageProgress, columns: number): string {
  const share = shareOf(progress)
  if (share === null) return describeProgress(progress)
  const words = `${`${Math.floor(share * 100)} %`.padStart(5)}  ${describeWork(progress)}`
  const length = Math.min(LONGEST_BAR, columns - words.length - '[] '.length)
  if (length < 1) return words.trimStart()
  const filled = Math.floor(share * length)
  return `[${'#'.repeat(filled)}${'-'.repeat(length - filled)}] ${words}`
}

/** `75 of 300 frames, 37.8 frames/s, 6.0 s left (25 %)` */
export function describeProgress(progress: PageProgress): string {
  const share = shareOf(progress)
  const percent = share === null ? '' : ` (${Math.floor(share * 100)} %)`
  return describeWork(progress) + percent
}

function describeWork({
  step,
  doneCount,
  totalCount,
  unit,
  framesPerSecond,
  remainingMs,
}: PageProgress): string {
  const isCounted =
    (unit === 'files' || unit === 'frames') && (totalCount !== null || doneCount > 0)
  const total = totalCount === null ? '' : ` of ${formatCount(totalCount)}`
  const isDone = totalCount !== null && doneCount >= totalCount
  return [
    // It may name a file.
    ...(step === '' ? [] : [harmlessName(step)]),
    ...(isCounted ? [`${formatCount(doneCount)}${total} ${unit}`] : []),
    ...(framesPerSecond === null ? [] : [`${framesPerSecond.toFixed(1)} frames/s`]),
    ...(remainingMs === null || isDone ? [] : [`${formatDuration(remainingMs)} left`]),
  ].join(', ')
}

/** Whether it tells of what is made, not of what is read before. */
function isMade({ unit, step }: PageProgress): boolean {
  return unit === 'runs' || (unit === 'frames' && step === '')
}

/** 0 to 1; null where it is not known how much there is. */
function shareOf({ doneCount, totalCount }: PageProgress): number | null {
  return totalCount === null || totalCount === 0 ? null : Math.min(1, doneCount / totalCount)
}
