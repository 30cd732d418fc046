import { describe, expect, test } from 'vitest'
import { MemoryDirectory } from '../../io/folders/memory-directory.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { findSource } from './find-source.ts'

const FRAMES = Array.from({ length: 9 }, (_, index) => `${index}.png`)

const file = (name: string, size = 3, lastModified = 1000): File =>
  new File(['x'.repeat(size)], name, { lastModified })

const recording = {
  directory: new MemoryDirectory('drive', [
    ...FRAMES.map((name) => [`frames/${name}`, file(name)] as const),
    ['logs/speed.jsonl', file('speed.jsonl')],
  ]),
  source: { kind: 'images', path: 'frames' },
  frames: FRAMES.map((fileName) => ({ fileName })),
  timing: { file: null },
  sensors: [{ file: 'logs/speed.jsonl' }],
  calibrationFile: null,
  projectFile: null,
  video: null,
} as unknown as RecordingFolder

/** What is found among files of an output folder that the run would replace. */
const foundIn = (...files: readonly File[]): Promise<string | undefined> => {
  const output = new MemoryDirectory(
    'out',
    files.map((each) => [each.name, each]),
  )
  return findSource(
    recording,
    output,
    files.map(({ name }) => name),
  )
}

describe('if the path of the output folder does not show it', () => {
  test('a file with the name, size and time of one that was read counts as the same', async () => {
    expect(await foundIn(file('0.png'), file('7.png'))).toBe('0.png')
    expect(await foundIn(file('7.png'))).toBe('7.png')
    expect(await foundIn(file('speed.jsonl'))).toBe('speed.jsonl')
  })

  test('another size, time or name makes another file', async () => {
    const others = [file('0.png', 4), file('1.png', 3, 2000), file('10.png')]
    expect(await foundIn(...others)).toBeUndefined()
    expect(await foundIn()).toBeUndefined()
  })

  test('of many frames a few are looked at: the folder holds all of them, or none', async () => {
    const replaced = FRAMES.map((name) => file(name, 3, 2000))
    expect(await foundIn(...replaced.slice(0, 8), file('8.png'))).toBeUndefined()
    expect(await foundIn(...FRAMES.map((name) => file(name)))).toBe('0.png')
  })
})
