import type { RunTrace, TraceFrame } from './run-trace.ts'

/** The viewer shows a track as a thread. A worker has as many tracks as it processes frames at a time. */
const TRACKS_PER_WORKER = 100
const PROCESS = 1

/**
 * The run in Chrome's trace event format (JSON object form, complete events, times in µs), which
 * Perfetto and chrome://tracing open.
 * @returns the text of the file in parts
 */
export function* chromeTraceParts(trace: RunTrace, name: string): Generator<string> {
  const title = { name: 'process_name', ph: 'M', pid: PROCESS, args: { name: `Overlane: ${name}` } }
  yield `{"displayTimeUnit":"ms","traceEvents":[\n${JSON.stringify(title)}`
  for (const [workerIndex, rows] of trace.rowsByWorker().entries()) {
    for (const [rowIndex, indexes] of rows.entries()) {
      const track = (workerIndex + 1) * TRACKS_PER_WORKER + rowIndex
      const label = `Worker ${workerIndex + 1}${rowIndex === 0 ? '' : ` (${rowIndex + 1})`}`
      yield toText(namesOf(track, label))
      for (const index of indexes) yield toText(spansOf(track, trace.frameAt(index)))
    }
  }
  yield '\n]}\n'
}

function namesOf(track: number, label: string): object[] {
  const place = { pid: PROCESS, tid: track }
  return [
    { name: 'thread_name', ph: 'M', ...place, args: { name: label } },
    { name: 'thread_sort_index', ph: 'M', ...place, args: { sort_index: track } },
  ]
}

/** A frame, and the steps inside it. */
function spansOf(track: number, frame: TraceFrame): object[] {
  const { frameIndex, outcome, startMs, endMs, steps } = frame
  const span = (name: string, cat: string, fromMs: number, toMs: number): object => ({
    name,
    cat,
    ph: 'X',
    ts: micros(fromMs),
    dur: micros(toMs) - micros(fromMs),
    pid: PROCESS,
    tid: track,
    args: { frame_index: frameIndex, outcome },
  })
  return [
    span(`frame ${frameIndex}`, 'frame', startMs, endMs),
    ...steps.map((each) => span(each.step, 'step', each.startMs, each.endMs)),
  ]
}

const toText = (events: readonly object[]): string =>
  events.map((event) => `,\n${JSON.stringify(event)}`).join('')

const micros = (ms: number): number => Math.round(ms * 1000)
