import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chunkReport } from '../testing/chunk-report.ts'
import { testFolder } from '../testing/test-folder.ts'
import { commitChunk } from './commit-chunk.ts'
import { joinChunks } from './join-chunks.ts'
import { hasPlan, readPlan, writePlan } from './plan-file.ts'
import type { StoredPlan } from './plan-file.ts'
import { hasReceipt, missingChunks, readReceipt, segmentsFolder } from './receipt.ts'
import { StagingFolder } from './staging-folder.ts'

const HEADER = '{"overlane_manifest":1,"run":"a","fingerprint":{}}'
const nobody = chunkReport()

const planOf = (video: string | null): StoredPlan => ({
  recording: '/recordings/drive',
  chunkSize: { least: 2, most: 2 },
  frameCount: 5,
  video,
  chunks: [
    { from: 0, to: 2 },
    { from: 2, to: 4 },
    { from: 4, to: 5 },
  ],
  fingerprint: { Overlane: '1.0.0' },
  config: { output: { format: 'png' } },
})
const plan = planOf(null)

const folder = testFolder()

/** A chunk as a run leaves it in its staging folder. */
function stage(path: string, files: Record<string, { text: string; keys?: object }>): void {
  mkdirSync(path, { recursive: true })
  const lines = Object.entries(files).map(([name, { text, keys }]) => {
    writeFileSync(join(path, name), text)
    return JSON.stringify({ name, size: text.length, xxh32: `sum-of-${text}`, ...keys })
  })
  writeFileSync(join(path, 'overlane-manifest.jsonl'), `${[HEADER, ...lines].join('\n')}\n`)
}

const segmentKeys = (segment: number[]): object => ({
  segment,
  pixels: [64, 36],
  times: 'a',
  sources: 'b',
})

/** Renders chunk 0 to 2 of frames, as far as the folders show it. */
async function commitFrames(output: string, index: number): Promise<void> {
  const staging = new StagingFolder(output)
  const { from, to } = plan.chunks[index] ?? { from: 0, to: 0 }
  const names = Array.from({ length: to - from }, (_, place) => `frame_${from + place}.png`)
  stage(staging.path, Object.fromEntries(names.map((name) => [name, { text: name }])))
  await commitChunk(output, staging.path, plan, index, chunkReport(names))
  staging.remove()
}

test('a plan is read as it was written', () => {
  const output = folder()
  expect(hasPlan(output)).toBe(false)
  writePlan(output, plan)
  expect(readPlan(output)).toEqual(plan)
})

test('a plan that is cut off, or of another version, is refused', () => {
  const output = folder()
  writePlan(output, plan)
  const path = join(output, 'overlane-plan', 'plan.json')
  const text = readFileSync(path, 'utf8')
  for (const damaged of [
    text.slice(0, 40),
    text.replace('"overlane_plan":2', '"overlane_plan":1'),
  ]) {
    writeFileSync(path, damaged)
    expect(() => readPlan(output)).toThrow('is not a plan of this version')
  }
})

test('a chunk is complete when its files are in their places, and its receipt lists them', async () => {
  const output = folder()
  expect(missingChunks(output, plan)).toEqual([0, 1, 2])
  await commitFrames(output, 1)
  expect(missingChunks(output, plan)).toEqual([0, 2])
  expect((await readReceipt(output, 1)).files.map(({ name }) => name)).toEqual([
    'frame_2.png',
    'frame_3.png',
  ])
  expect(readFileSync(join(output, 'frame_3.png'), 'utf8')).toBe('frame_3.png')
})

test('of two processes that render the same chunk, the first receipt stays', async () => {
  const output = folder()
  await commitFrames(output, 0)
  const path = join(output, 'overlane-plan', 'receipts', 'chunk-000001.jsonl')
  const before = readFileSync(path, 'utf8')
  const staging = new StagingFolder(output)
  stage(staging.path, { 'frame_0.png': { text: 'frame_0.png' } })
  const skipped = [{ frameIndex: 1, fileName: null, reason: 'It is missing.' }]
  await commitChunk(output, staging.path, plan, 0, chunkReport(['frame_0.png'], { skipped }))
  expect(readFileSync(path, 'utf8')).toBe(before)
  expect(readdirSync(join(output, 'overlane-plan', 'receipts'))).toEqual(['chunk-000001.jsonl'])
})

test('a chunk that lacks a frame without a reason is refused, and has no receipt', async () => {
  const output = folder()
  const staging = new StagingFolder(output)
  stage(staging.path, { 'frame_0.png': { text: 'a' } })
  await expect(commitChunk(output, staging.path, plan, 0, nobody)).rejects.toThrow(
    'Chunk 1 is not complete',
  )
  expect(hasReceipt(output, 0)).toBe(false)
  expect(existsSync(join(output, 'frame_0.png'))).toBe(false)
})

test('a chunk with a file that was cut off is refused', async () => {
  const output = folder()
  const staging = new StagingFolder(output)
  stage(staging.path, { 'frame_0.png': { text: 'abc' }, 'frame_1.png': { text: 'abc' } })
  truncateSync(join(staging.path, 'frame_1.png'), 1)
  await expect(commitChunk(output, staging.path, plan, 0, nobody)).rejects.toThrow('frame_1.png')
})

test('a receipt that does not fit its files is named, with what to do', async () => {
  const output = folder()
  await commitFrames(output, 0)
  truncateSync(join(output, 'frame_1.png'), 3)
  await expect(readReceipt(output, 0)).rejects.toThrow(
    /chunk-000001\.jsonl: frame_1\.png has 3 bytes, and the receipt says 11 bytes\. Delete this receipt/,
  )
})

test('a receipt that was cut off is named', async () => {
  const output = folder()
  await commitFrames(output, 0)
  const path = join(output, 'overlane-plan', 'receipts', 'chunk-000001.jsonl')
  const text = readFileSync(path, 'utf8')
  for (let end = 0; end < text.length - 1; end += 7) {
    writeFileSync(path, text.slice(0, end))
    await expect(readReceipt(output, 0)).rejects.toThrow('the receipt is incomplete')
  }
})

test('joined chunks are one run whose manifest lists every file, in the order of the plan', async () => {
  const output = folder()
  for (const index of [2, 0, 1]) await commitFrames(output, index)
  await joinChunks(output, plan)
  const lines = readFileSync(join(output, 'overlane-manifest.jsonl'), 'utf8').trim().split('\n')
  expect(lines[0]).toBe(HEADER)
  expect(lines.slice(1).map((line) => (JSON.parse(line) as { name: string }).name)).toEqual(
    [0, 1, 2, 3, 4].map((frame) => `frame_${frame}.png`),
  )
})

test('the segments of a video are joined in order, and stay until the video is made', async () => {
  const output = folder()
  const video = planOf('clip.mp4')
  const segmentsOf = [
    [
      [0, 1],
      [1, 2],
    ],
    [[2, 4]],
    [[4, 5]],
  ]
  for (const index of [1, 2, 0]) {
    const staging = new StagingFolder(output)
    const segments = segmentsOf[index] ?? []
    stage(
      join(staging.path, 'clip.mp4.overlane-segments'),
      Object.fromEntries(
        segments.map((segment, place) => [
          `segment-00000${place + 1}.packets`,
          { text: segment.join('-'), keys: segmentKeys(segment) },
        ]),
      ),
    )
    expect(await commitChunk(output, staging.path, video, index, nobody)).toEqual([])
  }
  for (let time = 0; time < 2; time++) {
    await joinChunks(output, video)
    const joined = join(output, 'clip.mp4.overlane-segments')
    const texts = [1, 2, 3, 4].map((number) =>
      readFileSync(join(joined, `segment-00000${number}.packets`), 'utf8'),
    )
    expect(texts).toEqual(['0-1', '1-2', '2-4', '4-5'])
  }
  expect(readdirSync(segmentsFolder(output))).toHaveLength(4)
})

test('a chunk of a video without one of its segments is refused', async () => {
  const output = folder()
  const staging = new StagingFolder(output)
  stage(join(staging.path, 'clip.mp4.overlane-segments'), {
    'segment-000001.packets': { text: 'a', keys: segmentKeys([0, 1]) },
  })
  await expect(commitChunk(output, staging.path, planOf('clip.mp4'), 0, nobody)).rejects.toThrow(
    'its frames are not all in',
  )
})

/** Only root may mount a disk. */
const isRoot = process.platform === 'linux' && process.getuid?.() === 0

test.skipIf(!isRoot)(
  'a chunk whose receipt finds the disk full is not complete, and is so when there is room',
  async () => {
    const output = folder('store')
    mkdirSync(output)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', output])
    try {
      const staging = new StagingFolder(output)
      const files = { 'frame_0.png': { text: 'a' }, 'frame_1.png': { text: 'b' } }
      stage(staging.path, files)
      const rest = join(output, 'rest')
      let size = 65_536
      // Down to the last page of the disk.
      for (; size > 0; size -= 4096) {
        try {
          writeFileSync(rest, 'x'.repeat(size))
          break
        } catch {
          rmSync(rest, { force: true })
        }
      }
      expect(size).toBeGreaterThan(0)
      await expect(commitChunk(output, staging.path, plan, 0, nobody)).rejects.toThrow('ENOSPC')
      expect(hasReceipt(output, 0)).toBe(false)
      rmSync(rest)
      // The frames are in their places already; whoever renders them again puts the same ones there.
      stage(staging.path, files)
      await commitChunk(output, staging.path, plan, 0, nobody)
      expect(missingChunks(output, plan)).toEqual([1, 2])
      expect(readdirSync(join(output, 'overlane-plan', 'receipts'))).toEqual(['chunk-000001.jsonl'])
    } finally {
      execFileSync('umount', [output])
    }
  },
)
