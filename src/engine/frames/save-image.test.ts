import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MemoryDirectory } from '../../io/folders/memory-directory.ts'
import { saveImage } from './save-image.ts'

const job = { outputName: 'frame_000007.png', frameIndex: 7 }
const image = new Uint8Array([1, 2, 3])

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A folder in which the first writes fail. */
function failing(failureCount: number): { folder: MemoryDirectory; attempts: () => number } {
  const folder = new MemoryDirectory('out')
  let count = 0
  const write = folder.writeFile.bind(folder)
  folder.writeFile = (name, content) =>
    ++count > failureCount
      ? write(name, content)
      : Promise.reject(new DOMException('full', 'QuotaExceededError'))
  return { folder, attempts: () => count }
}

async function save(folder: MemoryDirectory): Promise<unknown> {
  const saving = saveImage(folder, job, image).catch((thrown: unknown) => thrown)
  await vi.runAllTimersAsync()
  return saving
}

test('a write that fails once is tried again', async () => {
  const { folder, attempts } = failing(1)
  expect(await save(folder)).toMatchObject({ sizeBytes: 3 })
  expect(attempts()).toBe(2)
  expect((await folder.openFile(job.outputName)).size).toBe(3)
})

test('a write that fails twice is given up, and the error names the frame and the folder', async () => {
  const { folder, attempts } = failing(Infinity)
  expect(await save(folder)).toMatchObject({
    code: 'write-failed',
    message:
      'frame_000007.png could not be written to "out": the disk, or the space the browser may use, is full.',
    where: { file: 'frame_000007.png', frameIndex: 7 },
  })
  expect(attempts()).toBe(2)
})
