import { newRendererConfig } from '../src/core/config/fit-renderer.ts'
import { emptyConfig, serializeConfig } from '../src/core/config/parse-config.ts'
import { presetsOf } from '../src/core/draw/presets/index.ts'
import { RENDERER_TYPES } from '../src/core/draw/renderers/index.ts'
import { applyPreset } from '../src/core/layout/apply-preset.ts'
import { withOptions } from '../src/core/layout/log-options.ts'
import { roleRecords, roleTrack } from '../src/core/testing/role-records.ts'
import { expect, test } from './fixtures.ts'
import { drawApart, FRAME_MS, PICTURE_TOLERANCE } from './renderer-picture.ts'

const SECONDS = 30
const COUNT = 10 * SECONDS
const log = roleTrack('log', COUNT, FRAME_MS)
const found = { sensors: [log], calibration: null, source: null, timing: null }
const position = { x: 'width / 2', y: 'height / 2', anchor: 'center' }

/** Each preset of each renderer, with a log that has all roles. */
const presets = RENDERER_TYPES.flatMap((type) =>
  presetsOf(type).map((preset) => {
    const plain = newRendererConfig(type, [log])
    const { renderer } = applyPreset(plain, preset, found, emptyConfig())
    // A list of targets lies beside them.
    const place = type === 'targets' ? { x: 24, y: 24, anchor: 'top_left' } : position
    const shown = withOptions(renderer, { file: 'logo.png', position: place })
    const { renderers = [] } = serializeConfig({ ...emptyConfig(), renderers: [shown] })
    const name = `preset-${type}-${preset.name}`.replaceAll('_', '-')
    return { name, renderers: renderers as Record<string, unknown>[] }
  }),
)

test('each preset of each renderer looks like its picture', async ({ page }) => {
  const pictures = await drawApart(page, {
    renderers: presets.flatMap(({ renderers }) => renderers),
    records: { log: roleRecords(COUNT, FRAME_MS) },
    frames: [FRAME_MS - 1000 * SECONDS, FRAME_MS],
    widthPx: 480,
    heightPx: 270,
    referenceHeight: 540,
  })
  presets.forEach(({ name }, index) => {
    expect.soft(pictures[index]).toMatchSnapshot(`${name}.png`, PICTURE_TOLERANCE)
  })
})
