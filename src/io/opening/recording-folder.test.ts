import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../core/config/parse-config.ts'
import type { ProblemCode } from '../../core/errors.ts'
import { MemoryDirectory } from '../folders/memory-directory.ts'
import { openRecording } from './recording-folder.ts'
import type { RecordingFolder } from './recording-folder.ts'

/** The signature and the header of a PNG. openRecording reads no more. */
function pngFile(widthPx = 64, heightPx = 36): File {
  const bytes = new Uint8Array(33)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
  const view = new DataView(bytes.buffer)
  view.setUint32(16, widthPx)
  view.setUint32(20, heightPx)
  bytes.set([8, 2], 24)
  return new File([bytes], 'frame.png')
}

const frameFiles = (names: string[]): [string, File][] => names.map((name) => [name, pngFile()])
const threeFrames = frameFiles([0, 1, 2].map((index) => `frames/frame_00000${index}.png`))
const timestamps = ['timestamps.csv', 'frame_index,timestamp_ms\n0,1000\n1,1033\n2,1067\n'] as const
const calibration = [
  'camera_calibration.json',
  JSON.stringify({
    image_width: 64,
    image_height: 36,
    camera_matrix: [
      [50, 0, 32],
      [0, 50, 18],
      [0, 0, 1],
    ],
    distortion_coefficients: [0, 0, 0, 0, 0],
    rotation_vector: [0, 0, 0],
    translation_vector: [0, 0, 0],
  }),
] as const

const open = (
  files: Iterable<readonly [string, File | string]>,
  options: Parameters<typeof openRecording>[1] = {},
): Promise<RecordingFolder> => openRecording(new MemoryDirectory('drive', files), options)
const codesOf = ({ problems }: RecordingFolder): ProblemCode[] => problems.map(({ code }) => code)

describe('a recording is recognised without settings', () => {
  test('frames, timestamps, logs and calibration are found, and other files are listed as ignored', async () => {
    const recording = await open([
      ...threeFrames,
      timestamps,
      ['speed.jsonl', '{"timestamp_ms":1000,"speed":88.2}\n'],
      ['logs/imu.csv', 'timestamp_ms,x\n1000,1\n'],
      calibration,
      ['notes.txt', 'hello'],
    ])
    expect(recording.source).toMatchObject({
      path: 'frames',
      pattern: 'frame_{:06d}.png',
      fileCount: 3,
      widthPx: 64,
      heightPx: 36,
      gaps: [],
    })
    expect(recording.frames).toEqual([
      { frameIndex: 0, timestampMs: 1000, fileName: 'frame_000000.png' },
      { frameIndex: 1, timestampMs: 1033, fileName: 'frame_000001.png' },
      { frameIndex: 2, timestampMs: 1067, fileName: 'frame_000002.png' },
    ])
    expect(recording.sensors.map(({ name }) => name)).toEqual(['logs/imu', 'speed'])
    expect(recording.sensors[1]?.recordAt(0)).toEqual({ timestamp_ms: 1000, speed: 88.2 })
    expect(recording.calibration?.fxPx).toBe(50)
    expect(recording.ignoredFiles).toEqual(['notes.txt'])
    expect(recording.problems).toEqual([])
  })

  test('frames can be in the folder itself and without leading zeros: 2 comes before 10', async () => {
    const recording = await open(frameFiles(['10.png', '2.png', '1.png']))
    expect(recording.source).toMatchObject({ path: '', pattern: '{:d}.png' })
    expect(recording.frames.map(({ frameIndex }) => frameIndex)).toEqual([1, 2, 10])
    expect(recording.source).toMatchObject({ kind: 'images', gaps: [{ first: 3, last: 9 }] })
  })

  test('a folder that Overlane wrote is ignored', async () => {
    const recording = await open([
      ...threeFrames,
      ...frameFiles([0, 1, 2, 3].map((index) => `out/frame_00000${index}.png`)),
      ['out/overlane-report.json', '{"tool":"overlane"}'],
    ])
    expect(recording.source?.path).toBe('frames')
    expect(recording.ignoredFiles).toEqual(['out/ (written by Overlane)'])
  })

  test('timestamps in a folder of other images are not used', async () => {
    const recording = await open([
      ...threeFrames,
      ...frameFiles(['before/frame_000000.png']),
      ['before/timestamps.csv', timestamps[1]],
    ])
    expect(recording.timing?.source).toBe('assumed')
    expect(recording.ignoredFiles).toContain('before/timestamps.csv')
  })

  test('another folder and pattern can be set', async () => {
    const config = parseConfig({ recording: { frames: 'b', pattern: 'x{}.png' } })
    const files = frameFiles(['a/frame_1.png', 'a/frame_2.png', 'b/x7.png', 'b/y8.png'])
    const recording = await open(files, { config })
    expect(recording.frames.map(({ fileName }) => fileName)).toEqual(['x7.png'])
  })

  test('without timestamps, times are index ÷ frame rate, and a problem says so', async () => {
    const config = parseConfig({ recording: { frame_rate: 50 } })
    const recording = await open(threeFrames, { config })
    expect(recording.frames.map(({ timestampMs }) => timestampMs)).toEqual([0, 20, 40])
    expect(recording.timing?.source).toBe('assumed')
    expect(codesOf(recording)).toEqual(['timestamps-missing'])
  })

  test('overlane.yaml gives the overlay, and without it an overlay is proposed', async () => {
    const yaml = [
      'overlane.yaml',
      'renderers:\n  - type: frame_info\n    format: detailed\n',
    ] as const
    const own = await open([...threeFrames, timestamps, yaml])
    expect(own.configSource).toBe('project-file')
    expect(own.config.renderers).toMatchObject([{ options: { format: 'detailed' } }])
    const proposed = await open([...threeFrames, timestamps, yaml], { ignoreProjectFile: true })
    expect(proposed.configSource).toBe('proposal')
  })

  test('the proposal ignores engine speed, and prefers a field with its unit in its name', async () => {
    const log = [
      'can.csv',
      'timestamp_ms,engine_speed_rpm,speed_accuracy,vehicle_speed_mph\n1000,2500,1,30\n',
    ] as const
    const { config } = await open([...threeFrames, timestamps, log])
    expect(config.renderers[1]).toMatchObject({
      type: 'speed',
      options: { field: 'vehicle_speed_mph', fieldUnit: 'mph' },
    })
  })

  test('the proposal has frame info, a speed field, and targets if there is a calibration', async () => {
    const files = [
      ...threeFrames,
      timestamps,
      ['gnss.csv', 'timestamp_ms,speed_mps\n1000,5\n'],
      ['radar.jsonl', '{"timestamp_ms":1000,"targets":[]}\n'],
    ] as const
    const withCalibration = await open([...files, calibration])
    expect(withCalibration.config.renderers).toMatchObject([
      { type: 'frame_info' },
      { type: 'speed', sensor: 'gnss', options: { field: 'speed_mps', fieldUnit: 'm/s' } },
      { type: 'targets', sensor: 'radar' },
    ])
    const without = await open(files)
    expect(without.config.renderers.map(({ type }) => type)).toEqual(['frame_info', 'speed'])
  })
})

describe('problems of a recording are reported, and the rest is used', () => {
  test('no frames', async () => {
    const recording = await open([timestamps, ['preview.jpg', pngFile()]])
    expect(recording.problems).toMatchObject([{ severity: 'error', code: 'no-frames' }])
    expect(recording.problems[0]?.message).toContain('the first is preview.jpg')
  })

  test('an empty folder', async () => {
    expect(codesOf(await open([]))).toEqual(['no-frames'])
  })

  test('a row without a frame, and a frame without a row', async () => {
    const rows = ['timestamps.csv', 'frame_index,timestamp_ms\n0,1000\n7,1033\n'] as const
    const recording = await open([...threeFrames, rows])
    expect(recording.frames).toEqual([
      { frameIndex: 0, timestampMs: 1000, fileName: 'frame_000000.png' },
      { frameIndex: 7, timestampMs: 1033, fileName: null },
    ])
    expect(recording.problems.map(({ message }) => message)).toEqual([
      'timestamps.csv line 3: frame 7 is not in the folder. It will be skipped; 1 of 2 rows.',
      'frame_000001.png has no usable row in timestamps.csv, so its time is not known and it is not rendered; 2 of 3 frames.',
    ])
  })

  test('timestamps with a missing column are an error, and assumed times do not hide it', async () => {
    const recording = await open([...threeFrames, ['timestamps.csv', 'frame,time\n0,1\n']])
    expect(recording.problems).toMatchObject([{ severity: 'error', code: 'timestamps-invalid' }])
  })

  test('frames with another size, with 0 bytes, of another kind or in another format', async () => {
    const recording = await open([
      ...threeFrames,
      ['frames/frame_000003.png', pngFile(32, 18)],
      ['frames/frame_000004.png', ''],
      ['frames/frame_000005.png', 'not an image'],
      ['frames/frame_000006.png', new File([Uint8Array.from([0x42, 0x4d])], 'bmp')],
    ])
    const messages = recording.problems.map(({ message }) => message)
    expect(messages[0]).toBe(
      'frames/frame_000004.png cannot be read as an image: it is empty (0 bytes). The frame will be skipped; 3 of 7 frames.',
    )
    expect(messages[1]).toContain(
      'frames/frame_000003.png is 32×18 px, the first frame is 64×36 px',
    )
  })

  test('a calibration without its matrix, and a calibration for another size', async () => {
    const broken = await open([...threeFrames, timestamps, ['camera_calibration.json', '{}']])
    expect(broken.calibration).toBeNull()
    expect(codesOf(broken)).toEqual(['calibration-invalid'])
    expect(broken.problems[0]?.message).toContain('"camera_matrix" is missing')
    const [name, text] = calibration
    const other = await open([...threeFrames, timestamps, [name, text.replace('64', '128')]])
    expect(codesOf(other)).toEqual(['calibration-size'])
  })

  test('a log on another clock', async () => {
    const log = ['speed.jsonl', '{"timestamp_ms":1761525000000,"speed":1}\n'] as const
    const recording = await open([...threeFrames, timestamps, log])
    expect(recording.problems.map(({ message }) => message)).toEqual([
      'speed.jsonl covers none of the video: it begins 55.8 years after the last frame. Check the time columns, or set an offset.',
    ])
  })

  test('a project file with an unknown key is an error, and nothing of it is applied', async () => {
    const recording = await open([...threeFrames, timestamps, ['overlane.yaml', 'rendererz: []\n']])
    expect(recording.configSource).toBe('proposal')
    expect(recording.problems).toMatchObject([{ severity: 'error', code: 'config-unknown-key' }])
  })

  test('files outside the folder cannot be named', async () => {
    const config = parseConfig({ recording: { timestamps: '../timestamps.csv', frames: '..' } })
    const recording = await open([...threeFrames, timestamps], { config })
    expect(recording.source).toBeNull()
    expect(recording.problems.every(({ severity }) => severity === 'error')).toBe(true)
  })

  test('two sensors that read their times from different columns of one file', async () => {
    const config = parseConfig({
      sensors: {
        gps: { file: 'imu.csv', time_column: 'gps_s', time_unit: 's' },
        imu: { file: 'imu.csv' },
      },
    })
    const log = ['imu.csv', 'timestamp_ms,gps_s\n1000,5\n'] as const
    const { problems } = await open([...threeFrames, timestamps, log], { config })
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'config-invalid', where: { key: 'sensors.imu.time_column' } },
    ])
  })

  test('two logs whose names differ only in the extension keep the extension in their names', async () => {
    const recording = await open([
      ...threeFrames,
      timestamps,
      ['imu.csv', 'timestamp_ms,x\n1000,1\n'],
      ['imu.jsonl', '{"timestamp_ms":1000,"x":2}\n'],
    ])
    expect(recording.sensors.map(({ name }) => name)).toEqual(['imu.csv', 'imu.jsonl'])
    expect(recording.problems.map(({ severity }) => severity)).toEqual(['info', 'info'])
  })

  test('of two image folders, the one named frames is used, and a problem says so', async () => {
    const rear = frameFiles([0, 1, 2, 3].map((index) => `rear/frame_00000${index}.png`))
    const recording = await open([...rear, ...threeFrames, timestamps])
    expect(recording.source?.path).toBe('frames')
    expect(recording.problems.map(({ message }) => message)).toEqual([
      '2 folders hold numbered images: frames/ is used (3), rear/ (4) not. Set recording.frames to use another.',
    ])
  })

  test('timestamps that look like seconds give a warning, and are used as ms', async () => {
    const inSeconds = [
      'timestamps.csv',
      'frame_index,timestamp_ms\n0,1\n1,1.033\n2,1.067\n',
    ] as const
    const recording = await open([...threeFrames, inSeconds])
    expect(recording.frames[1]?.timestampMs).toBe(1.033)
    expect(recording.problems.map(({ message }) => message)).toEqual([
      'timestamps.csv has 29,851 frames a second. Are its times in seconds? timestamp_ms is in milliseconds, and is used as such.',
    ])
  })

  test('images that do not fit the pattern of the other images', async () => {
    const files = frameFiles(['f_0001_17.png', 'f_0002_17.png', 'f_0003_18.png'])
    const recording = await open(files)
    expect(recording.problems.map(({ message }) => message)).toContain(
      '1 of 3 images do not fit the pattern f_{:04d}_17.png and are left out (the first is f_0003_18.png). Set recording.pattern if they are frames.',
    )
  })

  test('an unreadable file, and the other files are still read', async () => {
    class BrokenDirectory extends MemoryDirectory {
      override openFile(name: string): Promise<File> {
        return name === 'timestamps.csv' || name === 'speed.jsonl'
          ? Promise.reject(new DOMException('Permission denied', 'NotReadableError'))
          : super.openFile(name)
      }
    }
    const files = [...threeFrames, timestamps, ['speed.jsonl', ''] as const, calibration]
    const recording = await openRecording(new BrokenDirectory('drive', files))
    expect(recording.calibration).not.toBeNull()
    expect(recording.problems).toMatchObject([
      { severity: 'error', code: 'timestamps-invalid', where: { file: 'timestamps.csv' } },
      { severity: 'warning', code: 'sensor-invalid', where: { file: 'speed.jsonl' } },
    ])
  })

  test('images that Overlane wrote into the folder itself, which are not used as frames', async () => {
    const rendered = frameFiles([0, 1, 2, 3].map((index) => `frame_00000${index}.png`))
    const recording = await open([
      ...threeFrames,
      timestamps,
      ...rendered,
      [
        'overlane-report.json',
        JSON.stringify({ tool: 'overlane', files: rendered.map(([name]) => name) }),
      ],
    ])
    expect(recording.source?.path).toBe('frames')
    expect(recording.ignoredFiles).toEqual(['5 files that Overlane wrote'])
  })
  test('a folder of results, which is no recording', async () => {
    const rendered = frameFiles(['frame_000000.png', 'frame_000001.png'])
    const report = JSON.stringify({ tool: 'overlane', files: rendered.map(([name]) => name) })
    const { problems } = await open([...rendered, ['overlane-report.json', report]])
    expect(problems[0]?.message).toBe(
      'There are no frames in "drive" but what Overlane wrote (3 files that Overlane wrote): these are results, not a recording. Open the folder that the frames were rendered from.',
    )
  })
})
