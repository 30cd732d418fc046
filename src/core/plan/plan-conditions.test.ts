import { describe, expect, test } from 'vitest'
import { parseConfig } from '../config/parse-config.ts'
import { drawOverlay } from '../draw/draw-overlay.ts'
import type { Problem } from '../errors.ts'
import type { FieldSummary, SensorTrack } from '../recording/recording.ts'
import { fakeSurface } from '../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../testing/fake-recording.ts'
import type { FramePlan } from './frame-plan.ts'
import { planFrames } from './plan-frames.ts'

const field = (name: string): FieldSummary => ({ name, type: 'number', count: 4 })
/** One record a frame: 0, 10, 20, 30, then two without a speed. */
const track: SensorTrack = {
  ...fakeTrack(
    'car',
    [0, 10, 20, 30, null, undefined].map((speed, index) => ({ timestamp_ms: index * 100, speed })),
  ),
  fields: [field('timestamp_ms'), field('speed')],
}

function plan(...renderers: Record<string, unknown>[]): FramePlan {
  const config = parseConfig({
    sensors: { car: { tolerance_ms: 50 } },
    renderers: renderers.map((each) =>
      'type' in each ? each : { type: 'value', field: 'speed', ...each },
    ),
  })
  return planFrames(fakeRecording({ sensors: [track] }), config)
}

const problemsOf = (...renderers: Record<string, unknown>[]): Problem[] =>
  plan(...renderers).problems

/** How many layers each of the ten frames has. */
const layersOf = (made: FramePlan): number[] =>
  made.frames.map((_, position) => made.jobAt(position).layers.length)
const unknownOf = (made: FramePlan): number[] =>
  made.frames.map((_, position) => made.jobAt(position).unknownConditionCount)

describe('a layer with a condition', () => {
  test('is drawn where the condition holds for the matched record', () => {
    const made = plan({ sensor: 'car', show_when: 'speed > 5 and speed < 25' })
    expect(layersOf(made)).toEqual([0, 1, 1, 0, 0, 0, 0, 0, 0, 0])
  })

  test('is not drawn, and counted, where its field has no number or no record matches', () => {
    const made = plan({ sensor: 'car', show_when: 'not (speed > 5)' })
    expect(layersOf(made)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    expect(unknownOf(made)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
  })

  test('leaves the other layers as they are', () => {
    const made = plan({ sensor: 'car' }, { sensor: 'car', show_when: 'speed == 10' })
    expect(layersOf(made)).toEqual([1, 2, 1, 1, 1, 1, 1, 1, 1, 1])
  })

  test('may be of any kind, also one that needs no sensor', () => {
    const made = plan({
      type: 'frame_info',
      sensor: 'car',
      show_when: 'speed > 15',
    })
    expect(made.problems).toEqual([])
    expect(layersOf(made)).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 0, 0])
  })

  test('is counted among what was left out, when the frame is drawn', () => {
    const made = plan(
      { sensor: 'car', show_when: 'speed > 5' },
      { sensor: 'car', show_when: 'speed > 7' },
    )
    const counts = [3, 4].map(
      (position) =>
        drawOverlay(fakeSurface().surface, made.jobAt(position), made).unknownConditionCount,
    )
    expect(counts).toEqual([0, 2])
  })
})

describe('a condition is checked before the first frame', () => {
  test('a field that the log does not have is an error that names it and the closest one', () => {
    const [wrong, ...others] = problemsOf({ sensor: 'car', show_when: 'abs(spede) > 5' })
    expect(others).toEqual([])
    expect(wrong).toMatchObject({
      severity: 'error',
      code: 'sensor-unknown',
      where: { key: 'renderers[0].show_when' },
    })
    expect(wrong?.message).toContain('car.jsonl has no field "spede". Did you mean "speed"?')
  })

  test('fields without a sensor are an error', () => {
    const found = problemsOf({ type: 'frame_info', show_when: 'speed > 5' })
    expect(found).toMatchObject([{ where: { key: 'renderers[0].show_when' }, severity: 'error' }])
    expect(found[0]?.message).toContain('has no sensor')
  })

  test('a condition without fields needs no sensor', () => {
    const made = plan(
      { type: 'frame_info', show_when: '1 > 2' },
      { type: 'frame_info', show_when: '2 > 1' },
    )
    expect(made.problems).toEqual([])
    expect(new Set(layersOf(made))).toEqual(new Set([1]))
  })

  test('a condition that is not understood is an error with its place', () => {
    const config = parseConfig({ renderers: [{ type: 'frame_info' }] })
    for (const renderer of config.renderers) renderer.showWhen = 'speed >'
    const { problems } = planFrames(fakeRecording({ sensors: [track] }), config)
    expect(problems).toMatchObject([{ where: { key: 'renderers[0].show_when' } }])
    expect(problems[0]?.message).toContain('it ends too early (character 8)')
  })
})

describe('a hidden layer', () => {
  test('is on no frame, and the others keep their places', () => {
    const made = plan({ type: 'frame_info', hidden: true }, { type: 'frame_info', locked: true })
    expect(layersOf(made)).toEqual(Array.from({ length: 10 }, () => 1))
    expect(made.jobAt(0).layers[0]?.rendererIndex).toBe(1)
  })

  test('has no problems, as it is never drawn', () => {
    const wrong = { sensor: 'car', show_when: 'spede > 5' }
    expect(problemsOf({ ...wrong, hidden: true })).toEqual([])
    expect(problemsOf(wrong)).toHaveLength(1)
  })
})
