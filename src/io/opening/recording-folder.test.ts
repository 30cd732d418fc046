import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../core/config/parse-config.ts'
import type { Problem, ProblemCode } from '../../core/errors.ts'
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

describe('text files may be UTF-16, as some programs on Windows write them', () => {
  const utf16 = ([path, text]: readonly [string, string]): [string, File] => {
    const units = Uint16Array.from(`\uFEFF${text}`, (unit) => unit.charCodeAt(0))
    return [path, new File([units], path)]
  }

  test('logs, timestamps of any name, the calibration and the project file', async () => {
    const recording = await open([
      ...threeFrames,
      utf16(['times.csv', timestamps[1]]),
      utf16(['speed.jsonl', '{"timestamp_ms":1000,"speed":88.2}\n']),
      utf16(['imu.csv', 'timestamp_ms,x\n1000,1\n']),
      utf16(calibration),
      utf16(['overlane.yaml', 'time_zone: Asia/Tokyo\n']),
    ])
    expect(recording.problems).toEqual([])
    expect(recording.timing?.file).toBe('times.csv')
    expect(recording.sensors.map(({ timesMs }) => [...timesMs])).toEqual([[1000], [1000]])
    expect(recording.calibration?.fxPx).toBe(50)
    expect(recording.config.timeZone).toBe('Asia/Tokyo')
  })
})

describe('what the browser hides', () => {
  const nothing = { paths: [], plain: [], links: [], otherLinks: [] }

  test('is named, where the operating system lists it', async () => {
    const files = [...threeFrames, timestamps]
    const disk = {
      ...nothing,
      paths: [
        'frames/',
        ...files.map(([path]) => path),
        'frames/a:1.png',
        'con.csv',
        'a?b/',
        'x|y.txt',
        'rear/',
        'rear.mp4',
      ],
      otherLinks: ['rear/', 'rear.mp4'],
    }
    const recording = await open(files, { disk })
    expect(recording.ignoredFiles).toEqual([
      'a?b/',
      'con.csv',
      'frames/a:1.png',
      'rear.mp4',
      'rear/',
      'x|y.txt',
    ])
    expect(recording.problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning file-hidden',
      'warning file-hidden',
    ])
    expect(recording.problems.map(({ message }) => message)).toEqual([
      'The browser hides 3 files (the first is a?b/): it shows no names with : ? * | " < > \\ or a space at their beginning, and none such as con or a.lnk. Rename what belongs to the recording.',
      'The browser hides 2 files (the first is rear.mp4): it follows only links to files inside the recording. Put what belongs to the recording in the place of the link.',
    ])
  })

  test('is a link that can be followed: it is a file like others', async () => {
    const speed = '{"timestamp_ms":1000,"speed":5}\n'
    const files = [...threeFrames, ['store/a/times', timestamps[1]], ['store/b', speed]] as const
    const recording = await open(files, {
      disk: {
        ...nothing,
        links: [
          ['timestamps.csv', 'store/a/times'],
          ['speed.jsonl', 'store/b'],
          ['frames/frame_000003.png', 'frames/frame_000000.png'],
        ],
      },
    })
    expect(recording.problems.map(({ code }) => code)).toEqual(['frame-without-time'])
    expect(recording.source).toMatchObject({ fileCount: 4, gaps: [] })
    expect(recording.timing?.file).toBe('timestamps.csv')
    expect(recording.sensors.map(({ name }) => name)).toEqual(['speed'])
    const frame = await recording.framesDirectory?.openFile('frame_000003.png')
    expect(frame?.size).toBe(33)
  })

  test('may be there where frames are missing from the numbering', async () => {
    const files = frameFiles(['f_1.png', 'f_2.png', 'f_4.png'])
    const holesOf = ({ problems }: RecordingFolder): readonly Problem[] =>
      problems.filter(({ code }) => code === 'file-hidden')
    expect(holesOf(await open(files))).toMatchObject([
      {
        severity: 'info',
        message:
          'The numbering of the frames has holes (the first is 3). If a file is there, the browser hides it: it shows no links, and no names with : ? * | " < > \\ or a space at their beginning, and none such as con or a.lnk. Rename such a file, or put it in the place of the link.',
      },
    ])
    const disk = { ...nothing, paths: files.map(([path]) => path) }
    expect(holesOf(await open(files, { disk }))).toEqual([])
  })

  test('is not asked for where every second frame was kept', async () => {
    const recording = await open(frameFiles(['f_2.png', 'f_4.png', 'f_6.png']))
    expect(codesOf(recording)).toEqual(['timestamps-missing'])
  })
})

describe('problems of a recording are reported, and the rest is used', () => {
  test('no frames, although there are images', async () => {
    const one = await open([timestamps, ['preview.jpg', pngFile()]])
    expect(one.problems).toMatchObject([{ severity: 'error', code: 'no-frames' }])
    expect(one.problems[0]?.message).toMatch(
      /^The only image in ".*", preview\.jpg, has no number in its name\. Frames are numbered, such as /,
    )
    const config = parseConfig({ recording: { pattern: 'x{:d}.png' } })
    const two = await open(frameFiles(['a.png', 'b.png']), { config })
    expect(two.problems[0]?.message).toMatch(
      /^None of the 2 images in ".*" fits the pattern x\{:d\}\.png \(the first is a\.png\)\./,
    )
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

  test('a calibration that is nested 100,000 deep', async () => {
    const deep = `{"camera_matrix":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const { problems } = await open([...threeFrames, timestamps, ['camera.json', deep]])
    expect(problems.map(({ message }) => message)).toEqual([
      'camera.json cannot be used: it is nested more than 100 levels deep.',
    ])
  })

  test('a log that is too large, with the reason and what to do', async () => {
    const log = new File([], 'gps.csv')
    Object.defineProperty(log, 'size', { value: 2_345_000_000 })
    const { problems } = await open([...threeFrames, timestamps, ['gps.csv', log]])
    expect(problems.map(({ message }) => message)).toEqual([
      'gps.csv could not be read: it has 2.35 GB, and Overlane reads files of 2 GB at most. Split it into several files.',
    ])
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

  test('a log is never a result, whatever a report says', async () => {
    const log = (path: string): [string, string] => [path, '{"timestamp_ms":1000,"speed":1}\n']
    const report = (files: string[]): string => JSON.stringify({ tool: 'overlane', files })
    const recording = await open([
      ...threeFrames,
      timestamps,
      log('speed.jsonl'),
      ['imu.csv', 'timestamp_ms,x\n1000,1\n'],
      ['overlane-report.json', report(['speed.jsonl', 'imu.csv', 'frame_000000.png'])],
      ...frameFiles(['out/frame_000000.png']),
      log('out/gps.jsonl'),
      ['out/timestamps.csv', timestamps[1]],
      ['out/overlane-report.json', report(['gps.jsonl', 'frame_000000.png'])],
    ])
    expect(recording.sensors.map(({ file }) => file)).toEqual([
      'imu.csv',
      'out/gps.jsonl',
      'speed.jsonl',
    ])
    expect(recording.problems).toEqual([])
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
