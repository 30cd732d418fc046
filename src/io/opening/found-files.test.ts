import { expect, test } from 'vitest'
import { chooseFile } from '../../core/config/file-choice.ts'
import { emptyConfig } from '../../core/config/parse-config.ts'
import { MemoryDirectory } from '../folders/memory-directory.ts'
import { writeVideo } from '../video/testing/write-video.ts'
import { openRecording } from './recording-folder.ts'
import type { OpenOptions, RecordingFolder } from './recording-folder.ts'

/** The signature and the size of a PNG. */
const PNG = Uint8Array.from(
  Buffer.from('89504e470d0a1a0a0000000d494844520000004000000024080200000000000000', 'hex'),
)
const image = (path: string): [string, File] => [path, new File([PNG], 'x.png')]
const images = (folder: string, count: number): [string, File][] =>
  Array.from({ length: count }, (_, index) => image(`${folder}frame_${index}.png`))

function open(
  files: Iterable<readonly [string, File | string]>,
  options: OpenOptions = {},
): Promise<RecordingFolder> {
  return openRecording(new MemoryDirectory('drive', files), options)
}

const said = ({ files }: RecordingFolder): Record<string, [string, string[]]> =>
  Object.fromEntries(files.map(({ path, role, offers }) => [`${path} ${role}`, [role, offers]]))

test('every file says how it is used, or why not and what it can be', async () => {
  const recording = await open([
    ...images('frames/', 12),
    ...images('thumbs/', 2),
    image('frames/cover.png'),
    image('logo.png'),
    ['timestamps.csv', 'frame_index,timestamp_ms\n0,1\n'],
    ['rear/timestamps.csv', 'frame_index,timestamp_ms\n0,1\n'],
    image('rear/x1.png'),
    ['speed.csv', 'timestamp_ms,v\n1,2\n'],
    ['clock.csv', 'clock,v\n1,2\n'],
    ['notes.txt', 'hello'],
    ['packed.bin', '\0\0'],
    ['drive.bag', 'x'],
    ['clip.srt', 'x'],
    ['clip.mp4', 'no video'],
    ['other.yaml', 'a: 1'],
  ])
  expect(said(recording)).toEqual({
    'frames frames': ['frames', []],
    'frames/cover.png unused': ['unused', []],
    'thumbs unused': ['unused', ['frames']],
    'logo.png unused': ['unused', []],
    'rear unused': ['unused', ['frames']],
    'timestamps.csv times': ['times', []],
    'rear/timestamps.csv unused': ['unused', ['times', 'log']],
    'speed.csv log': ['log', []],
    'clock.csv log': ['log', []],
    'notes.txt unused': ['unused', ['log']],
    'packed.bin unused': ['unused', []],
    'drive.bag unused': ['unused', []],
    'clip.srt unused': ['unused', ['log']],
    'clip.mp4 unused': ['unused', ['frames']],
    'other.yaml unused': ['unused', []],
  })
  for (const { text } of recording.files) expect(text).toMatch(/[.\w]$/)
})

test('timestamps that cannot be read are not used, and say so', async () => {
  const recording = await open([...images('', 2), ['timestamps.csv', 'frame,time\n0,1\n']])
  const found = recording.files.find(({ path }) => path === 'timestamps.csv')
  expect(found).toMatchObject({ role: 'unused', offers: ['log'] })
  expect(found?.text).toMatch(/^Its times cannot be read\./)
})

test('a file that its reader says to be a log is read as one, and shows its columns', async () => {
  const files = [['notes.txt', 'clock,v\n5,2\n6,x\n']] as const
  const config = chooseFile(emptyConfig(), 'notes.txt', 'log')
  const before = await open([...files, ['a.txt', 'hello']])
  expect(before.sensors.map(({ file }) => file)).toEqual(['notes.txt'])
  const recording = await open([['a.txt', 'hello\nworld\n'], ...files], {
    config: chooseFile(config, 'a.txt', 'log'),
  })
  expect(recording.sensors.map(({ name, columns }) => [name, columns])).toEqual([
    ['a', ['hello']],
    ['notes', ['clock', 'v']],
  ])
})

test('fields, last values and first records are known where no time is', async () => {
  const { sensors } = await open([['log.csv', 'clock,v,note\n5,2,a\n6,,b\n']])
  const [log] = sensors
  expect(log?.timesMs).toHaveLength(0)
  expect(log?.fields.map(({ name }) => name)).toEqual(['clock', 'v', 'note'])
  expect(Object.fromEntries(log?.lastValues ?? [])).toEqual({ clock: 6, v: 2, note: 'b' })
  expect(log?.firstRecords).toEqual([
    { clock: 5, v: 2, note: 'a' },
    { clock: 6, v: null, note: 'b' },
  ])
})

test('a chosen time column makes a log of it, in the terminal as in the page', async () => {
  const yaml = 'sensors:\n  log:\n    time_column: clock\n    time_unit: s\n'
  const { sensors } = await open([
    ['log.csv', 'clock,v\n5,2\n6,3\n'],
    ['overlane.yaml', yaml],
  ])
  expect([...(sensors[0]?.timesMs ?? [])]).toEqual([5000, 6000])
})

test('two photos and a video that this machine cannot show: the photos are shown, and both are named', async () => {
  const video = new File([await writeVideo('WebM', 10)], 'drive.webm')
  const files = [image('IMG_1.png'), image('IMG_2.png'), ['drive.webm', video]] as const
  const recording = await open(files)
  expect(recording.source).toMatchObject({ kind: 'images', path: '' })
  expect(recording.problems.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(recording.frameCandidates).toMatchObject([
    { path: '.', kind: 'images', frameCount: 2 },
    { path: 'drive.webm', kind: 'video', sizeBytes: video.size },
  ])
  const config = chooseFile(emptyConfig(), '.', 'frames')
  const chosen = await open(files, { config })
  expect(chosen.source).toMatchObject({ kind: 'images', path: '', fileCount: 2 })
  expect(chosen.frameCandidates).toEqual([])
})

test('two sequences of images are a question, and a folder called frames is the answer', async () => {
  const asked = await open([...images('a/', 3), ...images('b/', 4)])
  expect(asked.frameCandidates.map(({ path, frameCount }) => [path, frameCount])).toEqual([
    ['b', 4],
    ['a', 3],
  ])
  expect((await open([...images('frames/', 3), ...images('b/', 4)])).frameCandidates).toEqual([])
})
