import { beforeEach, expect, test, vi } from 'vitest'
import type { RecordingFolder } from '../../index.ts'
import { StageFrames } from './stage-frames.ts'

vi.mock('../../index.ts', () => ({ loadOverlayFont: () => Promise.resolve() }))
vi.mock('./stage-picture.ts', () => ({
  StagePainter: class {
    picture = (frame: unknown) => Promise.resolve({ release: () => frame })
    rest = () => undefined
  },
}))

/** A video of 100 frames with one key frame; no decoder is open. */
const goesOn: boolean[] = []
const video = {
  fork: () => ({
    framesTo: (index: number) => index,
    jumpTo: (_: number, onTheWay: { goesOn: boolean }) => {
      goesOn.push(onTheWay.goesOn)
      return Promise.resolve({ frame: { close: () => undefined } })
    },
    rest: () => undefined,
  }),
}
const recording = {
  video,
  source: { widthPx: 1920, heightPx: 1080 },
  frames: Array.from({ length: 100 }, (_, frameIndex) => ({ frameIndex, fileName: 'park.mp4' })),
  problems: [],
} as unknown as RecordingFolder

/** Shows frames one after another. @returns for each, whether its decoder goes on behind it */
async function goTo(...positions: number[]): Promise<boolean[]> {
  const stage = new StageFrames(recording)
  for (const position of positions) await stage.load(position, { show: null, isOver: () => false })
  return goesOn
}

beforeEach(() => {
  goesOn.length = 0
})

test('who steps forward keeps the decoder: without it, each step would begin at the key frame', async () => {
  expect(await goTo(20, 21, 25)).toEqual([false, true, true])
})

test('who goes back, or jumps, does not: the decoder would go on with frames that nobody asked for', async () => {
  expect(await goTo(20, 19, 24, 30)).toEqual([false, false, false, false])
})

test('behind a long way it is kept: it would take long to come there again', async () => {
  expect(await goTo(32, 80)).toEqual([false, true])
})
