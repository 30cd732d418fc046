import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../config/parse-config.ts'
import { readingOf } from '../../config/reading.ts'
import type { FramePlan } from '../../plan/frame-plan.ts'
import { planFrames } from '../../plan/plan-frames.ts'
import type { Recording } from '../../recording/recording.ts'
import { fakeSurface } from '../../testing/fake-context.ts'
import { fakeRecording } from '../../testing/fake-recording.ts'
import type { Rect } from '../surface.ts'
import { drawOverlay } from '../draw-overlay.ts'
import type { OverlayImage } from '../overlay-image.ts'

const LOGO: OverlayImage = { widthPx: 400, heightPx: 100, bitmap: { name: 'logo' } }

function plan(
  options: Record<string, unknown>,
  images: Recording['images'] = new Map([['logo.png', LOGO]]),
): FramePlan {
  const config = parseConfig({ renderers: [{ type: 'image', file: 'logo.png', ...options }] })
  const readAs = { reading: readingOf(config), timeZone: null }
  return planFrames(fakeRecording({ config, images, readAs }), config)
}

function drawn(options: Record<string, unknown>): { rect: Rect; alpha: number; image: object }[] {
  const made = plan(options)
  expect(made.problems).toEqual([])
  const { surface, calls } = fakeSurface()
  drawOverlay(surface, made.jobAt(0), made)
  return calls.flatMap((each) => (each.call === 'drawImage' ? [each] : []))
}

const faultOf = (options: Record<string, unknown>, images?: Recording['images']): string[] =>
  plan(options, images).problems.map(({ message }) => message)

describe('an image', () => {
  test('is drawn in its shape, as wide as the options say', () => {
    expect(drawn({ width: 200 })).toMatchObject([
      { rect: { x: 10, y: 10, width: 200, height: 50 }, alpha: 1, image: LOGO.bitmap },
    ])
  })

  test.each([
    [800, 100, 400, 100],
    [200, 100, 200, 50],
    [200, 20, 80, 20],
  ])('is fitted into %d × %d px as %d × %d px', (width, height, wide, high) => {
    expect(drawn({ width, height })[0]?.rect).toMatchObject({ width: wide, height: high })
  })

  test('stands at its anchor, and is as faint as its opacity', () => {
    const position = { x: 'width - 20', y: 'height - 20', anchor: 'bottom_right' }
    expect(drawn({ width: 200, position, opacity: 0.4 })).toMatchObject([
      { rect: { x: 1700, y: 1010, width: 200, height: 50 }, alpha: 0.4 },
    ])
  })

  test('may have a panel, which its padding is inside of', () => {
    const panel = { enabled: true, padding: 8, bg_color: 'white', bg_alpha: 1 }
    expect(drawn({ width: 200, panel })[0]?.rect).toMatchObject({ x: 18, y: 18, width: 200 })
  })

  test('with round corners is clipped to them', () => {
    const made = plan({ width: 200, radius: 12 })
    const { surface, calls } = fakeSurface()
    drawOverlay(surface, made.jobAt(0), made)
    expect(calls.map(({ call }) => call)).toEqual(['save', 'clip', 'drawImage', 'restore'])
  })

  test('that fades is fainter by it', () => {
    const made = plan({ opacity: 0.5, show: { fade_in: 1.8 } })
    const { surface, calls } = fakeSurface()
    drawOverlay(surface, made.jobAt(9), made)
    expect(calls).toMatchObject([{ call: 'drawImage', alpha: 0.25 }])
  })
})

describe('the file of an image is checked before the first frame', () => {
  test.each([
    '../logo.png',
    'a/../../logo.png',
    '/etc/logo.png',
    'C:\\logo.png',
    'a//b.png',
    './a',
  ])('%s leads nowhere inside the recording', (file) => {
    expect(faultOf({ file }, new Map())).toEqual([
      `renderers[0].file: "${file}" is no path inside the recording, such as logo.png or graphics/logo.png.`,
    ])
  })

  test('one must be chosen', () => {
    expect(faultOf({ file: '' }, new Map())).toEqual([
      'renderers[0].file: choose an image of the recording, such as logo.png.',
    ])
  })

  test('what is wrong with it is said', () => {
    const images = new Map([['logo.png', { fault: 'there is no logo.png in the recording.' }]])
    expect(faultOf({}, images)).toEqual([
      'renderers[0].file: there is no logo.png in the recording.',
    ])
  })

  test('another one is read only when the folder is opened again', () => {
    const config = parseConfig({ renderers: [{ type: 'image', file: 'other.png' }] })
    const [problem] = planFrames(fakeRecording(), config).problems
    expect(problem?.message).toContain('Open it again')
  })
})
