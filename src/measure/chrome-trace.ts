import type { RunTrace } from './run-trace.ts'

/** A track is a thread to the viewer: a worker has one for each frame in its hands at a time. */
const TRACKS_PER_WORKER = 100
const PROCESS = 1

/**
 * The run in Chrome's trace event format (JSON object form, complete events, times in µs), which
 * Perfetto and chrome://tracing open.
 * @returns the file's text in parts
 */
export function* chromeTraceParts(trace: RunTrace, name: string): Generator<string> {
  const title = { name: 'process_name', ph: 'M', pid: PROCESS, args: { name: `Overlane: ${name}` } }
  yield `{"displayTimeUnit":"ms","traceEvents":[\n${JSON.stringify(title)}`
  for (const [workerIndex, rows] of trace.rowsByWorker().entries()) {
    for (const [rowIndex, frames] of rows.entries()) {
      const place = { pid: PROCESS, tid: workerIndex * TRACKS_PER_WORKER + rowIndex + 1 }
      const label = `Worker ${workerIndex + 1}${rowIndex === 0 ? '' : ` (${rowIndex + 1})`}`
      const events: object[] = [
        { name: 'thread_name', ph: 'M', ...place, args: { name: label } },
        { name: 'thread_sort_index', ph: 'M', ...place, args: { sort_index: place.tid } },
      ]
      for (const { frameIndex, outcome, startMs, endMs, steps } of frames) {
        const args = { frame_index: frameIndex, outcome }
        const span = (name: string, cat: string, fromMs: number, toMs: number): object => ({
          name,
          cat,
          ph: 'X',
          ts: micros(fromMs),
          dur: micros(toMs) - micros(fromMs),
          ...place,
          args,
        })
        events.push(span(`frame ${frameIndex}`, 'frame', startMs, endMs))
        for (const each of steps) events.push(span(each.step, 'step', each.startMs, each.endMs))
      }
      yield `,\n${events.map((event) => JSON.stringify(event)).join(',\n')}`
    }
  }
  yield '\n]}\n'
}

const micros = (ms: number): number => Math.round(ms * 1000)
