import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../config/parse-config.ts'
import { planFrames } from '../../plan/plan-frames.ts'
import type { FramePlan } from '../../plan/frame-plan.ts'
import { fakeSurface } from '../../testing/fake-context.ts'
import type { DrawCall } from '../../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../../testing/fake-recording.ts'
import { drawOverlay } from '../draw-overlay.ts'

const recording = fakeRecording({
  sensors: [
    fakeTrack('drive', [
      { timestamp_ms: 0, power: 50 },
      { timestamp_ms: 100, power: -50 },
      { timestamp_ms: 200, power: 900 },
      { timestamp_ms: 300, power: 'full' },
    ]),
  ],
})

function planOf(options: Record<string, unknown>): FramePlan {
  const renderer = {
    type: 'bar',
    sensor: 'drive',
    field: 'power',
    label: '',
    length: 400,
    thickness: 20,
    color: 'orange',
    panel: { enabled: false },
    position: { x: 0, y: 0 },
    ...options,
  }
  return planFrames(recording, parseConfig({ renderers: [renderer] }))
}

function drawn(position: number, options: Record<string, unknown> = {}): DrawCall[] {
  const plan = planOf(options)
  expect(plan.problems).toEqual([])
  const { surface, calls } = fakeSurface()
  drawOverlay(surface, structuredClone(plan.jobAt(position)), plan)
  return calls
}

const rectsOf = (calls: readonly DrawCall[], color: string): DrawCall[] =>
  calls.filter((each) => each.call === 'fillRect' && each.color === color)
const textsOf = (calls: readonly DrawCall[]): string[] =>
  calls.flatMap((each) => (each.call === 'fillText' && each.text !== '' ? [each.text] : []))

describe('a bar', () => {
  test('goes from the lower limit to the value', () => {
    expect(rectsOf(drawn(0), 'orange')).toMatchObject([{ rect: { x: 0, width: 200, height: 20 } }])
  })

  test('goes from zero to either side where zero is on the scale, and marks it', () => {
    const both = { min: -100, max: 100 }
    expect(rectsOf(drawn(0, both), 'orange')).toMatchObject([{ rect: { x: 200, width: 100 } }])
    const below = drawn(1, both)
    expect(rectsOf(below, 'orange')).toMatchObject([{ rect: { x: 100, width: 100 } }])
    expect(below.flatMap((each) => (each.call === 'strokeLine' ? each.points : []))).toMatchObject([
      { x: 200 },
      { x: 200 },
    ])
  })

  test('may begin at another value than 0', () => {
    expect(rectsOf(drawn(0, { zero: 75 }), 'orange')).toMatchObject([
      { rect: { x: 200, width: 100 } },
    ])
  })

  test('ends at the limit, and the number does not', () => {
    const calls = drawn(2, { unit: 'kW' })
    expect(rectsOf(calls, 'orange')).toMatchObject([{ rect: { x: 0, width: 400 } }])
    expect(textsOf(calls)).toEqual(['kW', '900', '0', '100'])
  })

  test('is empty without a number', () => {
    const calls = drawn(3)
    expect(rectsOf(calls, 'orange')).toEqual([])
    expect(textsOf(calls)).toEqual(['N/A', '0', '100'])
  })

  test('stands upright when it is vertical, with its lower limit at the bottom', () => {
    const [filled] = rectsOf(drawn(0, { direction: 'vertical', limits: false }), 'orange')
    expect(filled).toMatchObject({ rect: { y: 200, width: 20, height: 200 } })
  })

  test('has the colour of its zone, and the zones beside it', () => {
    const calls = drawn(0, { zones: '0-25 green, 25-75 red, 75-200 blue' })
    expect(rectsOf(calls, 'orange')).toEqual([])
    expect(rectsOf(calls, 'red')).toMatchObject([
      { rect: { x: 0, width: 200, height: 20 } },
      { rect: { x: 100, width: 200 } },
    ])
    expect(rectsOf(calls, 'green')).toMatchObject([{ rect: { x: 0, width: 100 } }])
    expect(rectsOf(calls, 'blue')).toMatchObject([{ rect: { x: 300, width: 100 } }])
  })

  test('stays where it is whatever its number', () => {
    const xOf = (calls: readonly DrawCall[]): unknown[] =>
      calls.flatMap((each) => (each.call === 'clip' ? each.path : []))
    const vertical = { direction: 'vertical', min: -1000, max: 1000, thickness: 5 }
    expect(xOf(drawn(0, vertical))).toEqual(xOf(drawn(1, vertical)))
    expect(xOf(drawn(0, vertical))).toEqual(xOf(drawn(3, vertical)))
  })

  test('with wrong limits or zones is an error of the option', () => {
    expect(planOf({ min: 100, zones: 'red' }).problems.map(({ message }) => message)).toEqual([
      'renderers[0].max: the upper limit 100 is not above the lower limit 100.',
      'renderers[0].zones: "red" is not a zone. Write zones as "0-80 #2ecc71, 80-100 red".',
    ])
  })
})
