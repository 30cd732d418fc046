import { describe, expect, test } from 'vitest'
import { mendVideo } from './mend-video.ts'
import { bytesOf, fileOf } from '../testing/file-of.ts'
import { contentOf, withNumber, wrapped } from '../testing/mp4-bytes.ts'
import { VIDEO_KINDS, writeVideo } from '../testing/write-video.ts'
import { indexVideo } from '../video-file.ts'
import type { FoundVideo } from '../video-file.ts'

const FRAME_COUNT = 30
const MOST = 0xffffffff
const CTTS = 0x63747473
/** Of a run: a field for each frame. */
const FIELDS = [0x100, 0x200, 0x400, 0x800]

const look = (bytes: Uint8Array<ArrayBuffer>, name = 'drive.mp4'): Promise<FoundVideo> =>
  indexVideo(fileOf(bytes, name), name, () => undefined)
/** What it says, and whether the frames have their times. */
const outcome = async (
  bytes: Uint8Array<ArrayBuffer>,
  name?: string,
): Promise<{ timesMs: number[]; messages: string[] }> => {
  const { index, problems } = await look(bytes, name)
  return { timesMs: [...index.timesMs], messages: problems.map(({ message }) => message) }
}
const TIMES_MS = Array.from({ length: FRAME_COUNT }, (_, index) => index * 40)

describe('a sound video is read as it is, and nothing is said of it', () => {
  test.each(VIDEO_KINDS)('%s', async (kind) => {
    const file = fileOf(await writeVideo(kind, FRAME_COUNT))
    const mended = await mendVideo(file, () => undefined)
    expect(mended.faults).toEqual([])
    expect(mended.file).toBe(file)
    const { index, problems } = await look(await bytesOf(file))
    expect(problems).toEqual([])
    // MPEG-TS begins at a time of its own.
    const [first = 0] = index.timesMs
    expect([...index.timesMs].map((timeMs) => Math.round(timeMs - first))).toEqual(TIMES_MS)
  })
})

describe('a table that declares more than it has room for is told, and every frame is there', () => {
  const tables: [type: string, countAt: number][] = [
    ['stts', 4],
    ['ctts', 4],
    ['stss', 4],
    ['stsc', 4],
    ['stco', 4],
    ['stsz', 8],
  ]
  test.each(tables)('%s', async (type, countAt) => {
    const bytes = await writeVideo('MP4', FRAME_COUNT)
    const at = contentOf(bytes, type)
    const room = new DataView(bytes.buffer).getUint32(at + countAt)
    const { timesMs, messages } = await outcome(withNumber(bytes, at + countAt, MOST))
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages).toEqual([
      `drive.mp4 is damaged: its ${type} table at byte ${(at - 8).toLocaleString('en-US')} declares 4,294,967,295 entries, and has room for ${room}. The 30 frames that can be found are used. Copy it again from where it was recorded, or write its tables anew: ffmpeg -i drive.mp4 -c copy whole.mp4`,
    ])
  })

  test('a run of a fragment', async () => {
    const bytes = await writeVideo('MP4 in fragments', FRAME_COUNT)
    const at = contentOf(bytes, 'trun', 1)
    const { timesMs, messages } = await outcome(withNumber(bytes, at + 4, MOST))
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toContain('its trun table at byte')
    expect(messages[0]).toContain('declares 4,294,967,295 entries, and has room for 10')
  })
})

test('a run of a fragment that has lost its track is told', async () => {
  const bytes = await writeVideo('MP4 in fragments', FRAME_COUNT)
  const [track, run] = [contentOf(bytes, 'traf', 1) - 8, contentOf(bytes, 'trun', 1) - 8]
  const cut = new Uint8Array([...bytes.subarray(0, track), ...bytes.subarray(run)])
  const { messages } = await outcome(cut)
  expect(messages[0]).toContain(
    `its trun table at byte ${track.toLocaleString('en-US')} belongs to no track of the file`,
  )
})

describe('a fragment inside other boxes is told, and every frame is there', () => {
  test.each(['trak', 'moof', 'udta', 'meta'])('%s', async (type) => {
    const bytes = await writeVideo('MP4 in fragments', FRAME_COUNT)
    const at = contentOf(bytes, 'moof', 1) - 8
    for (const depth of [1, 300]) {
      const { timesMs, messages } = await outcome(wrapped(bytes, at, type, depth))
      expect(timesMs).toEqual(TIMES_MS)
      expect(messages[0]).toContain(
        `its ${type} box at byte ${at.toLocaleString('en-US')} contains boxes that do not belong there`,
      )
    }
  })

  test('a table of contents whose size takes in the first fragment', async () => {
    const bytes = await writeVideo('MP4 in fragments', FRAME_COUNT)
    const [movie, fragment] = [contentOf(bytes, 'moov') - 8, contentOf(bytes, 'moof') - 8]
    const size = new DataView(bytes.buffer).getUint32(fragment)
    const { timesMs, messages } = await outcome(withNumber(bytes, movie, fragment + size - movie))
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toContain('its moov box at byte')
  })
})

describe('tables that contradict each other are told, and every frame is there', () => {
  test('more times than frames', async () => {
    const bytes = await writeVideo('MP4', FRAME_COUNT)
    const at = contentOf(bytes, 'stts')
    const { timesMs, messages } = await outcome(withNumber(bytes, at + 8, MOST))
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toContain(
      'has the times of 4,294,967,295 frames, and the track has 30. The 30 frames',
    )
  })

  test('more display times than frames', async () => {
    const bytes = await writeVideo('MP4', FRAME_COUNT)
    const at = contentOf(bytes, 'ctts')
    const lastAt = at + 8 * new DataView(bytes.buffer).getUint32(at + 4)
    const { timesMs, messages } = await outcome(withNumber(bytes, lastAt, MOST))
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toMatch(/has the display times of 4,294,967,\d+ frames/)
  })

  test('fewer times than frames', async () => {
    const bytes = await writeVideo('MP4', FRAME_COUNT)
    const { timesMs, messages } = await outcome(withNumber(bytes, contentOf(bytes, 'stts') + 8, 3))
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toContain('has the times of 3 frames, and the track has 30')
  })

  test('fewer sizes than times, though there is room for all', async () => {
    const bytes = await writeVideo('MP4', FRAME_COUNT)
    const { timesMs, messages } = await outcome(withNumber(bytes, contentOf(bytes, 'stsz') + 8, 5))
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toContain('declares 5 frames, and its stts table at byte')
  })

  test('more frames in a chunk than in the track', async () => {
    const bytes = await writeVideo('MP4', FRAME_COUNT)
    const { timesMs, messages } = await outcome(
      withNumber(bytes, contentOf(bytes, 'stsc') + 12, MOST),
    )
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toContain('puts 4,294,967,295 frames into a chunk, and the track has 30')
  })

  test('two tables of one type', async () => {
    const bytes = await writeVideo('MP4', FRAME_COUNT)
    // What takes the place of the box before says the same.
    const [first, second] = [contentOf(bytes, 'cslg') - 8, contentOf(bytes, 'ctts') - 8]
    expect(first).toBeGreaterThan(second)
    const { timesMs } = await outcome(withNumber(bytes, first + 4, CTTS))
    expect(timesMs).toEqual(TIMES_MS)
  })

  test('a chunk that is not there', async () => {
    const bytes = await writeVideo('MP4', FRAME_COUNT)
    const at = contentOf(bytes, 'stsc')
    const lastAt = at + 8 + 12 * (new DataView(bytes.buffer).getUint32(at + 4) - 1)
    const { timesMs, messages } = await outcome(withNumber(bytes, lastAt, MOST))
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toContain('names chunks that are not there')
  })

  test('frames of one size that the file has no room for', async () => {
    const bytes = await writeVideo('MP4', FRAME_COUNT)
    const at = contentOf(bytes, 'stsz')
    const changed = withNumber(withNumber(bytes, at + 4, 8), at + 8, MOST)
    const { messages } = await outcome(changed)
    expect(messages[0]).toMatch(/declares 4,294,967,295 frames of 8 bytes, and the file has/)
  })

  test('frames of a fragment that have no fields, and are more than the file has bytes', async () => {
    const bytes = await writeVideo('MP4 in fragments', FRAME_COUNT)
    const at = contentOf(bytes, 'trun')
    const { messages } = await outcome(withNumber(withNumber(bytes, at, 1), at + 4, MOST))
    expect(messages[0]).toContain('its trun table at byte')
  })
})

describe('a display time of one frame that cannot be true takes no other frame with it', () => {
  /** The third frame that is decoded is shown second. */
  const DOUBTFUL = 2

  test.each([
    ['in version 1, where offsets may be negative', 0x01000000],
    ['in version 0, where they may not', 0],
  ])('%s', async (_, version) => {
    const bytes = await writeVideo('MP4', FRAME_COUNT)
    const at = contentOf(bytes, 'ctts')
    const changed = withNumber(withNumber(bytes, at, version), at + 8 + 8 * DOUBTFUL + 4, 0)
    const { timesMs, messages } = await outcome(changed)
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toContain('has display times that contradict each other')
  })

  test('in a fragment', async () => {
    const bytes = await writeVideo('MP4 in fragments', FRAME_COUNT)
    const at = contentOf(bytes, 'trun')
    const entryBytes =
      4 * FIELDS.filter((flag) => (new DataView(bytes.buffer).getUint32(at) & flag) > 0).length
    const lastFieldAt = at + 16 + entryBytes * (DOUBTFUL + 1) - 4
    const { timesMs, messages } = await outcome(withNumber(bytes, lastFieldAt, 0))
    expect(timesMs).toEqual(TIMES_MS)
    expect(messages[0]).toContain('has display times that contradict each other')
  })
})

describe('negative display times that do not contradict each other are as they are', () => {
  test('in version 0, where they should not be', async () => {
    const bytes = await writeVideo('MP4', FRAME_COUNT)
    const { timesMs, messages } = await outcome(withNumber(bytes, contentOf(bytes, 'ctts'), 0))
    expect({ timesMs, messages }).toEqual({ timesMs: TIMES_MS, messages: [] })
  })

  test('in version 0 of a fragment', async () => {
    const bytes = await writeVideo('MP4 in fragments', FRAME_COUNT)
    const at = contentOf(bytes, 'trun')
    const flags = new DataView(bytes.buffer).getUint32(at) & 0xffffff
    const { timesMs, messages } = await outcome(withNumber(bytes, at, flags))
    expect({ timesMs, messages }).toEqual({ timesMs: TIMES_MS, messages: [] })
  })
})
