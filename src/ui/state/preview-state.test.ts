import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RecordingFolder } from '../../index.ts'
import type { Picture } from '../stage/stage-frames.ts'
import type { OverlayState } from './overlay-state.svelte.ts'
import { PreviewState } from './preview-state.svelte.ts'
import type { RecordingState } from './recording-state.svelte.ts'

/** What the stage asked for; a frame is decoded when the test says so. */
const stage = vi.hoisted(() => ({
  lookedAt: [] as number[],
  leftCount: 0,
  decode: [] as (() => void)[],
}))

vi.mock('../../index.ts', () => ({}))
vi.mock('../stage/stage-drawing.svelte.ts', () => ({ StageDrawing: vi.fn() }))
vi.mock('../stage/stage-frames.ts', () => ({
  closePicture: () => undefined,
  StageFrames: class {
    readonly recording: unknown
    constructor(recording: unknown) {
      this.recording = recording
    }
    takeKept = (): Promise<null> => Promise.resolve(null)
    takeSoon = (): Promise<null> => Promise.resolve(null)
    isNear = (): boolean => false
    load = (position: number): Promise<Picture> =>
      new Promise((resolve) => stage.decode.push(() => resolve(pictureOf(position))))
    lookAt = (position: number): unknown => stage.lookedAt.push(position)
    leave = (): unknown => stage.leftCount++
    giveBack = (): void => undefined
  },
}))

function pictureOf(position: number): Picture {
  return { kind: 'frame', position } as Picture
}

function openPreview(): PreviewState {
  const frames = Array.from({ length: 100 }, (_, frameIndex) => ({
    frameIndex,
    timestampMs: frameIndex * 40,
  }))
  const current = { frames } as unknown as RecordingFolder
  const preview = new PreviewState(
    { current } as RecordingState,
    { plan: null } as unknown as OverlayState,
  )
  preview.reset()
  return preview
}

/** Decodes the frame that the stage waits for, and looks at it until the stage rests. */
async function showFrame(): Promise<void> {
  await vi.waitFor(() => expect(stage.decode).not.toEqual([]))
  stage.decode.shift()?.()
  await vi.advanceTimersByTimeAsync(1000)
}

beforeEach(() => {
  vi.useFakeTimers()
  stage.lookedAt = []
  stage.leftCount = 0
  stage.decode = []
})
afterEach(() => {
  vi.useRealTimers()
})

test('the frames around the first one are loaded when it is on the stage, so that the first step is quick', async () => {
  const preview = openPreview()
  await vi.advanceTimersByTimeAsync(1000)
  expect(stage.lookedAt).toEqual([])
  await showFrame()
  expect(preview.isAtRest).toBe(true)
  expect(stage.lookedAt).toEqual([0])
})

test('of the frames that a run shows, those around are not loaded, and none is kept', async () => {
  const preview = openPreview()
  await showFrame()
  preview.follow(50)
  expect(stage.leftCount).toBe(1)
  await showFrame()
  expect(preview.picture).toMatchObject({ position: 50 })
  expect(stage.lookedAt).toEqual([0])
})

test('a frame is awaited until it is on the stage', async () => {
  const preview = openPreview()
  expect(preview.isAwaited).toBe(true)
  await showFrame()
  expect(preview.isAwaited).toBe(false)
  preview.seek(50)
  await vi.advanceTimersByTimeAsync(1000)
  expect(preview.isAwaited).toBe(true)
})

test('who sees its small picture does not wait: small pictures of others are made on', async () => {
  const preview = openPreview()
  await showFrame()
  preview.quick = { pictureAt: (position) => Promise.resolve(pictureOf(position)) }
  preview.seek(50)
  await vi.advanceTimersByTimeAsync(1000)
  expect(preview.isSmall).toBe(true)
  expect(preview.isAwaited).toBe(false)
  await showFrame()
  expect(preview.isSmall).toBe(false)
  expect(preview.isAtRest).toBe(true)
})

test('the picture of a frame before it is not enough', async () => {
  const preview = openPreview()
  await showFrame()
  preview.quick = { pictureAt: (position) => Promise.resolve(pictureOf(position - 1)) }
  preview.seek(50)
  await vi.advanceTimersByTimeAsync(1000)
  expect(preview.isOnTheWay).toBe(true)
  expect(preview.isAwaited).toBe(true)
})
