import { expect, test } from 'vitest'
import type { FrameTrace } from '../index.ts'
import { profileToJson } from './profile-json.ts'
import { toProfile } from './profile.ts'

const report = {
  recording: 'drive',
  version: '0.1.0',
  startedAt: '2025-10-27T08:30:10.000Z',
  durationMs: 250,
  skipped: [],
}

/** A frame whose steps take these times. The waiting between them does not count. */
function trace(frameIndex: number, scale: number): FrameTrace {
  const times = { read: 2, decode: 18, draw: 10, encode: 60, write: 9 }
  let atMs = 0
  return {
    position: frameIndex,
    frameIndex,
    workerIndex: 0,
    outcome: 'rendered',
    matchMs: scale,
    steps: Object.entries(times).map(([step, ms]) => {
      const startMs = (atMs += 5)
      atMs += ms * scale
      return { step: step as keyof typeof times, startMs, endMs: atMs }
    }),
  }
}

test('a profile adds up the steps of all frames by stage, with disk and codec separate', () => {
  const profile = toProfile(report, [trace(0, 1), trace(1, 1)])
  expect(profile).toMatchObject({ frameCount: 2, seconds: 0.25, stageSeconds: 0.2 })
  expect(profile.stages.map(({ stage, share }) => [stage, share])).toEqual([
    ['load_frame', 0.2],
    ['get_sensor_data', 0.01],
    ['render', 0.1],
    ['save_frame', 0.69],
  ])
  const [load, match, , save] = profile.stages
  expect([load?.parts?.disk.seconds, load?.parts?.codec.seconds]).toEqual([0.004, 0.036])
  expect([save?.parts?.disk.share, save?.parts?.codec.share]).toEqual([0.09, 0.6])
  expect(save?.parts?.codecSteps).toMatchObject([{ step: 'encode', share: 0.6 }])
  expect(match?.parts).toBeNull()
})

test('a frame that is spliced is walked through and spliced in place of encoding', () => {
  const whole = trace(0, 1)
  const steps = whole.steps.flatMap((each) =>
    each.step === 'encode'
      ? [
          { ...each, step: 'walk' as const, endMs: each.startMs + 20 },
          { ...each, step: 'splice' as const, startMs: each.startMs + 20 },
        ]
      : each.step === 'decode'
        ? []
        : [each],
  )
  const [load, , , save] = toProfile(report, [{ ...whole, steps }]).stages
  expect(load?.parts?.codecSteps).toEqual([])
  expect(save?.parts?.codec.seconds).toBe(0.06)
  const { codecSteps = [] } = save?.parts ?? {}
  expect(codecSteps.map(({ step, seconds }) => [step, seconds])).toEqual([
    ['walk', 0.02],
    ['splice', 0.04],
  ])
})

test('its spread is over the frames', () => {
  const profile = toProfile(report, [trace(0, 1), trace(1, 2), trace(2, 4)])
  expect(profile.stages[2]?.frameMs).toEqual({ median: 20, least: 10, most: 40 })
})

test('all its numbers are zero if no frame was rendered', () => {
  const profile = toProfile(report, [])
  expect(profile.stages.map(({ seconds, share }) => seconds + share)).toEqual([0, 0, 0, 0])
})

test('its JSON has the stages by name, in per cent and ms per frame', () => {
  const profile = { ...toProfile(report, [trace(0, 1)]), advice: [] }
  const json = JSON.parse(profileToJson(profile)) as { stages: Record<string, unknown> }
  expect(Object.keys(json.stages)).toEqual([
    'load_frame',
    'get_sensor_data',
    'render',
    'save_frame',
  ])
  expect(json.stages.load_frame).toMatchObject({
    seconds: 0.02,
    percent: 20,
    milliseconds_per_frame: { median: 20, min: 20, max: 20 },
    disk: { percent: 2 },
    codec: { percent: 18 },
  })
})
