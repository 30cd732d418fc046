import { describe, expect, test } from 'vitest'
import { newRendererConfig } from '../../config/fit-renderer.ts'
import { parseConfig } from '../../config/parse-config.ts'
import { planFrames } from '../../plan/plan-frames.ts'
import { fakeSurface } from '../../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../../testing/fake-recording.ts'
import { drawOverlay } from '../draw-overlay.ts'
import { eventTimeText } from './events.ts'

const track = fakeTrack('log', [
  { timestamp_ms: 100, note: 'engaged' },
  { timestamp_ms: 500, note: 'a lorry cuts in' },
  { timestamp_ms: 850, note: 'braking' },
])

/** The texts on the frame at a tenth of its time in ms. */
function textsAt(position: number, options: Record<string, unknown> = {}): string[] {
  const renderer = { type: 'events', sensor: 'log', field: 'note', ...options }
  const plan = planFrames(
    fakeRecording({ sensors: [track] }),
    parseConfig({ time_zone: 'UTC', renderers: [renderer] }),
  )
  expect(plan.problems).toEqual([])
  const { surface, texts } = fakeSurface()
  drawOverlay(surface, structuredClone(plan.jobAt(position)), plan)
  return texts()
}

describe('the table', () => {
  test('has the last events, the newest first, and how long ago they began', () => {
    expect(textsAt(9)).toEqual(['braking', 'a lorry cuts in', 'engaged', '−0:00', '−0:00', '−0:00'])
    expect(textsAt(6, { time: 'none' })).toEqual(['a lorry cuts in', 'engaged'])
    expect(textsAt(9, { time: 'none', count: 1 })).toEqual(['braking'])
  })

  test('shortens a text that would reach into the times', () => {
    expect(textsAt(9, { count: 2, width: 150, font: { size: 10 } })[1]).toBe('a lorry cuts in')
    expect(textsAt(9, { count: 2, width: 100, font: { size: 10 } })[1]).toBe('a lorry cu…')
  })

  test('is N/A before the first event', () => {
    expect(textsAt(0)).toEqual(['N/A'])
  })
})

describe('the banner', () => {
  const banner = { shows: 'banner', seconds: 0.25 }

  test('shows an event from its beginning, for as long as it should', () => {
    expect(textsAt(5, banner)).toEqual(['a lorry cuts in'])
    expect(textsAt(7, banner)).toEqual(['a lorry cuts in'])
  })

  test('is not there otherwise', () => {
    expect(textsAt(0, banner)).toEqual([])
    expect(textsAt(8, banner)).toEqual([])
  })
})

test.each([
  ['relative', '−1:30'],
  ['absolute', '00:00:10'],
  ['none', ''],
] as const)('a time that is %s', (time, text) => {
  expect(eventTimeText({ timeMs: 10_000, text: '' }, 100_500, 'UTC', time)).toBe(text)
})

test('new events show the text of a log, best one that is named like an event', () => {
  const withFields = (name: string, fields: readonly string[]): ReturnType<typeof fakeTrack> => ({
    ...fakeTrack(name, []),
    fields: fields.map((field) => ({ name: field, type: 'text' as const, count: 1 })),
  })
  const tracks = [fakeTrack('speed', []), withFields('gps', ['fix']), withFields('ui', ['message'])]
  expect(newRendererConfig('events', tracks)).toMatchObject({
    sensor: 'ui',
    options: { field: 'message' },
  })
})
