import { describe, expect, test, vi } from 'vitest'
import { planFrames } from '../../../core/plan/plan-frames.ts'
import { fakeRecording } from '../../../core/testing/fake-recording.ts'
import { MemoryDirectory } from '../../../io/folders/memory-directory.ts'
import { readStamps } from '../../../io/folders/stat-files.ts'
import { SPLICED } from '../../testing/spliced.ts'
import type { FinishedFile, Manifest } from '../manifest.ts'
import { LookAhead } from './look-ahead.ts'

const FINISHED = ['frame_000000.png', 'frame_000001.png', 'frame_000002.png']
const recording = fakeRecording()
const plan = planFrames(recording, recording.config)

/** Counts how often each file is asked about. */
class AskedDirectory extends MemoryDirectory {
  readonly asked: string[] = []

  override openFile(name: string): Promise<File> {
    this.asked.push(name)
    return super.openFile(name)
  }
}

function manifest(): Manifest {
  const files = FINISHED.map((name, frameIndex): FinishedFile => {
    const frame = { frameIndex, ...SPLICED, source: null }
    return { name, sizeBytes: 4, xxh32: '00000000', frame }
  })
  const byName = new Map(files.map((file) => [file.name, file]))
  return { run: 'a1', startedAt: '', fingerprint: {}, files: byName }
}

/** Looks ahead until every finished frame was asked about. */
async function lookAhead(): Promise<{
  ahead: LookAhead
  frames: AskedDirectory
  output: AskedDirectory
}> {
  const files = [...FINISHED, 'frame_000003.png', 'mine.txt'].map((name) => [name, 'four'] as const)
  const [frames, output] = [new AskedDirectory('frames', files), new AskedDirectory('out', files)]
  const ahead = new LookAhead({ framesDirectory: frames }, plan, { manifest: manifest() }, output)
  await vi.waitUntil(() => frames.asked.length + output.asked.length === 2 * FINISHED.length)
  return { ahead, frames, output }
}

describe('before a run resumes', () => {
  test('its finished frames are asked about, and no other files', async () => {
    const { frames, output } = await lookAhead()
    expect(frames.asked).toEqual(FINISHED)
    expect(output.asked).toEqual(FINISHED)
  })

  test('so that the run asks only about the others', async () => {
    const { ahead, output } = await lookAhead()
    const seen = await ahead.end()
    output.asked.length = 0
    if (!seen) throw new Error('Nothing was seen.')
    const stamps = await readStamps(await seen('output'), [...FINISHED, 'mine.txt'])
    expect([...stamps.keys()].sort()).toEqual([...FINISHED, 'mine.txt'])
    expect(output.asked).toEqual(['mine.txt'])
  })

  test('a finished frame that is removed meanwhile does not count as seen', async () => {
    const { ahead, output } = await lookAhead()
    await output.removeFile('frame_000001.png')
    const files = await (await ahead.end())?.('output')
    expect([...(files?.keys() ?? [])]).not.toContain('frame_000001.png')
  })

  test('what was seen more than a minute ago counts as not seen', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    try {
      const { ahead } = await lookAhead()
      vi.advanceTimersByTime(60_001)
      expect(await ahead.end()).toBeNull()
    } finally {
      vi.useRealTimers()
    }
  })
})
