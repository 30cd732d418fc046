import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LayerOptions } from '../config/layer-specs.ts'
import { defaultSensorConfig } from '../config/overlay-config.ts'
import { fakeTrack } from '../testing/fake-recording.ts'
import { FramesInTime, LayerVisibility } from './layer-visibility.ts'

const FRAME_MS = 100
const framesAt = (timesMs: readonly number[]): FramesInTime =>
  new FramesInTime(
    timesMs.map((timestampMs, frameIndex) => ({ frameIndex, timestampMs, fileName: null })),
    [Math.min(...timesMs), Math.max(...timesMs)],
  )
/** Eleven frames, from 1 to 2 s of the clock. */
const FRAMES = framesAt(Array.from({ length: 11 }, (_, index) => 1000 + FRAME_MS * index))
const show = (parts: Partial<LayerOptions['show']> = {}): LayerOptions['show'] => ({
  from: null,
  until: null,
  fadeIn: 0,
  fadeOut: 0,
  ...parts,
})

/** A log with a value a frame. Null: it has no number. */
function logOf(
  values: readonly (number | null)[],
  frames: FramesInTime,
): LayerVisibility['opacityAt'] {
  return opacities('on', {}, values, frames)
}

function opacities(
  showWhen: string | null,
  parts: Partial<LayerOptions['show']>,
  values: readonly (number | null)[] = [],
  frames = FRAMES,
): LayerVisibility['opacityAt'] {
  const track = fakeTrack(
    'log',
    values.map((on, index) => ({ timestamp_ms: frames.timesMs[index], on })),
  )
  const entry = { track, matching: { ...defaultSensorConfig(), toleranceMs: 1 } }
  const visibility = new LayerVisibility({ showWhen, show: show(parts) }, entry, frames)
  return (timeMs) => visibility.opacityAt(timeMs)
}

const all = (opacityAt: LayerVisibility['opacityAt'], frames = FRAMES): (number | null)[] =>
  Array.from(frames.timesMs, (timeMs) => {
    const opacity = opacityAt(timeMs)
    return opacity === null ? null : Number(opacity.toFixed(9))
  })

describe('a layer', () => {
  test('is solid at every frame unless the options say otherwise', () => {
    expect(new Set(all(opacities(null, {})))).toEqual(new Set([1]))
  })

  test('is shown in its time, counted from the first frame, both ends included', () => {
    expect(all(opacities(null, { from: 0.2, until: 0.5 }))).toEqual([
      0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0,
    ])
  })

  test('fades in from the beginning of its time and out to its end', () => {
    const shown = opacities(null, { from: 0.2, until: 0.9, fadeIn: 0.4, fadeOut: 0.2 })
    expect(all(shown)).toEqual([0, 0, 0, 0.25, 0.5, 0.75, 1, 1, 0.5, 0, 0])
  })

  test('without a time of its own fades in from the first frame and out to the last', () => {
    expect(all(opacities(null, { fadeIn: 0.2, fadeOut: 0.2 }))).toEqual([
      0, 0.5, 1, 1, 1, 1, 1, 1, 1, 0.5, 0,
    ])
  })

  test('is as faint at a time between frames as the time says', () => {
    expect(opacities(null, { from: 0.2, fadeIn: 0.4 })(1310)).toBeCloseTo(0.275, 12)
  })

  test('may be shown by the time in its condition', () => {
    expect(all(opacities('time() >= 0.3 and time() < 0.55', {}))).toEqual([
      0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0,
    ])
  })
})

describe('a condition', () => {
  const ON = [0, 0, 1, 1, 1, 1, 1, 0, null, 1, 1]

  test('that is not known gives no opacity', () => {
    expect(all(logOf(ON, FRAMES))).toEqual([0, 0, 1, 1, 1, 1, 1, 0, null, 1, 1])
  })

  test('outside of its time is not looked at', () => {
    expect(all(opacities('on', { until: 0.2 }, ON)).slice(7)).toEqual([0, 0, 0, 0])
  })

  test('fades between the last frame without it and the next one without it', () => {
    expect(all(opacities('on', { fadeIn: 0.4, fadeOut: 0.2 }, ON)).slice(0, 7)).toEqual([
      0, 0, 0.25, 0.5, 0.75, 1, 0.5,
    ])
  })
})

test('opacities are those that a film played from its beginning has, in any order', () => {
  const on = fc.array(fc.constantFrom(0, 1, 1, 1, null), { minLength: 1, maxLength: 40 })
  const steps = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 40, maxLength: 40 })
  const seconds = fc.constantFrom(0, 0.1, 0.35, 1.5)
  fc.assert(
    fc.property(
      on,
      steps,
      seconds,
      seconds,
      fc.infiniteStream(fc.nat()),
      (values, gaps, fadeIn, fadeOut, draw) => {
        let clockMs = 5000
        const frames = framesAt(values.map((_, index) => (clockMs += gaps[index] as number)))
        const opacityAt = opacities('on', { fadeIn, fadeOut }, values, frames)
        const order = values.map((_, index) => ({ index, key: draw.next().value as number }))
        const found = new Map(
          order
            .toSorted((a, b) => a.key - b.key)
            .map(({ index }) => [index, opacityAt(frames.timesMs[index] as number)]),
        )
        const expected = played(values, frames.timesMs, 1000 * fadeIn, 1000 * fadeOut)
        expected.forEach((opacity, index) => {
          if (opacity === null) expect(found.get(index)).toBeNull()
          else expect(found.get(index)).toBeCloseTo(opacity, 9)
        })
      },
    ),
    { seed: 12, numRuns: 300 },
  )
})

/** One pass forwards for fading in, one backwards for fading out. */
function played(
  values: readonly (number | null)[],
  timesMs: Float64Array,
  fadeInMs: number,
  fadeOutMs: number,
): (number | null)[] {
  const pass = (order: readonly number[], fadeMs: number): Map<number, number> => {
    let since = timesMs[order[0] as number] as number
    const shares = new Map<number, number>()
    for (const index of order) {
      const timeMs = timesMs[index] as number
      if (!values[index]) since = timeMs
      const passed = Math.abs(timeMs - since)
      shares.set(index, fadeMs === 0 || passed >= fadeMs ? 1 : passed / fadeMs)
    }
    return shares
  }
  const forwards = values.map((_, index) => index)
  const fadedIn = pass(forwards, fadeInMs)
  const fadedOut = pass(forwards.toReversed(), fadeOutMs)
  return values.map((value, index) =>
    value ? Math.min(fadedIn.get(index) ?? 1, fadedOut.get(index) ?? 1) : value,
  )
}
