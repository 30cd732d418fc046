import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { isRecord, parseJsonRecord } from '../../core/plain-object.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { Recording } from '../../core/recording/recording.ts'
import { shorten } from '../../core/text/shorten.ts'
import { MatchTrace } from './match-trace.ts'
import { traceHeader, traceLine, unknownLine } from './trace-lines.ts'

/** A place where a trace does not say what the logs say. */
export interface TraceDifference {
  /** Null: the first line, or the trace as a whole. */
  frameIndex: number | null
  /** Null: the whole line. */
  sensor: string | null
  /** What the trace says. */
  traced: string
  /** What follows from the logs and the settings of the run. */
  expected: string
}

/** A trace, compared with the logs. */
export interface TraceCheck {
  /** Frames whose lines are right or wrong. */
  frameCount: number
  /** Frames of which the trace itself says that nothing is known. */
  unknownCount: number
  differenceCount: number
  /** The first of them. */
  differences: TraceDifference[]
}

const LISTED_DIFFERENCES = 20
const LONGEST_LINE = 1_000_000

/**
 * Compares a trace with what follows from the logs. The trace is read line by line.
 * @param writtenCount how many frames the run has written or kept; null if it is not known
 * @throws the signal's reason when it is aborted
 */
export async function checkTrace(
  file: Blob,
  { recording, config, plan }: { recording: Recording; config: OverlayConfig; plan: FramePlan },
  writtenCount: number | null,
  signal?: AbortSignal,
): Promise<TraceCheck> {
  const trace = new MatchTrace(recording, config)
  const check = new TraceChecker(trace, plan)
  let isFirst = true
  for await (const line of linesOf(file)) {
    signal?.throwIfAborted()
    if (isFirst) check.header(line)
    else check.line(line)
    isFirst = false
  }
  return check.finish(writtenCount)
}

class TraceChecker {
  private readonly trace: MatchTrace
  private readonly plan: FramePlan
  private readonly positions: ReadonlyMap<number, number>
  private readonly isSeen: Uint8Array
  private readonly result: TraceCheck = {
    frameCount: 0,
    unknownCount: 0,
    differenceCount: 0,
    differences: [],
  }

  constructor(trace: MatchTrace, plan: FramePlan) {
    this.trace = trace
    this.plan = plan
    this.positions = new Map(plan.frames.map(({ frameIndex }, position) => [frameIndex, position]))
    this.isSeen = new Uint8Array(plan.frames.length)
  }

  header(line: string): void {
    this.compare(null, line, traceHeader(this.trace).trimEnd())
  }

  line(line: string): void {
    const value = parseJsonRecord(line)
    const frameIndex = typeof value?.frame === 'number' ? value.frame : null
    const position = frameIndex === null ? undefined : this.positions.get(frameIndex)
    const frame = position === undefined ? undefined : this.plan.frames[position]
    if (frameIndex === null) {
      this.differ(null, null, shorten(line), 'a frame')
    } else if (position === undefined || !frame) {
      this.differ(frameIndex, null, 'a frame', 'no such frame in the run')
    } else if (this.isSeen[position]) {
      this.differ(frameIndex, null, 'the frame twice', 'the frame once')
    } else {
      this.isSeen[position] = 1
      if (line === unknownLine(frame).trimEnd()) {
        this.result.unknownCount++
        return
      }
      this.result.frameCount++
      this.compare(frameIndex, line, traceLine(this.trace, frame).trimEnd())
    }
  }

  finish(writtenCount: number | null): TraceCheck {
    const { frameCount, unknownCount } = this.result
    const seenCount = frameCount + unknownCount
    if (writtenCount !== null && seenCount !== writtenCount) {
      this.differ(null, null, `${seenCount} frames`, `${writtenCount} frames`)
    }
    return this.result
  }

  private compare(frameIndex: number | null, line: string, expected: string): void {
    if (line === expected) return
    const before = this.result.differenceCount
    const [tracedLine, expectedLine] = [parseJsonRecord(line), parseJsonRecord(expected)]
    const [traced, wanted] = [sensorsOf(tracedLine), sensorsOf(expectedLine)]
    for (const sensor of new Set([...Object.keys(wanted), ...Object.keys(traced)])) {
      const [a, b] = [traced[sensor], wanted[sensor]]
      if (JSON.stringify(a) !== JSON.stringify(b)) {
        this.differ(frameIndex, sensor, describeMatch(a), describeMatch(b))
      }
    }
    if (tracedLine?.time_ms !== expectedLine?.time_ms) {
      this.differ(frameIndex, null, timeOf(tracedLine), timeOf(expectedLine))
    }
    if (this.result.differenceCount === before) {
      this.differ(frameIndex, null, shorten(line), shorten(expected))
    }
  }

  private differ(
    frameIndex: number | null,
    sensor: string | null,
    traced: string,
    expected: string,
  ): void {
    this.result.differenceCount++
    if (this.result.differences.length < LISTED_DIFFERENCES) {
      this.result.differences.push({ frameIndex, sensor, traced, expected })
    }
  }
}

function sensorsOf(line: Record<string, unknown> | null): Record<string, unknown> {
  return isRecord(line?.sensors) ? line.sensors : {}
}

function timeOf(line: Record<string, unknown> | null): string {
  const timeMs = line?.time_ms
  return timeMs === undefined ? 'no time' : `time ${shorten(JSON.stringify(timeMs))} ms`
}

/** `speed.jsonl line 48 at 400 ms`, or why nothing matches. */
function describeMatch(match: unknown): string {
  if (!isRecord(match)) return 'nothing'
  const { records, none } = match
  if (typeof none === 'string') return `no record (${shorten(none)})`
  const listed: unknown[] = Array.isArray(records) ? records : []
  const texts = listed.filter(isRecord).map(({ file, line, time_ms: timeMs }) => {
    return shorten(`${String(file)} line ${String(line)} at ${String(timeMs)} ms`)
  })
  return texts.length > 0 ? texts.slice(0, 2).join(' and ') : shorten(JSON.stringify(match))
}

/** The lines of a file, without their ends; a line that is too long to be one is cut. */
async function* linesOf(file: Blob): AsyncGenerator<string, void> {
  let rest = ''
  const decoder = new TextDecoder()
  const reader = file.stream().getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const lines = (rest + decoder.decode(next.value, { stream: true })).split('\n')
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE)
    yield* lines
  }
  if (rest !== '') yield rest
}
