import { expect, test } from 'vitest'
import { prepareFrame } from './frame-composer.ts'
import type { Composition, FrameComposer, PreparedFrame } from './frame-composer.ts'
import { StepClock, TimeShares } from '../frames/step-clock.ts'

const composition: Composition = {
  frame: { kind: 'file', name: 'a.png', bytes: new Uint8Array([1, 2, 3]), modifiedMs: 0 },
  job: {
    frameIndex: 0,
    timestampMs: 0,
    recordingRangeMs: [0, 0],
    sourceName: 'a.png',
    outputName: 'a.png',
    timeZone: 'UTC',
    referenceHeightPx: null,
    calibration: null,
    layers: [],
    unknownConditionCount: 0,
  },
  target: {
    format: 'png',
    quality: 1,
    drawsOverlay: true,
    shared: { series: [], images: new Map(), modules: new Map() },
  },
}
const clock = new StepClock(new TimeShares(), () => undefined)

interface Asked extends FrameComposer {
  prepared: Composition[]
}

function composer(road: string, refusal: string | null): Asked {
  const prepared: Composition[] = []
  const frame: PreparedFrame = {
    finish: () => Promise.reject(new Error('not asked for')),
    close: () => undefined,
  }
  return {
    road,
    prepared,
    warmUp: () => Promise.resolve(),
    prepare: (each) => {
      if (refusal !== null) return Promise.resolve({ reason: refusal })
      prepared.push(each)
      return Promise.resolve(frame)
    },
  }
}

test('the first composer that accepts a frame prepares it, and no other one does', async () => {
  const [closed, open, last] = [
    composer('splice', 'it is progressive'),
    composer('second', null),
    composer('canvas', null),
  ]
  const { refusal } = await prepareFrame([closed, open, last], composition, clock)
  expect(refusal).toBe('it is progressive')
  expect([closed.prepared, open.prepared, last.prepared]).toEqual([[], [composition], []])
})

test('a frame that no composer accepts is an error with all reasons', async () => {
  const roads = [composer('splice', 'it is progressive'), composer('other', 'it is no PNG')]
  await expect(prepareFrame(roads, composition, clock)).rejects.toThrow(
    'it is progressive; it is no PNG',
  )
})
