import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { listOptions } from '../config/list-options.ts'
import { defaultRendererConfig } from '../config/overlay-config.ts'
import type { RendererConfig } from '../config/overlay-config.ts'
import { emptyConfig } from '../config/parse-config.ts'
import { readingOf } from '../config/reading.ts'
import { newRendererConfig } from '../config/fit-renderer.ts'
import { applyPreset } from '../layout/apply-preset.ts'
import { withOptions } from '../layout/log-options.ts'
import { planFrames } from '../plan/plan-frames.ts'
import { FakeContext } from '../testing/fake-context.ts'
import type { DrawCommand } from '../own/draw-command.ts'
import type { DrawCall } from '../testing/fake-context.ts'
import { fakeRecording, fakeTrack, PLAIN_CALIBRATION } from '../testing/fake-recording.ts'
import { roleTrack } from '../layout/role-log.ts'
import type { Calibration } from './camera.ts'
import { createSurface } from './create-surface.ts'
import { drawOverlay } from './draw-overlay.ts'
import { presetsOf } from './presets/index.ts'
import { RENDERER_TYPES, renderers } from './renderers/index.ts'
import { ANCHORS } from './parts/anchor.ts'
import type { TextBoxOptions } from './parts/text-box.ts'
import type { Rect } from './surface.ts'

const FULL_HD = { widthPx: 1920, heightPx: 1080 }
const target = {
  id: 3,
  type: 'car',
  distance_m: 31.5,
  angle_left: 4.5,
  angle_right: 1.3,
  angle_top: 0.7,
  angle_bottom: -2,
}
const records = Array.from({ length: 10 }, (_, index) => ({
  timestamp_ms: index * 100,
  number: Math.round(1000 * (20 + 5 * Math.sin(index))) / 1000,
  targets: [target, { ...target, id: 4, angle_left: -6, angle_right: -14 }],
}))

const ROLES = roleTrack('roles', 60, 700)

const OWN_MODULE = { path: 'own.js', source: '', label: 'Own', specs: {}, series: [] }
/** What its module has drawn. */
const OWN_DRAWING: DrawCommand[] = [
  { call: 'box', widthPx: 120, heightPx: 40 },
  {
    call: 'clipTo',
    shape: { kind: 'circle', center: { x: 100, y: 100 }, radiusPx: 60 },
    inside: [
      { call: 'fillRect', rect: { x: 90, y: 80, width: 30, height: 8 }, color: 'red', alpha: 1 },
    ],
  },
  {
    call: 'fillText',
    text: 'own',
    x: 90,
    baselineY: 120,
    font: { family: 'B612', sizePx: 20, weight: 400 },
    color: 'white',
  },
]

/** A frame of Full HD, or of the same shape and `times` as high, as its own camera sees it. */
function drawAt(
  renderer: RendererConfig,
  referenceHeight: number | null,
  times: number,
): { calls: DrawCall[]; drawnRects: readonly Rect[] } {
  const size = { widthPx: FULL_HD.widthPx * times, heightPx: FULL_HD.heightPx * times }
  const calibration = {
    ...PLAIN_CALIBRATION,
    ...scaleLens(PLAIN_CALIBRATION, times),
    distortion: [-0.1, 0.02, 0.001, -0.001, 0] as const,
  }
  const config = { ...emptyConfig(), timeZone: 'UTC', referenceHeight, renderers: [renderer] }
  const recording = fakeRecording({
    sensors: [fakeTrack('log', records), ROLES],
    calibration,
    images: new Map([['logo.png', { widthPx: 40, heightPx: 10, bitmap: {} }]]),
    modules: new Map([['own.js', { kind: 'described', module: OWN_MODULE }]]),
    readAs: { reading: readingOf(config), timeZone: null },
  })
  const plan = planFrames(recording, config)
  expect(plan.problems).toEqual([])
  const context = new FakeContext()
  const planned = plan.jobAt(7)
  const job = {
    ...planned,
    layers: planned.layers.map((each) => ({ ...each, drawing: OWN_DRAWING })),
  }
  const surface = createSurface(context, size, job)
  drawOverlay(surface, job, plan)
  const { drawnRects } = surface
  return { calls: context.calls, drawnRects }
}

function scaleLens(lens: Calibration, times: number): Partial<Calibration> {
  return {
    imageWidthPx: lens.imageWidthPx * times,
    imageHeightPx: lens.imageHeightPx * times,
    fxPx: lens.fxPx * times,
    fyPx: lens.fyPx * times,
    cxPx: lens.cxPx * times,
    cyPx: lens.cyPx * times,
  }
}

/** A renderer that shows the log, with the options that every renderer has. */
function rendererWith(type: RendererConfig['type'], box: Partial<TextBoxOptions>): RendererConfig {
  const config = structuredClone(defaultRendererConfig(type, 'log'))
  const options = config.options as Record<string, unknown>
  for (const { key, spec } of listOptions(renderers[type].specs, options, '')) {
    if (spec.kind === 'field') setOption(options, key.split('.').map(toCamelCase), 'number')
    if (key === 'file') options.file = 'logo.png'
    if (key === 'module') options.module = 'own.js'
  }
  return { ...config, options: { ...options, ...box } } as RendererConfig
}

function setOption(options: Record<string, unknown>, path: string[], value: unknown): void {
  const [name = '', ...inside] = path
  if (inside.length === 0) options[name] = value
  else setOption(options[name] as Record<string, unknown>, inside, value)
}

function toCamelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

const anyBox = fc.record({
  position: fc.record({
    x: fc.constantFrom('width / 2', 'width - 40', 300),
    y: fc.constantFrom('height / 3', 'height - 40', 300),
    anchor: fc.constantFrom(...ANCHORS),
  }),
  font: fc.record({
    family: fc.constant('B612'),
    size: fc.integer({ min: 8, max: 80 }),
    weight: fc.constant(400),
    lineSpacing: fc.constant(1.5),
  }),
  outlineColor: fc.constantFrom(null, 'black'),
  outlineThickness: fc.integer({ min: 1, max: 9 }),
  panel: fc.record({
    enabled: fc.boolean(),
    padding: fc.integer({ min: 0, max: 30 }),
    bgColor: fc.constant('black'),
    bgAlpha: fc.constant(0.5),
    borderColor: fc.constant('white'),
    borderThickness: fc.integer({ min: 0, max: 6 }),
    radius: fc.constantFrom(0, 12),
  }),
})

/** Numbers that are no lengths. */
const NOT_SCALED = new Set(['alpha', 'from', 'to'])
/** Boxes begin and end at whole pixels, and so may lie up to this far from their place on each frame. */
const SNAP_PX = 1.5

/** Where something was not drawn as on a frame `1 / times` as high. */
function differences(large: unknown, small: unknown, times: number, key = ''): string[] {
  const unlike = (isUnlike: boolean): string[] =>
    isUnlike ? [`${key}: ${String(large)} beside ${String(small)}`] : []
  if (typeof small === 'number') {
    const scale = NOT_SCALED.has(key) ? 1 : times
    const slack = NOT_SCALED.has(key) ? 1e-9 : SNAP_PX * (times + 1)
    return unlike(!(Math.abs((large as number) - small * scale) <= slack))
  }
  if (key === 'font') {
    const [one, other] = [small, large].map((font) => /^(.*?)([\d.]+)px(.*)$/.exec(String(font)))
    const isSameFont = other?.[1] === one?.[1] && other?.[3] === one?.[3]
    return unlike(!isSameFont || !(Math.abs(Number(other?.[2]) - Number(one?.[2]) * times) < 1e-9))
  }
  if (typeof small === 'object' && small !== null) {
    const others = large as Record<string, unknown>
    if (Object.keys(others).join() !== Object.keys(small).join()) return unlike(true)
    return Object.entries(small).flatMap(([name, value]) =>
      differences(others[name], value, times, name),
    )
  }
  return unlike(large !== small)
}

/** 480p and 4K, each beside 1080p. */
const SIZES = [
  { name: '480p', times: 480 / 1080 },
  { name: '4K', times: 2 },
]

/** Compares what is drawn at another size with what is drawn at 1080p. */
function expectSameAt(
  other: ReturnType<typeof drawAt>,
  middle: ReturnType<typeof drawAt>,
  times: number,
): void {
  const found =
    times > 1
      ? differences(other.calls, middle.calls, times)
      : differences(middle.calls, other.calls, 1 / times)
  expect(found).toEqual([])
}

describe.each(RENDERER_TYPES)('%s', (type) => {
  test('draws at 480p and at 4K what it draws at 1080p, smaller or larger', () => {
    fc.assert(
      fc.property(anyBox, (box) => {
        const renderer = rendererWith(type, box)
        const middle = drawAt(renderer, FULL_HD.heightPx, 1)
        expect(middle.calls.length).toBeGreaterThan(0)
        for (const { times } of SIZES) {
          expectSameAt(drawAt(renderer, FULL_HD.heightPx, times), middle, times)
        }
      }),
      { seed: 20251027, numRuns: 40 },
    )
  })

  test('on a frame of the reference height, draws what it draws without one', () => {
    fc.assert(
      fc.property(anyBox, (box) => {
        const renderer = rendererWith(type, box)
        expect(drawAt(renderer, FULL_HD.heightPx, 1)).toEqual(drawAt(renderer, null, 1))
      }),
      { seed: 20251027, numRuns: 60 },
    )
  })

  test('without a reference height, its lengths are pixels of every frame', () => {
    const box = { position: { x: 300, y: 300, anchor: 'top_left' as const } }
    const renderer = rendererWith(type, box)
    const fonts = (times: number): unknown[] =>
      drawAt(renderer, null, times).calls.flatMap((each) => ('font' in each ? [each.font] : []))
    expect(fonts(2)).toEqual(fonts(1))
  })
})

test('with a reference height, the width of text is in proportion to its size', () => {
  const context = new FakeContext()
  createSurface(context, FULL_HD, { referenceHeightPx: 720 })
  expect(context.textRendering).toBe('geometricPrecision')
  createSurface(context, FULL_HD, { referenceHeightPx: null })
  expect(context.textRendering).toBe('auto')
})

test('drawn rectangles are pixels of the frame', () => {
  const renderer = rendererWith('speed', { position: { x: 'width', y: 0, anchor: 'top_right' } })
  for (const times of [0.5, 2]) {
    const { drawnRects } = drawAt(renderer, FULL_HD.heightPx, times)
    const right = Math.max(...drawnRects.map(({ x, width }) => x + width))
    expect(Math.abs(right - FULL_HD.widthPx * times)).toBeLessThanOrEqual(2)
  }
})

const presets = RENDERER_TYPES.flatMap((type) =>
  presetsOf(type).map((preset) => ({ type, name: preset.name, preset })),
)

describe.each(presets)('the preset $name of $type', ({ type, preset }) => {
  const found = { ...fakeRecording(), sensors: [ROLES], calibration: PLAIN_CALIBRATION }
  const plain = newRendererConfig(type, [ROLES])
  const { renderer, note } = applyPreset(plain, preset, found, emptyConfig())
  const shown = withOptions(renderer, { file: 'logo.png' })
  const middle = drawAt(shown, FULL_HD.heightPx, 1)

  test.each(SIZES)('draws the same at $name as at 1080p, larger or smaller', ({ times }) => {
    expect(note).toBeNull()
    expect(middle.calls.length).toBeGreaterThan(0)
    expectSameAt(drawAt(shown, FULL_HD.heightPx, times), middle, times)
  })

  test('is drawn on the frame, and small texts can be read at 480p', () => {
    const fonts = middle.calls.flatMap((each) =>
      'font' in each ? [Number(/([\d.]+)px/.exec(each.font)?.[1])] : [],
    )
    for (const sizePx of fonts) expect((sizePx * 480) / 1080).toBeGreaterThan(4.5)
  })
})
