import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../config/parse-config.ts'
import { newRendererConfig } from '../../config/fit-renderer.ts'
import { planFrames } from '../../plan/plan-frames.ts'
import { fakeSurface } from '../../testing/fake-context.ts'
import type { DrawCall } from '../../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../../testing/fake-recording.ts'
import { drawOverlay } from '../draw-overlay.ts'
import { sharedDataOf } from '../shared-data.ts'

const GRID = 'white'

/** Without axes, the plot of 100 × 100 px begins at 10 from the left. A dot needs 4 px beside it. */
const plain = {
  type: 'chart',
  sensor: 'log',
  field: 'speed',
  axes: false,
  fill: 0,
  width: 104,
  height: 100,
  thickness: 2.5,
  font: { size: 10 },
  panel: { enabled: false },
  time: { before: 0.5 },
  color: 'red',
}
/** Below the legend. */
const TOP = 10 + 14 + 3.5

type Value = number | null

function plan(
  records: readonly (readonly [timeMs: number, speed: Value, rpm?: Value])[],
  options: Record<string, unknown> = {},
): ReturnType<typeof planFrames> {
  const track = fakeTrack(
    'log',
    records.map(([timestamp_ms, speed, rpm = null]) => ({ timestamp_ms, speed, rpm })),
  )
  const config = parseConfig({ renderers: [{ ...plain, ...options }] })
  return planFrames(fakeRecording({ sensors: [track] }), config)
}

/** What is drawn on the last frame, at 900 ms. */
function drawn(...given: Parameters<typeof plan>): { calls: DrawCall[]; texts: string[] } {
  const found = plan(...given)
  expect(found.problems).toEqual([])
  const { surface, calls, texts } = fakeSurface()
  drawOverlay(surface, structuredClone(found.jobAt(9)), structuredClone(sharedDataOf(found)))
  return { calls, texts: texts() }
}

/** The points of the lines of a colour, from the top left corner of the plot. */
const linesOf = (calls: readonly DrawCall[], color: string): [number, number][][] =>
  calls.flatMap((each) =>
    each.call === 'strokeLine' && each.color === color && each.lineWidth === 2.5
      ? [
          each.points.map(
            ({ x, y }) => [Math.round(x - 10), Math.round(y - TOP)] as [number, number],
          ),
        ]
      : [],
  )

const RAMP = [
  [400, 0],
  [650, 10],
  [900, 0],
  [1400, 10],
] as const

describe('the curve', () => {
  const limits = { min: 0, max: 10 }

  test('shows the seconds before the frame, from limit to limit', () => {
    const { calls } = drawn(RAMP, limits)
    expect(linesOf(calls, 'red')).toContainEqual([
      [0, 100],
      [50, 0],
      [100, 100],
    ])
  })

  test('shows the seconds after the frame too', () => {
    const { calls } = drawn(RAMP, { ...limits, time: { before: 0.5, after: 0.5 } })
    expect(linesOf(calls, 'red')).toContainEqual([
      [0, 100],
      [25, 0],
      [50, 100],
      [100, 0],
    ])
  })

  test('of the whole recording reaches from the first frame to the last', () => {
    const records = [
      [-900, 0],
      [900, 10],
    ] as const
    const { calls } = drawn(records, { ...limits, time: { shows: 'recording' } })
    expect(linesOf(calls, 'red')).toContainEqual([
      [0, 50],
      [100, 0],
    ])
  })

  test('has a gap where the log has no value', () => {
    const records = [
      [400, 0],
      [500, 0],
      [600, null],
      [700, 10],
      [900, 10],
    ] as const
    const found = linesOf(drawn(records, limits).calls, 'red')
    expect(found).toContainEqual([
      [0, 100],
      [20, 100],
    ])
    expect(found).toContainEqual([
      [60, 0],
      [100, 0],
    ])
  })

  test('is filled down to zero, and to the lower limit if zero is below it', () => {
    const groundOf = (min: number): number | undefined => {
      const { calls } = drawn(RAMP, { min, max: 10, fill: 0.3 })
      const area = calls.find((each) => each.call === 'fillShape' && each.alpha === 0.3)
      const last = area?.call === 'fillShape' ? area.path.at(-2) : undefined
      return last?.step === 'point' ? Math.round(last.y - TOP) : undefined
    }
    expect(groundOf(-10)).toBe(50)
    expect(groundOf(0)).toBe(100)
    expect(groundOf(5)).toBe(100)
  })

  test('has a dot at the frame, unless there is no value or it is beyond the limits', () => {
    const hasDot = (records: Parameters<typeof plan>[0], max: number): boolean =>
      drawn(records, { min: 0, max }).calls.some(
        (each) => each.call === 'fillShape' && each.color === 'red',
      )
    expect(
      hasDot(
        [
          [400, 5],
          [900, 5],
        ],
        10,
      ),
    ).toBe(true)
    expect(
      hasDot(
        [
          [400, 5],
          [900, 5],
        ],
        4,
      ),
    ).toBe(false)
    expect(
      hasDot(
        [
          [400, 5],
          [900, null],
        ],
        10,
      ),
    ).toBe(false)
  })

  test('that never changes lies in the middle', () => {
    const { calls } = drawn([
      [400, 7],
      [900, 7],
    ])
    expect(linesOf(calls, 'red')).toContainEqual([
      [0, 50],
      [100, 50],
    ])
  })
})

describe('several fields', () => {
  const two = { second: { field: 'rpm', label: 'Engine', color: 'blue' } }

  test('share the range of the lowest and the highest value of all', () => {
    const records = [
      [400, 0, 50],
      [900, 0, 100],
    ] as const
    const { calls } = drawn(records, two)
    const [red] = linesOf(calls, 'red').filter(([from]) => from?.[0] === 0)
    const [blue] = linesOf(calls, 'blue').filter(([from]) => from?.[0] === 0)
    // The legend has a second row.
    expect(red?.map(([, y]) => y - 14)).toEqual([95, 95])
    expect(blue?.map(([, y]) => y - 14)).toEqual([50, 5])
  })

  test('each have a label and the value of the matched record', () => {
    const records = [
      [400, 0, 1],
      [850, -1.25, null],
    ] as const
    expect(drawn(records, { ...two, unit: 'm', label: 'Height' }).texts).toEqual([
      'Height −1.3 m',
      'Engine N/A',
    ])
  })

  test('may be left out; a field that is not there is an error', () => {
    const track = {
      ...fakeTrack('log', [{ timestamp_ms: 0, speed: 1 }]),
      fields: [{ name: 'speed', type: 'number' as const, count: 1 }],
    }
    const problemsWith = (second: Record<string, unknown>): string[] =>
      planFrames(
        fakeRecording({ sensors: [track] }),
        parseConfig({ renderers: [{ ...plain, second }] }),
      ).problems.map(({ where }) => where.key ?? '')
    expect(problemsWith({})).toEqual([])
    expect(problemsWith({ field: 'sped' })).toEqual(['renderers[0].second.field'])
  })
})

describe('the axes', () => {
  test('have round values, and the seconds from the frame', () => {
    const { texts } = drawn(RAMP, { axes: true, width: 300, min: -3, max: 9, time: { before: 8 } })
    expect(texts.slice(1)).toEqual([
      '−2',
      '0',
      '2',
      '4',
      '6',
      '8',
      '−8 s',
      '−6 s',
      '−4 s',
      '−2 s',
      '0 s',
    ])
  })

  test('of the recording have the time from its first frame', () => {
    const { texts } = drawn(RAMP, { axes: true, min: 0, max: 10, time: { shows: 'recording' } })
    expect(texts.slice(-2)).toEqual(['0:00.0', '0:00.5'])
  })

  test('without any value there is a line for the ground, and N/A', () => {
    const { calls, texts } = drawn([], { axes: true })
    expect(texts[0]).toBe('speed N/A')
    expect(linesOf(calls, 'red')).toEqual([])
    expect(calls.filter((each) => each.call === 'strokeLine' && each.color === GRID)).toHaveLength(
      2,
    )
  })
})

test.each([
  [{ min: 5, max: 5 }, 'renderers[0].max'],
  [{ time: { before: 0, after: 0 } }, 'renderers[0].time.before'],
])('the options %j contradict each other', (options, key) => {
  expect(plan(RAMP, options).problems).toMatchObject([{ severity: 'error', where: { key } }])
})

test('a new chart shows the first number of a log', () => {
  const track = {
    ...fakeTrack('gnss', []),
    fields: [
      { name: 'timestamp_ms', type: 'number' as const, count: 1 },
      { name: 'height', type: 'number' as const, count: 1 },
    ],
  }
  expect(newRendererConfig('chart', [track])).toMatchObject({ options: { field: 'height' } })
})

describe('a chart along a distance', () => {
  /** Speed by way: 100 m a step, with a stop in between, from 0 to 900 ms. */
  const drive = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(
    (step) => [step * 100, step, step < 4 ? step * 100 : Math.max(400, (step - 2) * 100)] as const,
  )
  const along = { field: 'rpm', before: 400 }

  test('draws the curve by the place, and nothing of it where the place stands still', () => {
    const { calls } = drawn(drive, { along, min: 0, max: 10 })
    expect(linesOf(calls, 'red')).toEqual([
      [
        [0, 70],
        [25, 60],
        [50, 30],
        [75, 20],
        [100, 10],
      ],
    ])
  })

  test('may show the whole of it, with its unit at the axis', () => {
    const { texts } = drawn(drive, { along, time: { shows: 'recording' }, axes: true, width: 400 })
    expect(texts).toContain('0 m')
    expect(texts).toContain('600 m')
  })

  test('needs a window with a length', () => {
    const { problems } = plan(drive, { along: { field: 'rpm', before: 0 } })
    expect(problems.map(({ where }) => where.key)).toEqual(['renderers[0].along.before'])
  })

  test('draws no playhead where the place is not known', () => {
    const nowhere = [[0, 1, 0] as const, [500, 2, 50] as const, [900, 3, null] as const]
    const { calls } = drawn(nowhere, { along })
    expect(calls.filter((each) => each.call === 'strokeLine' && each.alpha === 0.7)).toEqual([])
  })
})
