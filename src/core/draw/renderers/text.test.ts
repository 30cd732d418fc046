import { describe, expect, test } from 'vitest'
import { newRendererConfig } from '../../config/fit-renderer.ts'
import { parseConfig } from '../../config/parse-config.ts'
import { planFrames } from '../../plan/plan-frames.ts'
import type { FramePlan } from '../../plan/frame-plan.ts'
import { fakeSurface } from '../../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../../testing/fake-recording.ts'
import { drawOverlay } from '../draw-overlay.ts'

const track = {
  ...fakeTrack('drive', [{ timestamp_ms: 200, speed: 12.34 }]),
  fields: [
    { name: 'timestamp_ms', type: 'number', count: 1 },
    { name: 'speed', type: 'number', count: 1 },
  ] as const,
}
const recording = fakeRecording({ sensors: [{ ...track, fields: [...track.fields] }] })

function planOf(renderer: Record<string, unknown>): FramePlan {
  const config = { time_zone: 'UTC', renderers: [{ type: 'text', ...renderer }] }
  return planFrames(recording, parseConfig(config))
}

function textsAt(position: number, renderer: Record<string, unknown>): string[] {
  const plan = planOf(renderer)
  expect(plan.problems).toEqual([])
  const { surface, texts } = fakeSurface()
  drawOverlay(surface, structuredClone(plan.jobAt(position)), plan)
  return texts()
}

describe('a text', () => {
  test('is filled for each frame', () => {
    const renderer = { sensor: 'drive', template: '#{frame} {speed:.1f} km/h {time:ss.S}' }
    expect(textsAt(1, renderer)).toEqual(['#1 N/A km/h 00.1'])
    expect(textsAt(2, renderer)).toEqual(['#2 12.3 km/h 00.2'])
  })

  test('has a line for each end of a line, also where it is typed as \\n', () => {
    expect(textsAt(0, { template: 'a\nb\\nc' })).toEqual(['a', 'b', 'c'])
  })

  test('needs a sensor only if it names a field', () => {
    expect(planOf({ template: 'Lap of {time:HH}' }).problems).toEqual([])
    expect(planOf({ template: '{speed}' }).problems).toMatchObject([
      {
        severity: 'error',
        message:
          'renderers[0].template: there is no sensor to take the field "speed" from. Choose a sensor.',
      },
    ])
  })

  test('with a field that the log does not have is an error', () => {
    const { problems } = planOf({ sensor: 'drive', template: '{sped:.1f}' })
    expect(problems).toMatchObject([
      {
        severity: 'error',
        where: { key: 'renderers[0].template' },
        message: 'renderers[0].template: drive.jsonl has no field "sped". Did you mean "speed"?',
      },
    ])
  })

  test('that cannot be read is one error, with its place', () => {
    expect(planOf({ sensor: 'drive', template: 'v = {speed' }).problems).toMatchObject([
      {
        severity: 'error',
        code: 'config-invalid',
        message:
          'renderers[0].template: at character 5: the brace is never closed. For a brace in the text, write {{.',
      },
    ])
  })
})

test('a new text shows the first number of a log, or the time', () => {
  expect(newRendererConfig('text', recording.sensors)).toMatchObject({
    sensor: 'drive',
    options: { template: 'speed: {speed:.1f}' },
  })
  expect(newRendererConfig('text', [])).toMatchObject({
    sensor: null,
    options: { template: '{time:HH:mm:ss}' },
  })
})
