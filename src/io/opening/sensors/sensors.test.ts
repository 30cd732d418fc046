import { describe, expect, test } from 'vitest'
import { MemoryDirectory } from '../../folders/memory-directory.ts'
import { openRecording } from '../recording-folder.ts'
import type { RecordingFolder } from '../recording-folder.ts'

/** The signature and the header of a PNG; no more is read. */
function pngFile(): File {
  const bytes = new Uint8Array(33)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
  new DataView(bytes.buffer).setUint32(16, 64)
  new DataView(bytes.buffer).setUint32(20, 36)
  bytes.set([8, 2], 24)
  return new File([bytes], 'frame.png')
}

const open = (files: Record<string, File | string>): Promise<RecordingFolder> =>
  openRecording(new MemoryDirectory('drive', Object.entries(files)))
const messagesOf = ({ problems }: RecordingFolder): string[] =>
  problems.map(({ message }) => message)

const point = (second: number): string =>
  `<trkpt lat="48.${second}" lon="11"><time>2024-05-01T10:00:0${second}Z</time></trkpt>`

describe('a log of any format', () => {
  test('becomes a sensor, and the overlay that is proposed shows its speed', async () => {
    const recording = await open({
      'frames/frame_000000.png': pngFile(),
      'timestamps.csv': 'frame_index,timestamp_ms\n0,1714557601000\n',
      'ride.gpx': `<gpx><trk><trkseg>${[0, 1, 2].map(point).join('')}</trkseg></trk></gpx>`,
      'log.txt': 'timestamp_ms,steering\n1714557600000,1\n1714557601000,2\n',
      'notes.txt': 'Nothing.\n',
    })
    expect(recording.sensors.map(({ name, label }) => [name, label])).toEqual([
      ['log', 'log'],
      ['ride', 'GPS'],
    ])
    expect(recording.ignoredFiles).toEqual(['notes.txt'])
    expect(recording.config.renderers).toMatchObject([
      { type: 'frame_info' },
      {
        type: 'speed',
        sensor: 'ride',
        options: { field: 'speed_from_positions_mps', fieldUnit: 'm/s' },
      },
    ])
    expect(recording.problems).toEqual([])
  })

  test('that cannot be read is told, and the others are read', async () => {
    const recording = await open({
      'a.fit': new File(
        [new Uint8Array([14, 0, 0, 0, 9, 9, 0, 0, 0x2e, 0x46, 0x49, 0x54])],
        'a.fit',
      ),
      'b.jsonl': '{"timestamp_ms":1}\n',
    })
    expect(recording.sensors.map(({ name }) => name)).toEqual(['b'])
    expect(messagesOf(recording)).toContain(
      'a.fit could not be read: it is cut off. Copy it again from the device.',
    )
  })

  test('after twenty files of one ending that are none, the others are not looked at', async () => {
    const notes = Array.from({ length: 30 }, (_, index) => [`${100 + index}.txt`, 'x\n'] as const)
    const log = { '999.txt': 'timestamp_ms,a\n1,2\n2,3\n' }
    expect((await open({ ...Object.fromEntries(notes.slice(11)), ...log })).sensors).toHaveLength(1)
    expect((await open({ ...Object.fromEntries(notes), ...log })).sensors).toHaveLength(0)
  })
})

describe('a tub of Donkeycar', () => {
  const record = (index: number): string =>
    `{"_index":${index},"_timestamp_ms":${5000 + 50 * index},"user/angle":0.5,"user/throttle":0.1}\n`

  test('gives its images their times, and leaves out those that are deleted', async () => {
    const recording = await open({
      'images/0_cam_image_array_.png': pngFile(),
      'images/1_cam_image_array_.png': pngFile(),
      'images/2_cam_image_array_.png': pngFile(),
      'manifest.json':
        '["a"]\n["b"]\n{}\n{}\n{"paths":["catalog_0.catalog"],"deleted_indexes":[1]}\n',
      'catalog_0.catalog': [0, 1, 2].map(record).join(''),
      'catalog_0.catalog_manifest': '{"line_lengths":[1]}\n',
    })
    expect(
      recording.frames.map(({ frameIndex, timestampMs }) => [frameIndex, timestampMs]),
    ).toEqual([
      [0, 5000],
      [2, 5100],
    ])
    expect(recording.timing).toMatchObject({ source: 'file', file: 'manifest.json' })
    expect(recording.sensors).toMatchObject([{ name: 'manifest', label: 'Donkeycar' }])
    expect(recording.ignoredFiles).toEqual([])
    expect(messagesOf(recording)).toEqual([
      'manifest.json marks 1 record as deleted. They and their images are left out.',
      expect.stringContaining('1_cam_image_array_.png has no usable row in manifest.json'),
    ])
  })
})
