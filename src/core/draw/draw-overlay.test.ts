import { describe, expect, test } from 'vitest'
import { parseConfig } from '../config/parse-config.ts'
import { drawOverlay } from './draw-overlay.ts'
import { OverlaneError } from '../errors.ts'
import { fakeSurface } from '../testing/fake-context.ts'
import type { DrawCall } from '../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../testing/fake-recording.ts'
import { planFrames } from '../plan/plan-frames.ts'
import type { FrameJob } from '../plan/frame-job.ts'

const target = {
  id: 3,
  type: 'car',
  distance_m: 31.5,
  angle_left: 4.5,
  angle_right: 1.3,
  angle_top: 0.7,
  angle_bottom: -2,
}

const recording = fakeRecording({
  sensors: [
    fakeTrack('speed', [{ timestamp_ms: 150, speed: 88.2 }]),
    fakeTrack('radar', [
      { timestamp_ms: 150, targets: [target, { ...target, distance_m: 0 }] },
      { timestamp_ms: 350, targets: [{ id: 1 }, {}, target] },
    ]),
  ],
  calibration: {
    imageWidthPx: 1920,
    imageHeightPx: 1080,
    fxPx: 1000,
    fyPx: 1000,
    cxPx: 960,
    cyPx: 540,
    distortion: [-0.3, 0.1, 0, 0, 0],
    rotation: [0, 0, 0],
    translation: [0, 0, 0],
  },
})

const plan = planFrames(
  recording,
  parseConfig({
    time_zone: 'UTC',
    renderers: [
      { type: 'targets', sensor: 'radar', panel: { enabled: true } },
      { type: 'speed', sensor: 'speed', outline_color: 'black' },
      { type: 'targets', sensor: 'radar', projection: 'reference' },
      { type: 'frame_info' },
    ],
  }),
)

function draw(job: FrameJob): DrawCall[] {
  const { surface, calls } = fakeSurface()
  drawOverlay(surface, job, plan)
  return calls
}

/** A job whose layer `index` throws when it is drawn. */
function broken(job: FrameJob, index: number, message: string): FrameJob {
  const layers = job.layers.map((layer, position) => {
    const options = { ...layer.options }
    Object.defineProperty(options, 'position', {
      get: () => {
        throw new TypeError(message)
      },
    })
    return position === index ? { ...layer, options } : layer
  })
  return { ...job, layers: layers as FrameJob['layers'] }
}

test('layers are drawn in order, the later over the earlier', () => {
  const { surface, texts } = fakeSurface()
  drawOverlay(surface, plan.jobAt(2), plan)
  expect(texts().filter((text) => !/^( |\[)/.test(text))).toEqual([
    'ID:3',
    'Targets: 1',
    'Speed: 88.2 km/h',
    'ID:3',
    'Targets: 1',
    'Frame: 2  00:00:00',
  ])
})

test('a job without layers draws nothing', () => {
  const { surface, calls } = fakeSurface()
  expect(drawOverlay(surface, { ...plan.jobAt(0), layers: [] }, plan)).toEqual({
    skippedTargetCount: 0,
    unknownConditionCount: 0,
  })
  expect(calls).toEqual([])
  expect(surface.drawnRects).toEqual([])
})

test('the box of each layer is told, in pixels of the layout', () => {
  const { surface } = fakeSurface()
  const boxes: [number, unknown][] = []
  for (let time = 0; time < 2; time++) {
    boxes.length = 0
    drawOverlay(surface, plan.jobAt(2), plan, (index, box) => boxes.push([index, box]))
    expect(boxes.map(([index]) => index)).toEqual([0, 1, 2, 3])
  }
  expect(boxes[3]).toEqual([3, { x: 10, y: 10, width: 216, height: 24 }])
})

test('the targets that layers skipped are added up', () => {
  const skippedAt = (position: number): number =>
    drawOverlay(fakeSurface().surface, plan.jobAt(position), plan).skippedTargetCount
  expect([0, 2, 5].map(skippedAt)).toEqual([0, 2, 4])
})

describe('a renderer is a pure function: any worker may draw any frame in any order', () => {
  const positions = plan.frames.map((_, position) => position)
  const once = positions.map((position) => draw(plan.jobAt(position)))

  test('the same job drawn twice makes the same calls', () => {
    for (const position of positions) {
      const job = plan.jobAt(position)
      expect(draw(job)).toEqual(once[position])
      expect(draw(job)).toEqual(once[position])
    }
  })

  test('also backwards, on one surface for all frames', () => {
    const { surface, calls } = fakeSurface()
    for (const position of positions.toReversed()) {
      calls.length = 0
      drawOverlay(surface, plan.jobAt(position), plan)
      expect(calls).toEqual(once[position])
    }
  })

  test('a job that was cloned for a worker draws the same', () => {
    expect(draw(structuredClone(plan.jobAt(4)))).toEqual(once[4])
  })

  test('drawing leaves the job as it was', () => {
    const job = plan.jobAt(4)
    const before = structuredClone(job)
    draw(job)
    expect(job).toEqual(before)
  })
})

describe('a renderer that throws on a frame', () => {
  function failureOf(job: FrameJob): OverlaneError {
    try {
      draw(job)
    } catch (thrown) {
      if (thrown instanceof OverlaneError) return thrown
      throw thrown
    }
    throw new Error('Nothing was thrown.')
  }

  test('is an error renderer-failed that names the renderer and the frame', () => {
    const error = failureOf(broken(plan.jobAt(6), 1, 'no such thing'))
    expect(error.code).toBe('renderer-failed')
    expect(error.where).toEqual({ frameIndex: 6 })
    expect(error.message).toBe('The renderer "speed" failed on frame 6: no such thing')
  })

  test('keeps its cause', () => {
    expect(failureOf(broken(plan.jobAt(6), 3, 'no such thing')).cause).toBeInstanceOf(TypeError)
  })

  test('is the same error if the renderer itself threw an OverlaneError', () => {
    const job = plan.jobAt(6)
    for (const layer of job.layers) layer.options = structuredClone(layer.options)
    const last = job.layers[3]
    if (last) last.options.position.x = '1 / 0'
    const error = failureOf(job)
    expect(error.code).toBe('renderer-failed')
    expect(error.message).toContain('"frame_info" failed on frame 6')
    expect(error.message).toContain('"1 / 0"')
    expect(error.cause).toMatchObject({ code: 'config-invalid' })
  })
})
