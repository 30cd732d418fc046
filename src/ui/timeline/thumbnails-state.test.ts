import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FrameEntry, RecordingFolder } from '../../index.ts'
import type { PreviewState } from '../state/preview-state.svelte.ts'
import type { RecordingState } from '../state/recording-state.svelte.ts'
import { ThumbnailsState } from './thumbnails-state.svelte.ts'

const loaded = vi.hoisted((): { positions: number[]; end: () => void } => ({
  positions: [],
  end: () => undefined,
}))

vi.mock('../../index.ts', () => ({
  loadFrame: (_: RecordingFolder, { frameIndex }: FrameEntry) => {
    loaded.positions.push(frameIndex)
    return new Promise((resolve) => (loaded.end = () => resolve({ close: () => undefined })))
  },
}))

beforeEach(() => {
  loaded.positions = []
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({ close: () => undefined }))
})
afterEach(() => {
  vi.unstubAllGlobals()
})

function makeRecording(): { current: RecordingFolder } {
  const frames = Array.from({ length: 10 }, (_, frameIndex) => ({ frameIndex }))
  return { current: { frames, video: null } as unknown as RecordingFolder }
}

function makeThumbnails(recording: { current: RecordingFolder }): {
  thumbnails: ThumbnailsState
  preview: { playback: string }
} {
  const preview = { playback: 'paused' }
  const thumbnails = new ThumbnailsState(
    recording as unknown as RecordingState,
    preview as unknown as PreviewState,
  )
  return { thumbnails, preview }
}

/** Ends the picture that is being loaded, and waits for the next one. */
async function loadNext(count: number): Promise<void> {
  loaded.end()
  await vi.waitFor(() => expect(loaded.positions).toHaveLength(count))
}

test('nothing is loaded before it is asked for; then one after another, each once', async () => {
  const { thumbnails } = makeThumbnails(makeRecording())
  expect([thumbnails.heightPx, thumbnails.isLoading]).toEqual([0, false])
  thumbnails.want([1, 4])
  expect([loaded.positions, thumbnails.isLoading]).toEqual([[1], true])
  await loadNext(2)
  loaded.end()
  await vi.waitFor(() => expect(thumbnails.isLoading).toBe(false))
  thumbnails.want([1, 4])
  await vi.waitFor(() => expect(thumbnails.isLoading).toBe(false))
  expect(loaded.positions).toEqual([1, 4])
  expect([thumbnails.pictureOf(1), thumbnails.pictureOf(2)]).toEqual([expect.anything(), undefined])
})

test('pictures that are out of view by now are not loaded', async () => {
  const { thumbnails } = makeThumbnails(makeRecording())
  thumbnails.want([0, 1, 2])
  thumbnails.want([7])
  await loadNext(2)
  expect(loaded.positions).toEqual([0, 7])
})

test('while a video is played, and of another recording, no more are loaded', async () => {
  const recording = makeRecording()
  const { thumbnails, preview } = makeThumbnails(recording)
  thumbnails.want([0, 1])
  preview.playback = 'playing'
  loaded.end()
  await vi.waitFor(() => expect(thumbnails.isLoading).toBe(false))
  expect(loaded.positions).toEqual([0])
  preview.playback = 'paused'
  thumbnails.want([3, 4])
  recording.current = makeRecording().current
  loaded.end()
  await vi.waitFor(() => expect(thumbnails.isLoading).toBe(false))
  expect(loaded.positions).toEqual([0, 3])
  expect(thumbnails.pictureOf(3)).toBeUndefined()
})
