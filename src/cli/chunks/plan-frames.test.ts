import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadJoinedRun } from '../../index.ts'
import { fileStamp } from '../paths/file-stamp.ts'
import { listDisk } from '../paths/list-disk.ts'
import { testFolder } from '../testing/test-folder.ts'
import { planFolder } from './plan-file.ts'
import { notePlanFrames, PACKED_FRAMES, readPlanFrames } from './plan-frames.ts'

const folder = testFolder()

async function planned(): Promise<{
  recording: string
  read: () => ReturnType<typeof readPlanFrames>
}> {
  const [recording, output] = [folder('drive'), folder('out')]
  mkdirSync(join(recording, 'frames'), { recursive: true })
  for (const name of ['frame_1.png', 'frame_2.png'])
    writeFileSync(join(recording, 'frames', name), '')
  const times = join(recording, 'timestamps.csv')
  writeFileSync(times, 'frame_index,timestamp_ms\n')
  const { stampText } = await loadJoinedRun()
  const { sizeBytes = NaN, modifiedMs = NaN } = fileStamp(times) ?? {}
  const fingerprint = {
    Overlane: __OVERLANE_VERSION__,
    'recording.frames': 'frames',
    'recording.pattern': 'frame_{:d}.png',
    'timestamps.csv': stampText(sizeBytes, modifiedMs),
  }
  // Nothing that is drawn needs this log, so the fingerprint does not have it.
  writeFileSync(join(recording, 'other.jsonl'), '')
  mkdirSync(planFolder(output), { recursive: true })
  writeFileSync(join(planFolder(output), PACKED_FRAMES), 'packed')
  notePlanFrames(output, recording, listDisk(recording), { fingerprint }, ['other.jsonl'])
  return { recording, read: () => readPlanFrames(output, recording, { fingerprint }) }
}

test('the frames of a plan are read as they were written', async () => {
  const { read } = await planned()
  const found = await read()
  expect(found?.folder).toBe('frames')
  expect(String(found?.frames)).toBe('packed')
})

const CHANGES: Record<string, (recording: string) => void> = {
  'a frame was added': (recording) => writeFileSync(join(recording, 'frames', 'frame_3.png'), ''),
  'a frame was removed': (recording) => rmSync(join(recording, 'frames', 'frame_2.png')),
  'a frame has another name': (recording) =>
    renameSync(join(recording, 'frames', 'frame_2.png'), join(recording, 'frames', 'frame_3.png')),
  'the times were written again': (recording) =>
    utimesSync(join(recording, 'timestamps.csv'), 1, 1),
  'a log has grown': (recording) => writeFileSync(join(recording, 'other.jsonl'), '{}'),
  'the frames are gone': (recording) => rmSync(join(recording, 'frames'), { recursive: true }),
}

test.each(Object.entries(CHANGES))('they are looked for again where %s', async (_, change) => {
  const { recording, read } = await planned()
  change(recording)
  expect(await read()).toBeNull()
})
