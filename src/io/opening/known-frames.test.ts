import { expect, test } from 'vitest'
import { planFrames } from '../../core/plan/plan-frames.ts'
import { MemoryDirectory } from '../folders/memory-directory.ts'
import { knownFrames } from './known-frames.ts'
import { packKnown, unpackKnown } from './packed-known.ts'
import { openRecording } from './recording-folder.ts'

const png = (): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(33)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
  bytes.set([0, 0, 0, 64, 0, 0, 0, 36, 8, 2], 16)
  return bytes
}
const log = '{"timestamp_ms":1000,"speed":88.2}\n{"timestamp_ms":1100,"speed":90}\n'
const images = (folder: string): [string, File][] =>
  [0, 1, 3].map((index) => [`${folder}frame_${index}.png`, new File([png()], 'a.png')])
// The third frame has no file, and the times are not in order.
const timestamps = 'frame_index,timestamp_ms\n0,1000\n1,1100\n2,1150\n3,1050\n'

function drive(folder = 'frames/'): MemoryDirectory {
  const files = [
    ['speed.jsonl', log],
    ['timestamps.csv', timestamps],
  ] as const
  return new MemoryDirectory('drive', [...images(folder), ...files])
}

test('a recording that is opened with its known frames has the same frames, times, logs and problems', async () => {
  const looked = await openRecording(drive())
  const known = knownFrames(looked)
  if (!known) throw new Error('The frames are not known.')
  const again = await openRecording(drive(), {
    config: looked.config,
    known: unpackKnown(await packKnown(known).arrayBuffer()),
    disk: { paths: [], plain: [], links: [], otherLinks: [], unlisted: 'frames' },
  })
  expect(looked.problems.map(({ code }) => code)).toContain('frame-missing')
  expect(again).toMatchObject({
    frames: looked.frames,
    timing: looked.timing,
    source: looked.source,
    problems: looked.problems,
  })
  const jobs = [looked, again].map((each) => {
    const plan = planFrames(each, looked.config)
    return plan.frames.map((_, position) => plan.jobAt(position))
  })
  expect(jobs[1]).toEqual(jobs[0])
})

test('a known log is not read again: its records are where they were', async () => {
  const looked = await openRecording(drive())
  const known = knownFrames(looked)
  if (!known) throw new Error('The frames are not known.')
  // A line of the same length, which no reader of the file would take.
  const changed = new MemoryDirectory('drive', [
    ...images('frames/'),
    ['speed.jsonl', log.replace('{"timestamp_ms":1000', '{"timestamp_xx":1000')],
    ['timestamps.csv', timestamps],
  ])
  const disk = { paths: [], plain: [], links: [], otherLinks: [], unlisted: 'frames' }
  const [speed] = (await openRecording(changed, { config: looked.config, known, disk })).sensors
  expect([...(speed?.timesMs ?? [])]).toEqual([1000, 1100])
  expect(speed?.recordAt(0)).toEqual({ timestamp_xx: 1000, speed: 88.2 })
  expect(speed).toMatchObject({
    fields: looked.sensors[0]?.fields,
    lastValues: looked.sensors[0]?.lastValues,
    recordsPerSecond: looked.sensors[0]?.recordsPerSecond,
  })
})

test('frames in the recording itself are looked for again', async () => {
  expect(knownFrames(await openRecording(drive('')))).toBeNull()
})
