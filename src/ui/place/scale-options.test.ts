import { expect, test } from 'vitest'
import { newRendererConfig, renderers, RENDERER_TYPES } from '../../index.ts'
import { scaleOptions, sidesOf, stretchOptions, wholeShare } from './scale-options.ts'

test('a renderer of twice the size has all its lengths doubled, and nothing else', () => {
  const map = newRendererConfig('map', [])
  if (map.type !== 'map') throw new Error('not a map')
  const { options } = scaleOptions(map, 2)
  const before = map.options
  expect(options).toMatchObject({
    width: 2 * before.width,
    height: 2 * before.height,
    font: { size: 2 * before.font.size, weight: before.font.weight },
    panel: { padding: 2 * before.panel.padding, bgAlpha: before.panel.bgAlpha },
    position: before.position,
    view: before.view,
  })
})

test.each(RENDERER_TYPES)('the lengths of %s stay within their limits', (type) => {
  const renderer = newRendererConfig(type, [])
  for (const share of [0.0001, 10_000]) {
    const { size } = scaleOptions(renderer, share).options.font
    const { min, max } = renderers[type].specs.font.options.size
    expect(size).toBeGreaterThanOrEqual(min)
    expect(size).toBeLessThanOrEqual(max)
  }
})

test('the size of a scaled renderer is a whole number', () => {
  const speed = newRendererConfig('speed', [])
  speed.options.font.size = 24
  const share = wholeShare(speed, 1.13)
  expect(scaleOptions(speed, share).options.font.size).toBe(27)
  expect(wholeShare(speed, 0.001) * 24).toBe(1)
})

test('only the sides that are options can change alone', () => {
  expect(sidesOf(newRendererConfig('map', []))).toEqual({ width: 'width', height: 'height' })
  expect(sidesOf(newRendererConfig('speed', []))).toEqual({ width: null, height: null })
  const bar = newRendererConfig('bar', [])
  if (bar.type !== 'bar') throw new Error('not a bar')
  expect(sidesOf(bar)).toEqual({ width: 'length', height: null })
  bar.options.direction = 'vertical'
  expect(sidesOf(bar)).toEqual({ width: null, height: 'length' })
  const { options } = stretchOptions(bar, { width: 40, height: 30.4 })
  expect(options).toMatchObject({ length: bar.options.length + 30, font: bar.options.font })
})
