import { describe, expect, test } from 'vitest'
import { inspectionToJson, inspectionToText } from './inspection.ts'
import type { Inspection } from '../browser/page-messages.ts'

const VIDEO: Inspection['source'] = {
  kind: 'video',
  path: 'drive.mp4',
  container: 'MP4',
  codec: 'avc',
  codecParameters: 'avc1.64001f',
  isDecodable: true,
  rotationDeg: 0,
  widthPx: 320,
  heightPx: 240,
  frameCount: 100,
}

const OF_VIDEO: Inspection = {
  name: 'drive.mp4',
  source: VIDEO,
  frameCount: 100,
  missingCount: 0,
  timing: {
    source: 'video',
    file: null,
    rangeMs: [0, 3960],
    framesPerSecond: 25,
    jitterMs: 0,
  },
  sensors: [],
  calibration: null,
  calibrationFile: null,
  projectFile: null,
  renderers: [],
  ignoredFiles: [],
  unusedFiles: [],
  problems: [],
  layout: {
    name: 'Dash cam',
    roles: [
      { role: 'speed', label: 'Speed', field: { sensor: 'can', field: 'v', unit: 'km/h' } },
      { role: 'heading', label: 'Heading', field: null },
    ],
    notes: ['Map: no field is Latitude.'],
  },
}

/** @param name of the line */
function lineOf(found: Inspection, name: string): string {
  const line = inspectionToText(found)
    .split('\n')
    .find((each) => each.startsWith(`${name}:`))
  return line?.slice(name.length + 1).trim() ?? ''
}

describe('the frames of a video', () => {
  test('are printed with its name, codec and container, without a pattern', () => {
    expect(lineOf(OF_VIDEO, 'Frames')).toBe('100 (drive.mp4, 320×240 px H.264 MP4)')
    expect(inspectionToJson(OF_VIDEO)).toMatchObject({
      frames: {
        files: 1,
        pattern: null,
        format: null,
        video: { path: 'drive.mp4', container: 'MP4', codec: 'avc', frames: 100 },
      },
    })
  })

  test('that have a time are counted, and the line also gives the number of all its frames', () => {
    expect(lineOf({ ...OF_VIDEO, frameCount: 80, missingCount: 2 }, 'Frames')).toBe(
      '80 (drive.mp4, 320×240 px H.264 MP4, 100 frames in it, 2 not in it)',
    )
  })
})

test('the fields that a layout takes are named', () => {
  expect(lineOf(OF_VIDEO, 'Layout')).toBe(
    'Dash cam: Speed from can.v in km/h, no field for Heading',
  )
  expect(inspectionToJson(OF_VIDEO).layout).toEqual({
    name: 'Dash cam',
    roles: { speed: { sensor: 'can', field: 'v', unit: 'km/h' }, heading: null },
    notes: ['Map: no field is Latitude.'],
  })
})

describe('times', () => {
  const timing = OF_VIDEO.timing as NonNullable<Inspection['timing']>
  const timesOf = (changes: Partial<typeof timing>): string =>
    lineOf({ ...OF_VIDEO, timing: { ...timing, ...changes } }, 'Times')

  test.each([
    [{}, 'the video’s own'],
    [{ source: 'file', file: 'timestamps.csv' } as const, 'timestamps.csv'],
    [{ source: 'assumed' } as const, 'assumed from the frame rate'],
  ])('%j: %s', (changes, origin) =>
    expect(timesOf(changes)).toBe(`${origin}, 25.00 frames/s, ±0.0 ms, 0 to 3960 ms (4.0 s)`),
  )

  test('of a single frame have no rate', () => {
    expect(timesOf({ framesPerSecond: 0, rangeMs: [0, 0] })).toBe(
      'the video’s own, 0 to 0 ms (0.0 s)',
    )
  })
})

test('ignored files are listed in natural order', () => {
  const found = { ...OF_VIDEO, ignoredFiles: ['b10.mp4', 'b2.mp4', 'a.txt'] }
  expect(lineOf(found, 'Unused files')).toBe('a.txt, b2.mp4, b10.mp4')
  expect(inspectionToJson(found).ignored_files).toEqual(['a.txt', 'b2.mp4', 'b10.mp4'])
})

test('a file that is not used says why, and which setting uses it', () => {
  const unusedFiles: Inspection['unusedFiles'] = [
    {
      path: 'notes.txt',
      fileCount: 1,
      text: 'It is no log.',
      choices: [{ use: 'log', setting: 'sensors.notes.file: notes.txt' }],
    },
    { path: '.', fileCount: 2, text: 'They are photos.', choices: [] },
  ]
  const found = { ...OF_VIDEO, unusedFiles }
  expect(inspectionToText(found)).toContain(
    'Not used:\n  notes.txt: It is no log. To use it as a log: sensors.notes.file: notes.txt\n  2 images in the folder itself: They are photos.',
  )
  expect(inspectionToJson(found)).toMatchObject({
    unused_files: [
      { path: 'notes.txt', settings: ['sensors.notes.file: notes.txt'] },
      { path: '.', files: 2, why: 'They are photos.' },
    ],
  })
})
