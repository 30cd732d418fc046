import { describe, expect, test } from 'vitest'
import { newRendererConfig } from '../../config/fit-renderer.ts'
import { parseConfig } from '../../config/parse-config.ts'
import { planFrames } from '../../plan/plan-frames.ts'
import type { FramePlan } from '../../plan/frame-plan.ts'
import { fakeSurface, textsOf } from '../../testing/fake-context.ts'
import type { DrawCall } from '../../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../../testing/fake-recording.ts'
import { drawOverlay } from '../draw-overlay.ts'

const recording = fakeRecording({
  sensors: [
    fakeTrack('drive', [
      { timestamp_ms: 0, angle: 90, throttle: 0.75, brake: 0, gear: 3, x: 1, y: 0.5 },
      { timestamp_ms: 100, angle: -90, throttle: 7, brake: -1, gear: 0, x: -4, y: 0 },
      { timestamp_ms: 200, gear: -1 },
      { timestamp_ms: 300, gear: 'P' },
      { timestamp_ms: 400 },
    ]),
  ],
})
const car = {
  steering: { field: 'angle' },
  brake: { field: 'brake' },
  throttle: { field: 'throttle' },
  gear: { field: 'gear' },
}

function planOf(options: Record<string, unknown>): FramePlan {
  const renderer = {
    type: 'controls',
    sensor: 'drive',
    size: 100,
    panel: { enabled: false },
    position: { x: 0, y: 0 },
    ...options,
  }
  return planFrames(recording, parseConfig({ renderers: [renderer] }))
}

function drawn(position: number, options: Record<string, unknown>): DrawCall[] {
  const plan = planOf(options)
  expect(plan.problems).toEqual([])
  const { surface, calls } = fakeSurface()
  drawOverlay(surface, structuredClone(plan.jobAt(position)), plan)
  return calls
}

describe('the steering wheel', () => {
  /** Where its mark is, in degrees clockwise from the top; null without one. */
  function markDeg(calls: readonly DrawCall[]): number | null {
    const mark = calls.find((each) => each.call === 'fillShape' && each.color === '#ffcc00')
    const [arc] = mark?.call === 'fillShape' ? mark.path : []
    if (arc?.step !== 'arc') return null
    return Math.round((((arc.from + arc.to) / 2) * 180) / Math.PI + 90)
  }
  const wheel = (steering: Record<string, unknown>): Record<string, unknown> => ({
    steering: { field: 'angle', ...steering },
  })

  test('turns to the left for angles above 0, or to the right', () => {
    expect(markDeg(drawn(0, wheel({})))).toBe(-90)
    expect(markDeg(drawn(1, wheel({})))).toBe(90)
    expect(markDeg(drawn(0, wheel({ positive: 'right' })))).toBe(90)
  })

  test('takes radians', () => {
    const calls = drawn(0, { steering: { field: 'throttle', unit: 'rad' } })
    expect(markDeg(calls)).toBe(-43)
    expect(textsOf(calls)).toEqual(['43°'])
  })

  test('has no mark without an angle', () => {
    const calls = drawn(4, wheel({}))
    expect(markDeg(calls)).toBeNull()
    expect(textsOf(calls)).toEqual(['N/A'])
  })
})

describe('the pedals', () => {
  const heightsOf = (calls: readonly DrawCall[], color: string): number[] =>
    calls.flatMap((each) =>
      each.call === 'fillRect' && each.color === color ? [each.rect.height] : [],
    )
  const pedals = {
    brake: { field: 'brake', color: 'red' },
    throttle: { field: 'throttle', color: 'green' },
  }

  test('are filled from below, in per cent of fully down', () => {
    const calls = drawn(0, pedals)
    expect(heightsOf(calls, 'green')).toEqual([75])
    expect(heightsOf(calls, 'red')).toEqual([0])
    expect(textsOf(calls)).toEqual(['0', 'BRK', '75', 'THR'])
  })

  test('are never more than full or less than empty', () => {
    const calls = drawn(1, pedals)
    expect(heightsOf(calls, 'green')).toEqual([100])
    expect(heightsOf(calls, 'red')).toEqual([0])
  })

  test('have the scale of the log', () => {
    expect(heightsOf(drawn(1, { ...pedals, pedal_max: 10 }), 'green')).toEqual([70])
  })

  test('are N/A without a value', () => {
    const calls = drawn(4, pedals)
    expect(heightsOf(calls, 'green')).toEqual([0])
    expect(textsOf(calls)).toEqual(['N/A', 'BRK', 'N/A', 'THR'])
  })
})

test.each([
  [0, '3'],
  [1, 'N'],
  [2, 'R'],
  [3, 'P'],
  [4, 'N/A'],
])('the gear of frame %d is %s', (position, text) => {
  expect(textsOf(drawn(position, { gear: { field: 'gear' } }))).toEqual([text, 'GEAR'])
})

describe('the sticks', () => {
  const sticks = (fields: Record<string, unknown>): Record<string, unknown> => ({
    style: 'sticks',
    color: 'orange',
    sticks: fields,
  })
  const knobsOf = (calls: readonly DrawCall[]): unknown[] =>
    calls.flatMap((each) =>
      each.call === 'fillShape' && each.color === 'orange'
        ? each.path.flatMap((step) =>
            step.step === 'arc' ? [[Math.round(step.x), Math.round(step.y)]] : [],
          )
        : [],
    )

  test('go right and up, and no farther than their ends', () => {
    // A field of 100 px, in which the knob goes 37 px to each side.
    expect(knobsOf(drawn(0, sticks({ left_x: 'x', left_y: 'y' })))).toEqual([[87, 32]])
    expect(knobsOf(drawn(1, sticks({ left_x: 'x', left_y: 'y' })))).toEqual([[13, 50]])
    expect(knobsOf(drawn(0, sticks({ left_x: 'x', left_y: 'y', max: 2 })))).toEqual([[69, 41]])
  })

  test('stay in the middle of an axis that has no field', () => {
    expect(knobsOf(drawn(0, sticks({ right_x: 'x' })))).toEqual([[87, 50]])
  })

  test('are N/A without a value', () => {
    const calls = drawn(4, sticks({ left_x: 'x', right_x: 'gear' }))
    expect(knobsOf(calls)).toEqual([])
    expect(textsOf(calls)).toEqual(['N/A', 'N/A'])
  })
})

test('only what has a field is drawn', () => {
  expect(textsOf(drawn(0, car))).toEqual(['90°', '0', 'BRK', '75', 'THR', '3', 'GEAR'])
  expect(textsOf(drawn(0, { gear: car.gear }))).toEqual(['3', 'GEAR'])
})

test.each([
  [{}, 'renderers[0].steering.field'],
  [{ style: 'sticks', gear: { field: 'gear' } }, 'renderers[0].sticks.left_x'],
])('%j has no field to draw, which is an error', (options, key) => {
  expect(planOf(options).problems).toMatchObject([
    {
      severity: 'error',
      message: `${key}: choose a field for at least one of the controls.`,
      where: { key },
    },
  ])
})

test('a control without a field is none to check, and every other field must be there', () => {
  const track = {
    ...fakeTrack('obd', [{ timestamp_ms: 0, gear: 1 }]),
    fields: [{ name: 'gear', type: 'number' as const, count: 1 }],
  }
  const problemsOf = (options: Record<string, unknown>): string[] => {
    const renderers = [{ type: 'controls', sensor: 'obd', ...options }]
    const { problems } = planFrames(fakeRecording({ sensors: [track] }), parseConfig({ renderers }))
    return problems.map(({ message }) => message)
  }
  expect(problemsOf({ gear: { field: 'gear' } })).toEqual([])
  expect(problemsOf({ gear: { field: 'gear' }, brake: { field: 'brake' } })).toEqual([
    'renderers[0].brake.field: obd.jsonl has no field "brake". It has gear.',
  ])
})

test('a new one takes the controls of the log by their names, and its scale', () => {
  const names = ['steering_rad', 'brake_temp', 'pedals.brake', 'throttle_pos', 'gear']
  const track = {
    ...fakeTrack('obd', [
      { timestamp_ms: 0, throttle_pos: 0 },
      { timestamp_ms: 1, throttle_pos: 60 },
    ]),
    fields: names.map((name) => ({ name, type: 'number' as const, count: 2 })),
  }
  expect(newRendererConfig('controls', [fakeTrack('gnss', []), track])).toMatchObject({
    sensor: 'obd',
    options: {
      steering: { field: 'steering_rad', unit: 'rad' },
      clutch: { field: '' },
      brake: { field: 'pedals.brake', color: '#e74c3c' },
      throttle: { field: 'throttle_pos' },
      gear: { field: 'gear' },
      pedalMax: 100,
    },
  })
})
