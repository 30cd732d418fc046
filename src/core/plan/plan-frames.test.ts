import { describe, expect, test } from 'vitest'
import { parseConfig } from '../config/parse-config.ts'
import { fakeRecording, fakeTrack, PLAIN_CALIBRATION } from '../testing/fake-recording.ts'
import { extensionOf } from '../recording/image-format.ts'
import { planFrames } from './plan-frames.ts'
import { keepsSourceData } from './plan-output.ts'
import type { FrameJob } from './frame-job.ts'
import type { FramePlan } from './frame-plan.ts'
import type { FrameEntry, ImageSource, Recording, SensorTrack } from '../recording/recording.ts'

const speedTrack = fakeTrack('speed', [
  { timestamp_ms: 150, speed: 50 },
  { timestamp_ms: 450, speed: 80 },
])
const gpsTrack = fakeTrack('gps', [{ timestamp_ms: 0, speed: 1 }])

function plan(source: unknown, parts: Partial<Recording> = {}): FramePlan {
  return planFrames(
    fakeRecording({ sensors: [speedTrack, gpsTrack], ...parts }),
    parseConfig(source),
  )
}

const indexesOf = ({ frames }: FramePlan): number[] => frames.map(({ frameIndex }) => frameIndex)

const jobsOf = (made: FramePlan): FrameJob[] =>
  made.frames.map((_, position) => made.jobAt(position))

const recordAt = (made: FramePlan, position: number): unknown =>
  made.jobAt(position).layers[0]?.sample?.record

function folder(parts: Partial<ImageSource>): Partial<Recording> {
  const { source } = fakeRecording()
  return { source: source?.kind === 'images' ? { ...source, ...parts } : null }
}

function framesAt(...timesMs: number[]): FrameEntry[] {
  return timesMs.map((timestampMs, frameIndex) => ({ frameIndex, timestampMs, fileName: null }))
}

describe('frames', () => {
  test('without a range, all of them', () => {
    expect(indexesOf(plan({}))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('are rendered in the file’s row order, whatever their index or time', () => {
    const frames = [5, 2, 9, 0].map((frameIndex) => ({
      frameIndex,
      timestampMs: frameIndex * 100,
      fileName: `frame_00000${frameIndex}.png`,
    }))
    expect(indexesOf(plan({}, { frames }))).toEqual([5, 2, 9, 0])
    expect(indexesOf(plan({ range: { start_time: 200 } }, { frames }))).toEqual([5, 2, 9])
    expect(jobsOf(plan({}, { frames })).map(({ outputName }) => outputName)).toEqual([
      'frame_000005.png',
      'frame_000002.png',
      'frame_000009.png',
      'frame_000000.png',
    ])
  })

  test('a frame that is missing has no source, and a name to be listed under', () => {
    const frames = [{ frameIndex: 7, timestampMs: 700, fileName: null }]
    expect(plan({}, { frames }).jobAt(0)).toMatchObject({
      frameIndex: 7,
      sourceName: null,
      outputName: 'frame_000007.png',
    })
  })

  test('there is no job beyond the last', () => {
    expect(() => plan({}).jobAt(10)).toThrow('no frame at position 10')
    expect(() => plan({}).matchesAt(-1)).toThrow('no frame at position -1')
  })
})

describe('start_time and end_time: both ends are inclusive', () => {
  test('as numbers of ms', () => {
    expect(indexesOf(plan({ range: { start_time: 200, end_time: 500 } }))).toEqual([2, 3, 4, 5])
    expect(indexesOf(plan({ range: { start_time: 200.1, end_time: 499.9 } }))).toEqual([3, 4])
    expect(indexesOf(plan({ range: { start_time: 300, end_time: 300 } }))).toEqual([3])
  })

  test('an end without a value is open', () => {
    expect(indexesOf(plan({ range: { start_time: 800 } }))).toEqual([8, 9])
    expect(indexesOf(plan({ range: { end_time: 100 } }))).toEqual([0, 1])
    expect(indexesOf(plan({ range: { start_time: null, end_time: 0 } }))).toEqual([0])
  })

  const day = framesAt(
    Date.UTC(2025, 9, 27, 0, 30, 0),
    Date.UTC(2025, 9, 27, 0, 30, 10),
    Date.UTC(2025, 9, 27, 0, 30, 20),
    Date.UTC(2025, 9, 27, 0, 30, 30),
  )

  test('as ISO 8601 text with a zone', () => {
    const range = { start_time: '2025-10-27T08:30:10+08:00', end_time: '2025-10-27T00:30:20Z' }
    expect(indexesOf(plan({ time_zone: 'America/New_York', range }, { frames: day }))).toEqual([
      1, 2,
    ])
  })

  test('zone-less text means the project’s zone', () => {
    const range = { start_time: '2025-10-27T08:30:10', end_time: '2025-10-27 08:30:20' }
    expect(indexesOf(plan({ time_zone: 'Asia/Shanghai', range }, { frames: day }))).toEqual([1, 2])
    expect(plan({ time_zone: 'UTC', range }, { frames: day }).problems).toMatchObject([
      { code: 'range-empty' },
    ])
  })

  test('text that is not a time is an error that names its key', () => {
    const { problems } = plan({ range: { start_time: 'soon', end_time: '2025-02-30' } })
    expect(problems).toMatchObject([
      { severity: 'error', code: 'config-invalid', where: { key: 'range.start_time' } },
      { severity: 'error', code: 'config-invalid', where: { key: 'range.end_time' } },
    ])
    expect(problems[0]?.message).toContain('range.start_time: "soon" is not a time')
  })

  test('an empty range is an error that says where the recording runs', () => {
    for (const range of [
      { start_time: 901 },
      { end_time: -1 },
      { start_time: 310, end_time: 390 },
    ]) {
      const made = plan({ range })
      expect(made.frames).toEqual([])
      expect(made.problems).toMatchObject([
        { severity: 'error', code: 'range-empty', where: { key: 'range' } },
      ])
      expect(made.problems[0]?.message).toContain('the recording runs from 0 to 900 ms')
    }
  })

  test('a start after the end is an error that says so', () => {
    const { frames, problems } = plan({ range: { start_time: 500, end_time: 200 } })
    expect(frames).toEqual([])
    expect(problems).toMatchObject([
      {
        severity: 'error',
        code: 'range-empty',
        message:
          'range: the start 500 lies after the end 200; the recording runs from 0 to 900 ms.',
        where: { key: 'range' },
      },
    ])
  })
})

describe('a job is all that is needed to draw one frame, as plain data', () => {
  const source = {
    time_zone: 'Asia/Shanghai',
    sensors: { speed: { strategy: 'nearest', tolerance_ms: 100 } },
    renderers: [
      { type: 'speed', sensor: 'speed', unit: 'm/s' },
      { type: 'frame_info', format: 'datetime' },
    ],
  }

  test('index, time, names, zone, calibration, and the layers in order', () => {
    const job = plan(source, { calibration: PLAIN_CALIBRATION }).jobAt(4)
    expect(job).toMatchObject({
      frameIndex: 4,
      timestampMs: 400,
      sourceName: 'frame_000004.png',
      outputName: 'frame_000004.png',
      timeZone: 'Asia/Shanghai',
      calibration: PLAIN_CALIBRATION,
      layers: [
        {
          type: 'speed',
          options: { unit: 'm/s', field: 'speed' },
          sample: {
            record: { timestamp_ms: 450, speed: 80, snapshot_time_ms: 400, aligned_time_ms: 400 },
            recordTimeMs: 450,
          },
        },
        { type: 'frame_info', options: { format: 'datetime' }, sample: null },
      ],
    })
    expect(structuredClone(job)).toEqual(job)
  })

  test('without a match the renderer gets null, never an old value', () => {
    const speeds = jobsOf(plan(source)).map((job) => job.layers[0]?.sample?.record.speed ?? null)
    expect(speeds).toEqual([null, 50, 50, null, 80, 80, null, null, null, null])
  })

  test('an empty log gives the renderer null', () => {
    expect(recordAt(plan(source, { sensors: [fakeTrack('speed', [])] }), 4)).toBeUndefined()
  })

  test('the same job may be made twice, in any order', () => {
    const made = plan(source)
    const later = made.jobAt(7)
    expect(made.jobAt(2)).toEqual(plan(source).jobAt(2))
    expect(made.jobAt(7)).toEqual(later)
  })

  test('without a time zone, the job has the viewer’s own', () => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    expect(plan({}).jobAt(0).timeZone).toBe(timeZone)
  })
})

describe('sensors', () => {
  const renderers = [{ type: 'speed', sensor: 'front' }]

  test('a sensor that is not listed is matched with the defaults', () => {
    const made = plan({ renderers: [{ type: 'speed', sensor: 'speed' }] })
    expect(recordAt(made, 0)).toBeUndefined()
    expect(recordAt(made, 2)).toMatchObject({ speed: 50 })
    expect(recordAt(made, 9)).toMatchObject({ speed: 80 })
  })

  test('a log may get another name through its file', () => {
    const made = plan({ sensors: { front: { file: 'speed.jsonl' } }, renderers })
    expect(made.problems).toEqual([])
    expect(recordAt(made, 5)).toMatchObject({ speed: 80 })
  })

  test('one log may be matched in two ways under two names', () => {
    const made = plan({
      sensors: {
        front: { file: 'speed.jsonl', time_offset_ms: 100 },
        speed: { strategy: 'backward' },
      },
      renderers: [...renderers, { type: 'speed', sensor: 'speed' }],
    })
    const speeds = made.jobAt(5).layers.map((layer) => layer.sample?.record.speed ?? null)
    expect(speeds).toEqual([50, null])
    expect(made.jobAt(2).layers.map((layer) => layer.sample?.record.speed ?? null)).toEqual([
      null,
      80,
    ])
  })

  test('a name may be moved to another log', () => {
    const made = plan({
      sensors: { speed: { file: 'gps.jsonl' } },
      renderers: [{ type: 'speed', sensor: 'speed' }],
    })
    expect(recordAt(made, 9)).toMatchObject({ speed: 1 })
  })

  test('a listed sensor without a log is an error that names the closest log', () => {
    expect(plan({ sensors: { sped: {} } }).problems).toEqual([
      {
        severity: 'error',
        code: 'sensor-unknown',
        subject: 'sensors.sped',
        fault: 'there is no usable log sped.jsonl or sped.csv in the recording.',
        remedy: 'Did you mean "speed"?',
        message:
          'sensors.sped: there is no usable log sped.jsonl or sped.csv in the recording. Did you mean "speed"?',
        where: { key: 'sensors.sped' },
      },
    ])
    const [missing] = plan({ sensors: { front: { file: 'sped.jsonl' } } }).problems
    expect(missing?.message).toContain('no usable log sped.jsonl')
    expect(missing?.message).toContain('Did you mean "speed.jsonl"?')
  })

  test('the match of each sensor at a frame can be read', () => {
    const made = plan({ sensors: { front: { file: 'speed.jsonl', tolerance_ms: 10 } } })
    const matches = made.matchesAt(2)
    expect([...matches.keys()].sort()).toEqual(['front', 'gps', 'speed'])
    expect(matches.get('speed')).toMatchObject({ kind: 'match', sample: { recordTimeMs: 150 } })
    expect(matches.get('front')).toMatchObject({ kind: 'none', reason: 'outside-tolerance' })
    expect(matches.get('gps')).toMatchObject({ kind: 'match' })
  })
})

describe('renderers are checked before the first frame', () => {
  test('a renderer with an unknown sensor is an error that names the closest sensor', () => {
    const made = plan({ renderers: [{ type: 'frame_info' }, { type: 'speed', sensor: 'sped' }] })
    expect(made.problems).toEqual([
      {
        severity: 'error',
        code: 'sensor-unknown',
        subject: 'renderers[1].sensor',
        fault: 'the renderer "speed" names the sensor "sped", which is not there.',
        remedy: 'Did you mean "speed"?',
        message:
          'renderers[1].sensor: the renderer "speed" names the sensor "sped", which is not there. Did you mean "speed"?',
        where: { key: 'renderers[1].sensor' },
      },
    ])
    expect(made.jobAt(0).layers.map(({ type }) => type)).toEqual(['frame_info'])
  })

  test('if no sensor is close, the error names all of them', () => {
    const renderers = [{ type: 'speed', sensor: 'lidar' }]
    expect(plan({ renderers }).problems[0]?.message).toContain('The recording has speed, gps.')
    expect(plan({ renderers }, { sensors: [] }).problems[0]?.message).toContain(
      'The recording has no sensor logs.',
    )
  })

  test('a renderer that needs a sensor and names none is an error', () => {
    expect(plan({ renderers: [{ type: 'speed' }] }).problems).toMatchObject([
      { severity: 'error', code: 'sensor-unknown', where: { key: 'renderers[0].sensor' } },
    ])
  })

  test('frame_info needs no sensor', () => {
    expect(plan({ renderers: [{ type: 'frame_info' }] }).problems).toEqual([])
  })

  test('targets needs a calibration', () => {
    const source = { renderers: [{ type: 'targets', sensor: 'speed' }] }
    expect(plan(source).problems).toMatchObject([
      { severity: 'error', code: 'calibration-invalid', where: { key: 'renderers[0]' } },
    ])
    expect(plan(source, { calibration: PLAIN_CALIBRATION }).problems).toEqual([])
  })

  test('a position without a value on this recording’s frames is an error that names it', () => {
    const renderers = [{ type: 'frame_info', position: { y: '10 / (width - 1920)' } }]
    const made = plan({ renderers })
    expect(made.problems).toMatchObject([
      { severity: 'error', code: 'config-invalid', where: { key: 'renderers[0].position.y' } },
    ])
    expect(made.problems[0]?.message).toContain('"10 / (width - 1920)"')
    expect(plan({ renderers }, folder({ widthPx: 1280 })).problems).toEqual([])
  })

  test('with a reference height, positions are checked on the scaled frame', () => {
    const renderers = [{ type: 'frame_info', position: { y: '10 / (height - 1080)' } }]
    const keysAt = (reference_height: number): (string | undefined)[] =>
      plan({ reference_height, renderers }, folder({ widthPx: 3840, heightPx: 2160 })).problems.map(
        ({ where }) => where.key,
      )
    expect(keysAt(1080)).toEqual(['renderers[0].position.y'])
    expect(keysAt(2160)).toEqual([])
  })

  test('all problems are found at once', () => {
    const made = plan({
      sensors: { nope: {} },
      renderers: [{ type: 'targets', sensor: 'lidar' }, { type: 'speed' }],
      range: { start_time: 5000 },
      output: { pattern: 'x.png' },
    })
    expect(made.problems.map(({ where }) => where.key).sort()).toEqual([
      'output.pattern',
      'range',
      'renderers[0]',
      'renderers[0].sensor',
      'renderers[1].sensor',
      'sensors.nope',
    ])
  })
})

describe('output', () => {
  const firstName = (made: FramePlan): string => made.jobAt(0).outputName

  test('frames have the names of the input', () => {
    expect(jobsOf(plan({})).map(({ outputName }) => outputName)).toEqual(
      fakeRecording().frames.map(({ fileName }) => fileName),
    )
  })

  test('or names made with the output pattern', () => {
    expect(firstName(plan({ output: { pattern: 'out-{:04d}.png' } }))).toBe('out-0000.png')
    expect(firstName(plan({ output: { pattern: '{}' } }))).toBe('0.png')
  })

  test('an invalid pattern is an error that names it', () => {
    const { problems } = plan({ output: { pattern: 'out.png' } })
    expect(problems).toMatchObject([{ code: 'config-invalid', where: { key: 'output.pattern' } }])
    expect(problems[0]?.message).toContain('"out.png"')
  })

  test.each([
    ['png', 'frame_{:06d}.png', 'same', 'png', 'frame_000000.png'],
    ['jpeg', 'frame_{:06d}.jpg', 'same', 'jpeg', 'frame_000000.jpg'],
    ['jpeg', 'frame_{:06d}.jpeg', 'same', 'jpeg', 'frame_000000.jpeg'],
    ['jpeg', 'IMG_{:d}.JPG', 'same', 'jpeg', 'IMG_0.JPG'],
    ['webp', '{:d}.webp', 'same', 'webp', '0.webp'],
    ['png', 'frame_{:06d}.png', 'jpeg', 'jpeg', 'frame_000000.jpg'],
    ['png', 'frame_{:06d}.png', 'webp', 'webp', 'frame_000000.webp'],
    ['jpeg', 'frame_{:06d}.jpeg', 'png', 'png', 'frame_000000.png'],
  ] as const)('%s frames %s with format %s become %s: %s', (input, pattern, format, out, name) => {
    const made = plan({ output: { format } }, folder({ format: input, pattern }))
    expect(made.outputFormat).toBe(out)
    expect(firstName(made)).toBe(name)
    expect(made.problems).toEqual([])
  })

  test('the ending follows the format, not the pattern', () => {
    const name = (pattern: string, format: string): string =>
      firstName(plan({ output: { pattern, format } }))
    expect(name('out_{:d}.png', 'jpeg')).toBe('out_0.jpg')
    expect(name('out_{:d}', 'webp')).toBe('out_0.webp')
    expect(name('take.2_{:d}', 'png')).toBe('take.2_0.png')
  })

  test.each(['avif', 'bmp'] as const)('%s is written as PNG, with a warning', (format) => {
    const parts = folder({ format, pattern: `frame_{:06d}.${format}` })
    const made = plan({}, parts)
    expect(made.outputFormat).toBe('png')
    expect(firstName(made)).toBe('frame_000000.png')
    expect(made.problems).toMatchObject([
      { severity: 'warning', code: 'output-invalid', where: { key: 'output.format' } },
    ])
    expect(plan({ output: { format: 'webp' } }, parts).problems).toEqual([])
  })

  test.each([
    ['a.PNG', '.png'],
    ['a.b.jpeg', '.jpeg'],
    ['none', ''],
  ])('the ending of %s is %j', (name, ending) => {
    expect(extensionOf(name)).toBe(ending)
  })
})

describe('matching is correct only if the folder was read with the settings of the configuration', () => {
  test('another time column, pattern or folder is an error until it is opened again', () => {
    for (const source of [
      { sensors: { imu: { file: 'imu.csv', time_column: 't', time_unit: 's' } } },
      { recording: { pattern: '{}.png' } },
    ]) {
      const { problems } = planFrames(fakeRecording(), parseConfig(source))
      expect(problems.map(({ message }) => message)).toContain(
        'The folder was read with other settings (frames, pattern, times, time zone, images). Open it again with the new settings.',
      )
    }
  })

  test('another time zone matters to a log whose times have none', () => {
    const iso: SensorTrack = { ...fakeTrack('imu', []), timeUnit: 'iso8601' }
    const config = parseConfig({ time_zone: 'Asia/Shanghai' })
    expect(planFrames(fakeRecording({ sensors: [iso] }), config).problems).toHaveLength(1)
    expect(planFrames(fakeRecording({ sensors: [fakeTrack('imu', [])] }), config).problems).toEqual(
      [],
    )
  })
})

test('a renderer that names a field its log does not have is an error with the closest one', () => {
  const track: SensorTrack = {
    ...fakeTrack('speed', [{ timestamp_ms: 0, speed: 1 }]),
    fields: [{ name: 'speed', type: 'number', count: 1 }],
  }
  const config = parseConfig({ renderers: [{ type: 'speed', sensor: 'speed', field: 'sped' }] })
  expect(planFrames(fakeRecording({ sensors: [track] }), config).problems).toMatchObject([
    {
      severity: 'error',
      message: 'renderers[0].field: speed.jsonl has no field "sped". Did you mean "speed"?',
      where: { key: 'renderers[0].field' },
    },
  ])
})

describe('a field that the list of a log’s fields does not have', () => {
  const deep = { timestamp_ms: 0, speed: 1, gps: { fix: { at: { deg: 5 } } } }

  function problemsOf(field: string, track: Partial<SensorTrack>, records = [deep]): unknown[] {
    const source = { renderers: [{ type: 'speed', sensor: 'speed', field }] }
    const fields: SensorTrack['fields'] = [
      { name: 'speed', type: 'number', count: 1 },
      { name: 'gps', type: 'object', count: 1 },
      { name: 'gps.fix', type: 'object', count: 1 },
      { name: 'gps.fix.at', type: 'object', count: 1 },
    ]
    const sensors = [{ ...fakeTrack('speed', records), fields, ...track }]
    const made = plan(source, { sensors })
    // A field with only a warning is drawn.
    const isError = made.problems.some(({ severity }) => severity === 'error')
    expect(made.jobAt(0).layers).toHaveLength(isError ? 0 : 1)
    return made.problems.map(({ severity, where }) => [severity, where.key])
  }
  const key = 'renderers[0].field'

  test('is an error if the list is complete', () => {
    expect(problemsOf('sped', {})).toEqual([['error', key]])
    expect(problemsOf('gps.fax', {})).toEqual([['error', key]])
    expect(problemsOf('speed.x', {})).toEqual([['error', key]])
  })

  test('is accepted if it is deeper than the list goes and a record has it', () => {
    expect(problemsOf('gps.fix.at.deg', {})).toEqual([])
  })

  test('is a warning if it may be deeper and no record that was searched has it', () => {
    expect(problemsOf('gps.fix.at.rad', {})).toEqual([['warning', key]])
  })

  test('is no error if there are too many fields to list them all', () => {
    expect(problemsOf('late', { hasAllFields: false })).toEqual([['warning', key]])
    const records = Array.from({ length: 1000 }, (_, index) => ({
      ...deep,
      timestamp_ms: index,
      late: 1,
    }))
    expect(problemsOf('late', { hasAllFields: false }, records)).toEqual([])
  })
})

describe('frames keep the data of their files outside the overlay', () => {
  const keeps = (format: ImageSource['format'], output: unknown): boolean => {
    const recording = fakeRecording({ sensors: [], ...folder({ format }) })
    const config = parseConfig({ output })
    return keepsSourceData(recording, planFrames(recording, config), config.output)
  }

  test.each([
    ['jpeg', {}],
    ['jpeg', { format: 'jpeg' }],
    ['png', {}],
    ['png', { quality: 0.5, content: 'frames' }],
  ] as const)('%s with %j', (format, output) => expect(keeps(format, output)).toBe(true))

  test.each([
    ['jpeg', { quality: 0.9 }],
    ['jpeg', { format: 'png' }],
    ['png', { content: 'overlay' }],
    ['png', { format: 'mp4' }],
    ['webp', {}],
    ['bmp', {}],
  ] as const)('not %s with %j', (format, output) => expect(keeps(format, output)).toBe(false))

  test('not frames of a video', () => {
    const source = { kind: 'video', path: 'a.mp4' } as Recording['source']
    const config = parseConfig({})
    expect(keepsSourceData({ source }, { outputFormat: 'png', movie: null }, config.output)).toBe(
      false,
    )
  })
})
