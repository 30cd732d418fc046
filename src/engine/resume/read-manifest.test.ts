import { afterEach, describe, expect, it, vi } from 'vitest'
import { MemoryDirectory } from '../../io/folders/memory-directory.ts'
import { MANIFEST_FILE_NAME } from '../../io/folders/manifest-files.ts'
import { fileLine, headerLine } from './manifest.ts'
import { readManifest } from './read-manifest.ts'

describe('readManifest', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('reads a long manifest without a timer, because a hidden tab holds timers back', async () => {
    const lines = [headerLine({ run: 'run', startedAt: '', fingerprint: {} })]
    for (let index = 0; index < 5000; index++) {
      lines.push(fileLine({ name: `${index}.png`, sizeBytes: 1, xxh32: '00000000', frame: null }))
    }
    const folder = new MemoryDirectory('out')
    await folder.writeFile(MANIFEST_FILE_NAME, lines.join(''))
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] })
    const manifest = await readManifest(folder)
    expect(manifest?.files.size).toBe(5000)
    expect(vi.getTimerCount()).toBe(0)
  })
})
