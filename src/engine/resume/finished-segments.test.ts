import { describe, expect, test } from 'vitest'
import { MemoryDirectory } from '../../io/folders/memory-directory.ts'
import { sourcesChecksum, timesChecksum } from './finished-segment.ts'
import { fittingSegments, wholeSegments } from './finished-segments.ts'
import type { SegmentFile } from './finished-segments.ts'

const frames = Array.from({ length: 30 }, (_, frameIndex) => ({
  frameIndex,
  timestampMs: frameIndex * 40,
  fileName: `${frameIndex}.png`,
}))
const plan = { frames }
const times = { spanAt: (position: number) => ({ timestamp: position * 40_000, duration: 40_000 }) }
const source = (position: number): File =>
  new File(['x'.repeat(position)], `${position}.png`, { lastModified: 1000 + position })
const stampOf = (position: number) => ({ sizeBytes: position, modifiedMs: 1000 + position })

function segment(from: number, to: number): SegmentFile {
  const positions = Array.from({ length: to - from }, (_, index) => from + index)
  return {
    name: `segment-${from}.packets`,
    sizeBytes: 5,
    xxh32: '1',
    frame: null,
    segment: {
      from,
      to,
      times: timesChecksum(plan, times, from, to),
      sources: sourcesChecksum(positions.map(stampOf)),
      notes: {},
      widthPx: 4,
      heightPx: 3,
      others: [],
    },
  }
}

const segments = [segment(0, 10), segment(10, 25), segment(25, 30)]
const manifest = (files: readonly SegmentFile[]) => ({
  run: 'a1',
  startedAt: '',
  fingerprint: {},
  files: new Map(files.map((file) => [file.name, file])),
})

describe('segments fit a plan', () => {
  test('in the order of the video, as long as there is no hole', () => {
    const [first, second, third] = segments as [SegmentFile, SegmentFile, SegmentFile]
    expect(fittingSegments(manifest([third, first, second]), plan, times)).toEqual(segments)
    expect(fittingSegments(manifest([first, third]), plan, times)).toEqual([first])
    expect(fittingSegments(manifest([second, third]), plan, times)).toEqual([])
  })

  test('as long as their frames and times are those of the plan', () => {
    const fitting = (changed: typeof plan, spanAt = times.spanAt): number =>
      fittingSegments(manifest(segments), changed, { spanAt }).length
    expect(fitting({ frames: [...frames, ...frames] })).toBe(3)
    expect(fitting({ frames: frames.slice(0, 28) })).toBe(2)
    expect(fitting({ frames: frames.slice(1) })).toBe(0)
    const missing = frames.map((frame) =>
      frame.frameIndex === 12 ? { ...frame, fileName: null } : frame,
    )
    expect(fitting({ frames: missing as typeof frames })).toBe(1)
    expect(fitting(plan, (position) => ({ timestamp: position * 20_000, duration: 20_000 }))).toBe(
      0,
    )
  })
})

describe('segments are whole', () => {
  const folder = new MemoryDirectory(
    'segments',
    segments.map(({ name }) => [name, 'bytes']),
  )
  const sources = (changed = -1) =>
    new MemoryDirectory(
      'frames',
      frames.map(({ fileName, frameIndex }) => [
        fileName,
        frameIndex === changed ? new File(['other'], fileName) : source(frameIndex),
      ]),
    )
  const wholeCount = async (
    from: MemoryDirectory,
    changed: number | null,
    files = segments,
  ): Promise<number> => {
    const own = changed === null ? null : sources(changed)
    return (await wholeSegments(files, from, plan, own, undefined)).length
  }

  test('if their files and those of their frames are unchanged', async () => {
    expect(await wholeCount(folder, -1)).toBe(3)
    expect(await wholeCount(folder, 12)).toBe(1)
    expect(await wholeCount(folder, 0)).toBe(0)
    expect(await wholeCount(folder, null)).toBe(3)
  })

  test('if their files have the size that the manifest lists', async () => {
    const cut = new MemoryDirectory('segments', [
      ['segment-0.packets', 'bytes'],
      ['segment-10.packets', 'byte'],
      ['segment-25.packets', 'bytes'],
    ])
    expect(await wholeCount(cut, -1)).toBe(1)
    expect(await wholeCount(new MemoryDirectory('segments'), -1)).toBe(0)
  })

  test('though a frame was left out: its file does not count', async () => {
    const [first] = segments as [SegmentFile]
    const stamps = Array.from({ length: 10 }, (_, position) =>
      position === 3 ? null : stampOf(position),
    )
    const others = [{ position: 3, kind: 'skipped' as const, reason: 'It is not an image.' }]
    const part = { ...first.segment, sources: sourcesChecksum(stamps), others }
    expect(await wholeCount(folder, 3, [{ ...first, segment: part }])).toBe(1)
  })
})
