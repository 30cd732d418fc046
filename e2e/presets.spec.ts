import { newRendererConfig } from '../src/core/config/fit-renderer.ts'
import { emptyConfig, serializeConfig } from '../src/core/config/parse-config.ts'
import { presetsOf } from '../src/core/draw/presets/index.ts'
import { RENDERER_TYPES } from '../src/core/draw/renderers/index.ts'
import { applyPreset } from '../src/core/layout/apply-preset.ts'
import { withOptions } from '../src/core/layout/log-options.ts'
import { roleRecords, roleTrack } from '../src/core/layout/role-log.ts'
import { expect, test } from './fixtures.ts'
import { drawApart, drawThumbnails, FRAME_MS, PICTURE_TOLERANCE } from './renderer-picture.ts'
import type { Thumbnail } from './renderer-picture.ts'

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

const scene = {
  renderers: presets.flatMap(({ renderers }) => renderers),
  records: { log: roleRecords(COUNT, FRAME_MS) },
  frames: [FRAME_MS - 1000 * SECONDS, FRAME_MS],
}

test('each preset of each renderer looks like its picture', async ({ library }) => {
  const size = { widthPx: 480, heightPx: 270, referenceHeight: 540 }
  const pictures = await drawApart(library, { ...scene, ...size })
  presets.forEach(({ name }, index) => {
    expect.soft(pictures[index]).toMatchSnapshot(`${name}.png`, PICTURE_TOLERANCE)
  })
})

test('each preset of each renderer looks the same at 480p, 1080p and 4K', async ({ library }) => {
  const empty = { type: 'text', template: ' ' }
  const drawAt = (heightPx: number): Promise<Thumbnail[]> =>
    drawThumbnails(library, {
      ...scene,
      renderers: [...scene.renderers, empty],
      widthPx: Math.round((heightPx * 16) / 9),
      heightPx,
      referenceHeight: 1080,
    })
  const small = await drawAt(480)
  const ground = small.at(-1) ?? []
  for (const heightPx of [1080, 2160]) {
    const large = await drawAt(heightPx)
    presets.forEach(({ name }, index) => {
      const [one = [], other = []] = [small[index], large[index]]
      const drawnCount = countDifferent(one, ground, 16)
      expect.soft(drawnCount, name).toBeGreaterThan(20)
      const differentShare = countDifferent(one, other, 48) / drawnCount
      expect.soft(differentShare, `${name} at ${heightPx}`).toBeLessThan(0.1)
    })
  }
})

/** In how many values two pictures differ by more than a limit. */
function countDifferent(one: Thumbnail, other: Thumbnail, limit: number): number {
  return one.filter((value, at) => Math.abs(value - (other[at] ?? 0)) > limit).length
}
