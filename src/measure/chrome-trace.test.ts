import { describe, expect, it } from 'vitest'
import { chromeTraceParts } from './chrome-trace.ts'
import type { Step } from '../index.ts'
import { RunTrace } from './run-trace.ts'

/** The steps of a frame that is decoded and encoded whole. */
const STEPS: readonly Step[] = ['read', 'decode', 'draw', 'encode', 'write']

interface TraceEvent {
  name: string
  cat?: string
  ph: string
  ts: number
  dur: number
  pid: number
  tid: number
  args: Record<string, unknown>
}

/** Times that are not whole µs, frames that overlap, and one frame that is skipped after its first step. */
function sampleTrace(): RunTrace {
  const trace = new RunTrace()
  for (let frameIndex = 0; frameIndex < 60; frameIndex++) {
    const startMs = 1.0004 + frameIndex * 3.3337
    const isSkipped = frameIndex === 20
    trace.add({
      position: frameIndex,
      frameIndex,
      workerIndex: frameIndex % 3,
      outcome: isSkipped ? 'skipped' : 'rendered',
      matchMs: 0,
      steps: STEPS.slice(0, isSkipped ? 1 : 5).map((step, index) => ({
        step,
        startMs: startMs + index * 2.4446,
        endMs: startMs + index * 2.4446 + 2.4445,
      })),
    })
  }
  return trace
}

function eventsOf(trace: RunTrace, name = 'drive'): TraceEvent[] {
  const text = [...chromeTraceParts(trace, name)].join('')
  return (JSON.parse(text) as { traceEvents: TraceEvent[] }).traceEvents
}

const endOf = ({ ts, dur }: TraceEvent): number => ts + dur

describe('the trace for Perfetto', () => {
  it('is valid JSON without any frame, and with any name', () => {
    expect(eventsOf(new RunTrace(), 'a "drive"\n')).toEqual([
      { name: 'process_name', ph: 'M', pid: 1, args: { name: 'Overlane: a "drive"\n' } },
    ])
  })

  it('names the workers and their additional rows', () => {
    const names = eventsOf(sampleTrace()).filter(({ name }) => name === 'thread_name')
    expect(names.map(({ tid, args }) => [tid, args.name])).toEqual([
      [100, 'Worker 1'],
      [101, 'Worker 1 (2)'],
      [200, 'Worker 2'],
      [201, 'Worker 2 (2)'],
      [300, 'Worker 3'],
      [301, 'Worker 3 (2)'],
    ])
  })

  it('has every frame with its outcome, and its steps in order', () => {
    const events = eventsOf(sampleTrace()).filter(({ ph }) => ph === 'X')
    for (let frameIndex = 0; frameIndex < 60; frameIndex++) {
      const own = events.filter(({ args }) => args.frame_index === frameIndex)
      const isSkipped = frameIndex === 20
      expect(own.map(({ name }) => name)).toEqual([
        `frame ${frameIndex}`,
        ...(isSkipped ? ['read'] : STEPS),
      ])
      expect(new Set(own.map(({ args }) => args.outcome))).toEqual(
        new Set([isSkipped ? 'skipped' : 'rendered']),
      )
    }
  })

  it('has times in whole µs', () => {
    const [frame, read] = eventsOf(sampleTrace()).filter(({ args }) => args.frame_index === 0)
    expect(frame).toMatchObject({ ts: 1000, dur: 12223, cat: 'frame' })
    expect(read).toMatchObject({ ts: 1000, dur: 2445, cat: 'step' })
  })

  it('nests correctly: steps are inside their frame, and neither steps nor frames of a thread overlap', () => {
    const events = eventsOf(sampleTrace()).filter(({ ph }) => ph === 'X')
    for (const tid of new Set(events.map((event) => event.tid))) {
      let frame: TraceEvent | null = null
      let reachedUs = 0
      for (const event of events.filter((each) => each.tid === tid)) {
        expect(event.dur).toBeGreaterThanOrEqual(0)
        if (event.cat === 'frame') {
          expect(event.ts).toBeGreaterThanOrEqual(frame ? endOf(frame) : 0)
          frame = event
        } else {
          expect(event.args.frame_index).toBe(frame?.args.frame_index)
          expect(event.ts).toBeGreaterThanOrEqual(reachedUs)
          expect(endOf(event)).toBeLessThanOrEqual(frame ? endOf(frame) : 0)
        }
        reachedUs = event.cat === 'frame' ? event.ts : endOf(event)
      }
    }
  })
})
