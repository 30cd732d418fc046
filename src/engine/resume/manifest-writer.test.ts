import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MemoryDirectory } from '../../io/folders/memory-directory.ts'
import type { FinishedFile } from './manifest.ts'
import { ManifestWriter } from './manifest-writer.ts'
import { readManifest } from './read-manifest.ts'

const header = { run: 'a1', startedAt: '', fingerprint: { Overlane: '1' } }
const file = (index: number): FinishedFile => ({
  name: `${index}.png`,
  sizeBytes: index,
  xxh32: '00000000',
  frame: null,
})

async function namesIn(folder: MemoryDirectory): Promise<string[]> {
  const names: string[] = []
  for await (const { name } of folder.list()) names.push(name)
  return names.sort()
}

async function listedIn(folder: MemoryDirectory): Promise<string[]> {
  return [...((await readManifest(folder))?.files.keys() ?? [])]
}

describe('the manifest of a run', () => {
  let nowMs = 0
  beforeEach(() => {
    nowMs = 0
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  })
  afterEach(() => vi.restoreAllMocks())

  /** Adds `each` files per second. Each round is written before the next one starts. */
  async function addSlowly(writer: ManifestWriter, count: number, each: number): Promise<void> {
    for (let round = 0; round < count; round++) {
      nowMs += 1000
      for (let index = 0; index < each; index++) writer.add(file(round * each + index))
      await new Promise(setImmediate)
    }
  }

  test('is one file at the end of the run, with all kept and added files', async () => {
    const folder = new MemoryDirectory('out')
    const writer = new ManifestWriter(folder, header)
    await writer.begin([file(100)])
    await addSlowly(writer, 5, 600)
    await writer.end()
    expect(await namesIn(folder)).toEqual(['overlane-manifest.jsonl'])
    expect(await listedIn(folder)).toHaveLength(3000)
    expect(writer.failure).toBeNull()
    const text = await (await folder.openFile('overlane-manifest.jsonl')).text()
    const [first, ...lines] = text.trim().split('\n')
    expect(first).toContain('"overlane_manifest"')
    expect(lines.map((line) => (JSON.parse(line) as FinishedFile).name)).toEqual([
      '100.png',
      ...Array.from({ length: 3000 }, (_, index) => `${index}.png`),
    ])
  })

  test('lacks, in the middle of a run, only the files of the last second', async () => {
    const folder = new MemoryDirectory('out')
    const writer = new ManifestWriter(folder, header)
    await writer.begin([])
    await addSlowly(writer, 4, 600)
    writer.add(file(9999))
    // The first file of each round is written at once, and the others with the next round.
    expect(await listedIn(folder)).toHaveLength(3 * 600 + 1)
  })

  test('lists the last files also where no further file follows, as the next one takes long', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const folder = new MemoryDirectory('out')
      const writer = new ManifestWriter(folder, header)
      await writer.begin([])
      for (const index of [1, 2, 3]) writer.add(file(index))
      expect(await listedIn(folder)).toEqual([])
      nowMs += 1000
      await vi.advanceTimersByTimeAsync(1000)
      expect(await listedIn(folder)).toEqual(['1.png', '2.png', '3.png'])
      writer.add(file(4))
      await writer.stop()
      nowMs += 1000
      await vi.advanceTimersByTimeAsync(1000)
      expect(await listedIn(folder), 'nothing is written after the end').toHaveLength(3)
    } finally {
      vi.useRealTimers()
    }
  })

  test('grows in parts, so that no long file is written again and again', async () => {
    const folder = new MemoryDirectory('out')
    const sizes: number[] = []
    const write = folder.writeFile.bind(folder)
    folder.writeFile = async (name, content) => {
      await write(name, content)
      sizes.push((await folder.openFile(name)).size)
    }
    const writer = new ManifestWriter(folder, header)
    await writer.begin([])
    await addSlowly(writer, 40, 500)
    expect(Math.max(...sizes)).toBeLessThan(150_000)
    expect(await listedIn(folder)).toHaveLength(39 * 500 + 1)
  })

  test('ignores and removes the parts of another run', async () => {
    const folder = new MemoryDirectory('out')
    const old = new ManifestWriter(folder, { ...header, run: 'old' })
    await old.begin([])
    await addSlowly(old, 2, 1)
    expect(await namesIn(folder)).toContain('overlane-manifest-2.jsonl')
    const part = await (await folder.openFile('overlane-manifest-2.jsonl')).text()
    await new ManifestWriter(folder, header).begin([file(7)])
    expect(await namesIn(folder)).toEqual(['overlane-manifest.jsonl'])
    await folder.writeFile('overlane-manifest-2.jsonl', part)
    expect(await listedIn(folder)).toEqual(['7.png'])
  })

  test('lists the files of an earlier run until they are found to be damaged', async () => {
    const folder = new MemoryDirectory('out')
    const writer = new ManifestWriter(folder, header)
    await writer.begin([file(100), file(101)])
    await addSlowly(writer, 2, 1)
    expect(await listedIn(folder)).toEqual(['100.png', '101.png', '0.png', '1.png'])
    await writer.relist([file(101)])
    expect(await listedIn(folder)).toEqual(['101.png', '0.png', '1.png'])
    await writer.end()
    expect(await listedIn(folder)).toEqual(['101.png', '0.png', '1.png'])
  })

  test('that can no longer be written is reported, and the written entries stay', async () => {
    const folder = new MemoryDirectory('out')
    const writer = new ManifestWriter(folder, header)
    await writer.begin([])
    await addSlowly(writer, 2, 1)
    folder.writeFile = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
    await writer.end()
    expect(writer.failure?.message).toContain('overlane-manifest.jsonl could not be written')
    expect(await listedIn(folder)).toEqual(['0.png', '1.png'])
  })
})

describe('a manifest is read', () => {
  const lines = async (): Promise<string> => {
    const folder = new MemoryDirectory('out')
    const writer = new ManifestWriter(folder, header)
    await writer.begin([file(1), file(2), file(3)])
    return (await folder.openFile('overlane-manifest.jsonl')).text()
  }

  test('also if its last line is incomplete: the file of that line is not finished', async () => {
    const text = await lines()
    const last = text.trimEnd().lastIndexOf('\n') + 1
    for (const end of [last, last + 1, last + 20, text.length - 2]) {
      const folder = new MemoryDirectory('out', [['overlane-manifest.jsonl', text.slice(0, end)]])
      expect(await listedIn(folder)).toEqual(['1.png', '2.png'])
    }
  })

  test('but not if it is empty or is not a manifest', async () => {
    for (const text of ['', '\u0000\u0000', 'hello\n', '{"overlane_manifest":1}\n']) {
      const folder = new MemoryDirectory('out', [['overlane-manifest.jsonl', text]])
      expect(await readManifest(folder)).toBeNull()
    }
    expect(await readManifest(new MemoryDirectory('out'))).toBeNull()
  })
})
