import { describe, expect, test } from 'vitest'
import { xxhash32Text } from '../../codec/xxhash32.ts'
import { planFrames } from '../../core/plan/plan-frames.ts'
import { fakeRecording } from '../../core/testing/fake-recording.ts'
import { MemoryDirectory } from '../../io/folders/memory-directory.ts'
import { listFiles } from '../../io/folders/stat-files.ts'
import type { FileStamp } from '../../io/folders/stat-files.ts'
import { FinishedFrames } from './finished-frames.ts'
import type { FinishedFramesOptions } from './finished-frames.ts'
import { SPLICED } from '../testing/spliced.ts'
import type { Manifest } from './manifest.ts'

const FRAME_COUNT = 100
const CHANGED_MS = 1_761_525_000_000
const nameOf = (index: number): string => `frame_${String(index).padStart(6, '0')}.png`
const textOf = (index: number): string => `frame ${index}`
const sourceFile = (index: number, lastModified = CHANGED_MS): File =>
  new File(['source'], nameOf(index), { lastModified })

const recording = fakeRecording({
  frames: Array.from({ length: FRAME_COUNT }, (_, frameIndex) => ({
    frameIndex,
    timestampMs: frameIndex * 100,
    fileName: nameOf(frameIndex),
  })),
})
const indexes = Array.from({ length: FRAME_COUNT }, (_, index) => index)

function manifestOf(finished: readonly number[]): Manifest {
  const files = finished.map((frameIndex) => {
    const bytes = new TextEncoder().encode(textOf(frameIndex))
    const file = {
      name: nameOf(frameIndex),
      sizeBytes: bytes.length,
      xxh32: xxhash32Text(bytes),
      frame: {
        frameIndex,
        ...SPLICED,
        source: { sizeBytes: 6, modifiedMs: CHANGED_MS },
      },
    }
    return [file.name, file] as const
  })
  return { run: 'a1', startedAt: '', fingerprint: {}, files: new Map(files) }
}

interface Scene {
  finished?: readonly number[]
  /** Files of the output folder that have changed since the run; null: the file was removed. */
  changed?: Readonly<Record<number, string | null>>
  sources?: MemoryDirectory | null
  contents?: FinishedFramesOptions['contents']
  knownFiles?: FinishedFramesOptions['knownFiles']
}

async function check({
  finished = indexes,
  changed = {},
  sources = null,
  contents = 'sample',
  knownFiles = null,
}: Scene): Promise<{ kept: number[]; message: string | undefined }> {
  const texts = finished.map((index) => [nameOf(index), changed[index] ?? textOf(index)] as const)
  const isGone = (index: number): boolean => changed[index] === null
  const output = new MemoryDirectory(
    'out',
    texts.filter((_, at) => !isGone(finished[at] ?? -1)),
  )
  const kept: number[] = []
  const files = await listFiles(output, { known: (await knownFiles?.('output')) ?? null })
  const frames = new FinishedFrames({
    plan: planFrames(recording, recording.config),
    manifest: manifestOf(finished),
    output,
    files,
    sources,
    contents,
    knownFiles,
    signal: undefined,
    onKept: (position) => kept.push(position),
  })
  await frames.check()
  return { kept: kept.sort((a, b) => a - b), message: frames.warning()?.message }
}

const without = (...left: number[]): number[] => indexes.filter((index) => !left.includes(index))

describe('of finished frames', () => {
  test('all are kept if nothing has changed', async () => {
    expect(await check({})).toEqual({ kept: indexes, message: undefined })
  })

  test('those that the manifest does not list are not kept', async () => {
    expect((await check({ finished: [3, 5] })).kept).toEqual([3, 5])
  })

  test('those that are missing, empty or of another size are rendered again, and this is reported', async () => {
    const changed = { 7: null, 8: '', 9: 'x', 10: 'much longer than before' }
    expect(await check({ changed })).toEqual({
      kept: without(7, 8, 9, 10),
      message:
        '4 finished frames of the earlier run had to be rendered again: 1 missing, 1 empty, 2 damaged.',
    })
  })

  test('one that differs only in its content is found if all are read', async () => {
    const changed = { 50: textOf(51) }
    expect((await check({ changed, contents: 'all' })).kept).toEqual(without(50))
  })

  test('all are read if one frame of the sample differs', async () => {
    // Two of three differ, so the sample contains one of them.
    const damaged = indexes.filter((index) => index >= 10 && index % 3 > 0)
    const changed = Object.fromEntries(damaged.map((index) => [index, textOf(10)]))
    const expected = without(...damaged.filter((index) => index !== 10))
    expect((await check({ changed })).kept).toEqual(expected)
  })

  test('those whose source file has changed are rendered again', async () => {
    const sources = new MemoryDirectory(
      'frames',
      indexes.map((index) => [nameOf(index), sourceFile(index, CHANGED_MS + Number(index === 4))]),
    )
    await sources.removeFile(nameOf(5))
    await sources.writeFile(nameOf(6), 'a longer source')
    expect(await check({ sources })).toEqual({
      kept: without(4, 5, 6),
      message:
        '3 finished frames of the earlier run had to be rendered again: 3 made from a source file that has changed since.',
    })
  })

  test('no file is asked about whose size and time the operating system says', async () => {
    class Unasked extends MemoryDirectory {
      override openFile(name: string): Promise<File> {
        throw new Error(`${name} was opened.`)
      }
    }
    const sizes = (sizeOf: (index: number) => number): Map<string, FileStamp> =>
      new Map(
        indexes.map((index) => [
          nameOf(index),
          { sizeBytes: sizeOf(index), modifiedMs: CHANGED_MS },
        ]),
      )
    const known = {
      output: sizes((index) => textOf(index).length - Number(index === 7)),
      frames: sizes((index) => 6 + Number(index === 8)),
    }
    const kept = await check({
      sources: new Unasked('frames'),
      knownFiles: (folder) => Promise.resolve(known[folder]),
    })
    expect(kept).toEqual({
      kept: without(7, 8),
      message:
        '2 finished frames of the earlier run had to be rendered again: 1 damaged, 1 made from a source file that has changed since.',
    })
  })
})
