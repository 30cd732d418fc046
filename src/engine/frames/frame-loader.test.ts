import { describe, expect, test } from 'vitest'
import { OverlaneError, problem } from '../../core/errors.ts'
import { MemoryDirectory } from '../../io/folders/memory-directory.ts'
import { decodeFrame, FrameLoader } from './frame-loader.ts'
import { StepClock, TimeShares } from './step-clock.ts'

const clockOf = (): StepClock => new StepClock(new TimeShares(), () => undefined)
const job = { frameIndex: 3, sourceName: 'a.png' }

const folder = new MemoryDirectory('frames', [['a.png', 'abc']])

describe('a frame is loaded', () => {
  test('from the folder, as the bytes of its file', async () => {
    const clock = clockOf()
    const loader = new FrameLoader(folder)
    const frame = await loader.read(job, { kind: 'folder' }, clock)
    expect(frame).toEqual({
      kind: 'file',
      name: 'a.png',
      bytes: new Uint8Array([97, 98, 99]),
      modifiedMs: (await folder.openFile('a.png')).lastModified,
    })
    expect(clock.steps.map(({ step }) => step)).toEqual(['read'])
  })

  test('from the file that comes with its task, and not from the folder', async () => {
    const loader = new FrameLoader(folder)
    const file = new File(['z'], 'a.png')
    const frame = await loader.read(job, { kind: 'file', file }, clockOf())
    expect(frame).toMatchObject({ bytes: new Uint8Array([122]) })
  })

  test('as a blank frame of the given size, without reading anything', async () => {
    const clock = clockOf()
    const source = { kind: 'blank', widthPx: 4, heightPx: 3 } as const
    const frame = await decodeFrame(await new FrameLoader(null).read(job, source, clock), clock)
    expect(frame).toEqual({
      picture: null,
      size: { widthPx: 4, heightPx: 3 },
      isTransparent: true,
      fault: null,
      stamp: null,
    })
    expect(clock.steps).toEqual([])
  })
})

describe('a frame that cannot be loaded says why', () => {
  test('if its source is a problem', async () => {
    const found = problem('error', 'frame-unreadable', 'a.png is locked.')
    const reading = new FrameLoader(null).read(job, { kind: 'problem', problem: found }, clockOf())
    await expect(reading).rejects.toThrow(new OverlaneError('frame-unreadable', 'a.png is locked.'))
  })

  test('if there is neither a folder nor a file', async () => {
    const reading = new FrameLoader(null).read(job, { kind: 'folder' }, clockOf())
    await expect(reading).rejects.toThrow('The frame is not in the folder.')
  })
})
