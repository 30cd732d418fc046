import { expect, test } from 'vitest'
import { emptyConfig } from '../config/parse-config.ts'
import { createSurface } from '../draw/create-surface.ts'
import { drawOverlay } from '../draw/draw-overlay.ts'
import { presetsOf } from '../draw/presets/index.ts'
import { RENDERER_TYPES } from '../draw/renderers/index.ts'
import { planFrames } from '../plan/plan-frames.ts'
import { FakeContext } from '../testing/fake-context.ts'
import { fakeRecording } from '../testing/fake-recording.ts'
import { examplePreset } from './example-preset.ts'

const presets = RENDERER_TYPES.flatMap((type) =>
  presetsOf(type).map((preset) => ({ type, preset })),
)
const image = { widthPx: 40, heightPx: 10, bitmap: {} }
const frame = { frameIndex: 3, timestampMs: 1_761_525_000_300, fileName: 'frame_000003.png' }

test.each(presets)(
  'the preset $preset.name of $type is drawn for a recording without logs',
  ({ type, preset }) => {
    const base = { ...emptyConfig(), referenceHeight: 1080 }
    const example = examplePreset(type, preset, fakeRecording(), frame, base, image)
    const plan = planFrames(example.recording, example.config)
    expect(plan.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    const job = plan.jobAt(0)
    const context = new FakeContext()
    const surface = createSurface(context, { widthPx: 1920, heightPx: 1080 }, job)
    drawOverlay(surface, job, plan)
    expect(surface.drawnRects).not.toEqual([])
    const texts = context.calls.flatMap((call) => (call.call === 'fillText' ? [call.text] : []))
    expect(texts.filter((text) => text.includes('N/A'))).toEqual([])
  },
)
