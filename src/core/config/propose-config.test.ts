import { expect, test } from 'vitest'
import type { RecordingSource } from '../recording/recording.ts'
import { fakeRecording, fakeTrack, PLAIN_CALIBRATION } from '../testing/fake-recording.ts'
import { parseConfig, serializeConfig } from './parse-config.ts'
import { newRendererConfig } from './fit-renderer.ts'
import { proposeConfig } from './propose-config.ts'
import { readableFontPx } from './readable-font.ts'

const sensors = [
  {
    ...fakeTrack('speed', [{ timestamp_ms: 0, speed: 5 }]),
    fields: [{ name: 'speed', type: 'number' as const, count: 1 }],
  },
  {
    ...fakeTrack('radar', [{ timestamp_ms: 0, targets: [] }]),
    fields: [{ name: 'targets', type: 'array' as const, count: 1 }],
  },
]

function proposeAt(heightPx: number): ReturnType<typeof proposeConfig> {
  const widthPx = Math.round((heightPx * 16) / 9)
  const source = { ...fakeRecording().source, widthPx, heightPx } as RecordingSource
  return proposeConfig({ sensors, calibration: PLAIN_CALIBRATION, source, timing: null })
}

const textSizes = (heightPx: number): number[] =>
  proposeAt(heightPx).renderers.map(({ options }) => (options.font.size * heightPx) / 1080)

test('a proposal is for frames 1080 px high, and looks the same on larger ones', () => {
  expect(proposeAt(1080).referenceHeight).toBe(1080)
  expect(proposeAt(2160)).toEqual(proposeAt(1080))
})

test('a proposal is the built-in layout that suits what was found', () => {
  const types = proposeAt(1080).renderers.map(({ type }) => type)
  expect(types).toEqual(['frame_info', 'speed', 'targets', 'top_view'])
})

test('on small frames, where no instrument can be read, only texts are proposed', () => {
  const types = proposeAt(180).renderers.map(({ type }) => type)
  expect(types).toEqual(['frame_info', 'speed', 'targets'])
})

test('on small frames, a log that suits no other renderer is shown as its numbers', () => {
  const names = ['user/angle', 'user/throttle', 'lap']
  const pilot = {
    ...fakeTrack('pilot', [{ timestamp_ms: 0, 'user/angle': 0.1, 'user/throttle': 0.4, lap: 1 }]),
    fields: names.map((name) => ({ name, type: 'number' as const, count: 1 })),
  }
  const source = { ...fakeRecording().source, widthPx: 160, heightPx: 120 } as RecordingSource
  const found = { sensors: [pilot], calibration: null, source, timing: null }
  const [info, ...values] = proposeConfig(found).renderers
  expect(info?.type).toBe('frame_info')
  expect(values.map(({ options }) => 'field' in options && options.field)).toEqual(names)
  const heights = values.map(({ options }) => options.position.y)
  expect(new Set(heights).size).toBe(3)
})

test('text is never smaller than 12 px of the frame', () => {
  for (const heightPx of [180, 480, 720]) {
    expect(Math.min(...textSizes(heightPx))).toBeGreaterThanOrEqual(12)
  }
})

test('raw times are not proposed', () => {
  for (const heightPx of [180, 1080]) {
    for (const { options } of proposeAt(heightPx).renderers) {
      if ('showTimestamp' in options) expect(options.showTimestamp).toBe(false)
    }
  }
})

test.each([0, 1, 36, 480, 4320])(
  'what is proposed for frames %i px high can be saved',
  (height) => {
    const proposed = proposeAt(height)
    expect(parseConfig(serializeConfig(proposed))).toEqual(proposed)
  },
)

test('the text of a renderer that is added can be read, too', () => {
  const sizeAt = (heightPx: number, referenceHeight: number | null): number =>
    newRendererConfig('frame_info', [], readableFontPx(referenceHeight, heightPx)).options.font.size
  expect([sizeAt(1080, 1080), sizeAt(180, 1080), sizeAt(180, null)]).toEqual([24, 72, 24])
})
