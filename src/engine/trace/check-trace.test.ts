import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { xxhash32Text } from '../../codec/xxhash32.ts'
import { parseConfig } from '../../core/config/parse-config.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import type { OpenedRecording } from '../../core/plan/opened-recording.ts'
import { planFrames } from '../../core/plan/plan-frames.ts'
import { fakeRecording, fakeTrack } from '../../core/testing/fake-recording.ts'
import { STRATEGIES } from '../../core/time/match.ts'
import { checkTrace } from './check-trace.ts'
import type { TraceCheck } from './check-trace.ts'
import { MatchTrace } from './match-trace.ts'
import { TraceText } from './trace-text.ts'
import type { TracedFrame } from './trace-text.ts'

const speed = fakeTrack(
  'speed',
  [30, 130, 130, 420].map((timestamp_ms) => ({ timestamp_ms, speed: timestamp_ms })),
)

function configOf(matching: Record<string, unknown> = {}, output = {}): OverlayConfig {
  return parseConfig({
    sensors: { speed: matching },
    renderers: [{ type: 'speed', sensor: 'speed' }, { type: 'frame_info' }],
    output: { trace: true, ...output },
  })
}

const recording = fakeRecording({ sensors: [speed, fakeTrack('other', [{ timestamp_ms: 0 }])] })

function textOf(
  config: OverlayConfig,
  of: OpenedRecording = recording,
  stateOf: (position: number) => TracedFrame = () => 'written',
): TraceText {
  return new TraceText(new MatchTrace(of, config), planFrames(of, config), stateOf)
}

async function linesOf(text: TraceText): Promise<Record<string, unknown>[]> {
  const whole = await new Response(text.content).text()
  expect(whole.endsWith('\n')).toBe(true)
  const lines = whole.trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('the trace of a run', () => {
  test('says how the records of each drawn log are chosen, and has a line for each frame', async () => {
    const [header, ...frames] = await linesOf(textOf(configOf({ tolerance_ms: 100 })))
    expect(header).toEqual({
      overlane_trace: 1,
      sensors: {
        speed: {
          file: 'speed.jsonl',
          strategy: 'forward',
          time_offset_ms: 0,
          time_scale: 1,
          tolerance_ms: 100,
        },
      },
    })
    expect(frames).toHaveLength(10)
    expect(frames[2]).toEqual({
      frame: 2,
      time_ms: 200,
      sensors: {
        speed: {
          aligned_time_ms: 200,
          records: [{ file: 'speed.jsonl', line: 3, time_ms: 130, distance_ms: 70 }],
        },
      },
    })
  })

  test('says the sync points of a log in place of its offset and scale', async () => {
    const sync_points = [{ video_ms: 200, log_ms: 140 }]
    const [header, ...frames] = await linesOf(textOf(configOf({ sync_points })))
    expect(header?.sensors).toEqual({
      speed: { file: 'speed.jsonl', strategy: 'forward', sync_points, tolerance_ms: null },
    })
    expect(frames[2]?.sensors).toMatchObject({ speed: { aligned_time_ms: 140 } })
  })

  test('says why a frame has no record', async () => {
    const [, ...frames] = await linesOf(textOf(configOf({ tolerance_ms: 100 })))
    const speedAt = (position: number): unknown =>
      (frames[position]?.sensors as Record<string, unknown> | undefined)?.speed
    expect(speedAt(0)).toEqual({ aligned_time_ms: 0, none: 'before-first', nearest_ms: 30 })
    expect(speedAt(3)).toEqual({ aligned_time_ms: 300, none: 'outside-tolerance', nearest_ms: 170 })
  })

  test('has both records that a value is interpolated between', async () => {
    const [, ...frames] = await linesOf(
      textOf(configOf({ strategy: 'linear', time_offset_ms: -20 })),
    )
    expect(frames[1]?.sensors).toEqual({
      speed: {
        aligned_time_ms: 120,
        records: [
          { file: 'speed.jsonl', line: 1, time_ms: 30, distance_ms: 90 },
          { file: 'speed.jsonl', line: 2, time_ms: 130, distance_ms: 10 },
        ],
      },
    })
  })

  test('has only frames that are in the output, and no logs if none is drawn', async () => {
    const some = textOf(configOf(), recording, (position) =>
      position === 4 ? 'missing' : position === 5 ? 'unknown' : 'written',
    )
    const [, ...frames] = await linesOf(some)
    expect(frames.map(({ frame }) => frame)).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9])
    expect(frames[4]).toEqual({
      frame: 5,
      time_ms: 500,
      unknown: 'kept of a run with other inputs or settings',
    })
    const [header] = await linesOf(textOf(configOf({}, { content: 'frames' })))
    expect(header).toEqual({ overlane_trace: 1, sensors: {} })
  })

  test('is read in parts, and knows its size and checksum at the end', async () => {
    const frames = Array.from({ length: 3000 }, (_, frameIndex) => ({
      frameIndex,
      timestampMs: frameIndex,
      fileName: `${frameIndex}.png`,
    }))
    const text = textOf(configOf(), fakeRecording({ sensors: [speed], frames }))
    const parts: Uint8Array[] = []
    const reader = text.content.getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      parts.push(next.value)
    }
    const whole = Buffer.concat(parts)
    expect(parts.length).toBeGreaterThan(3)
    expect(text).toMatchObject({ sizeBytes: whole.length, xxh32: xxhash32Text(whole) })
  })

  test('names the records that a search through the whole log finds', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 12 })
    const settings = fc.record({
      strategy: fc.constantFrom(...STRATEGIES),
      time_offset_ms: fc.integer({ min: -20, max: 20 }),
      tolerance_ms: fc.option(fc.integer({ min: 0, max: 30 })),
    })
    await fc.assert(
      fc.asyncProperty(times, settings, async (unsorted, matching) => {
        const timesMs = unsorted.sort((a, b) => a - b)
        const track = fakeTrack(
          'speed',
          timesMs.map((timestamp_ms) => ({ timestamp_ms })),
        )
        const of = fakeRecording({ sensors: [track] })
        const [, ...frames] = await linesOf(textOf(configOf(matching), of))
        for (const { time_ms, sensors } of frames as unknown as Traced[]) {
          const records = sensors.speed.records ?? []
          const lines = records.map(({ line }) => line)
          expect(lines).toEqual(searched(timesMs, time_ms - matching.time_offset_ms, matching))
        }
      }),
      { seed: 20251027, numRuns: 100 },
    )
  })
})

interface Traced {
  time_ms: number
  sensors: { speed: { records?: { line: number }[] } }
}

/** The lines of the records that the rules of matching name; empty if none matches. */
function searched(
  timesMs: readonly number[],
  alignedMs: number,
  { strategy, tolerance_ms: limitMs }: { strategy: string; tolerance_ms: number | null },
): number[] {
  const before = timesMs.findLastIndex((timeMs) => timeMs <= alignedMs)
  const after = timesMs.findIndex((timeMs) => timeMs >= alignedMs)
  const distance = (index: number): number =>
    index < 0 ? Infinity : Math.abs((timesMs[index] ?? 0) - alignedMs)
  const exact = timesMs.includes(alignedMs)
  const taken = {
    forward: [before],
    backward: [after],
    nearest: [distance(after) <= distance(before) ? after : before],
    linear: exact ? [before] : [before, after],
  }[strategy]
  const isMatch = taken?.every(
    (index) => index >= 0 && distance(index) <= (limitMs ?? Number.MAX_VALUE),
  )
  return isMatch ? (taken ?? []).map((index) => index + 1) : []
}

describe('a trace is compared with the logs', () => {
  const config = configOf({ tolerance_ms: 100 })
  const planned = { recording, config, plan: planFrames(recording, config) }
  const check = async (
    change: (text: string) => string,
    writtenCount: number | null = 10,
  ): Promise<TraceCheck> => {
    const text = await new Response(textOf(config).content).text()
    return checkTrace(new Blob([change(text)]), planned, writtenCount)
  }

  test('and is right as it was written', async () => {
    expect(await check((text) => text)).toEqual({
      frameCount: 10,
      unknownCount: 0,
      differenceCount: 0,
      differences: [],
    })
  })

  test('frames of another run are counted, and not compared', async () => {
    const text = await new Response(textOf(config, recording, () => 'unknown').content).text()
    const result = await checkTrace(new Blob([text]), planned, 10)
    expect(result).toMatchObject({ frameCount: 0, unknownCount: 10, differenceCount: 0 })
  })

  test.each<[string, (text: string) => string, TraceCheck['differences']]>([
    [
      'another record',
      (text) => text.replace('"line":3,"time_ms":130', '"line":2,"time_ms":130'),
      [
        {
          frameIndex: 2,
          sensor: 'speed',
          traced: 'speed.jsonl line 2 at 130 ms',
          expected: 'speed.jsonl line 3 at 130 ms',
        },
      ],
    ],
    [
      'a record where there is none',
      (text) => text.replace('"none":"before-first"', '"none":"empty-log"'),
      [
        {
          frameIndex: 0,
          sensor: 'speed',
          traced: 'no record (empty-log)',
          expected: 'no record (before-first)',
        },
      ],
    ],
    [
      'another time',
      (text) => text.replace('{"frame":3,"time_ms":300', '{"frame":3,"time_ms":301'),
      [{ frameIndex: 3, sensor: null, traced: 'time 301 ms', expected: 'time 300 ms' }],
    ],
    [
      'a frame too few',
      (text) => text.replace(/\{"frame":9.*\n/, ''),
      [{ frameIndex: null, sensor: null, traced: '9 frames', expected: '10 frames' }],
    ],
    [
      'a line that is cut',
      (text) => text.slice(0, -40),
      [
        {
          frameIndex: null,
          sensor: null,
          traced: expect.stringContaining('{"frame":9') as string,
          expected: 'a frame',
        },
        { frameIndex: null, sensor: null, traced: '9 frames', expected: '10 frames' },
      ],
    ],
    [
      'a frame twice',
      (text) => text.replace(/(\{"frame":9.*\n)/, '$1$1'),
      [{ frameIndex: 9, sensor: null, traced: 'the frame twice', expected: 'the frame once' }],
    ],
    [
      'other settings',
      (text) => text.replace('"tolerance_ms":100', '"tolerance_ms":200'),
      [
        {
          frameIndex: null,
          sensor: 'speed',
          traced: expect.stringContaining('"file":"speed.jsonl"') as string,
          expected: expect.stringContaining('"file":"speed.jsonl"') as string,
        },
      ],
    ],
  ])('%s is told', async (_, change, differences) => {
    const result = await check(change)
    expect(result).toMatchObject({ differenceCount: differences.length, differences })
  })

  test('what is no trace at all gives its first differences only', async () => {
    const result = await check(() => '\0\n'.repeat(1000))
    expect(result.differenceCount).toBeGreaterThan(900)
    expect(result.differences).toHaveLength(20)
  })
})
