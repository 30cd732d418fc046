import { describe, expect, test } from 'vitest'
import { RENDERER_TYPES, renderers } from '../draw/renderers/index.ts'
import { newRendererConfig } from './fit-renderer.ts'
import type { RendererConfig } from './overlay-config.ts'
import { parseConfig, serializeConfig } from './parse-config.ts'
import { changeTheme, NO_THEME, themedSpecs } from './theme-specs.ts'

/** An image has no text. */
const WITH_TEXT = RENDERER_TYPES.filter((type) => 'textColor' in renderers[type].specs)

const theme = {
  font: { weight: 700 },
  text_color: '#eeeeee',
  accent_color: '#00ccff',
  outline_color: 'black',
  panel: { bg_color: 'navy', bg_alpha: 0.4, radius: 20 },
}

function renderersOf(source: Record<string, unknown>): RendererConfig[] {
  return parseConfig(source).renderers
}

describe('a theme', () => {
  test('gives every element its font, colours and panel', () => {
    for (const { options } of renderersOf({ theme, renderers: WITH_TEXT.map(typed) })) {
      expect(options).toMatchObject({
        font: { weight: 700 },
        textColor: '#eeeeee',
        outlineColor: 'black',
        panel: { bgColor: 'navy', bgAlpha: 0.4, radius: 20 },
      })
    }
  })

  test('gives needles, curves and marks its accent, and dials its ground', () => {
    const [gauge, chart, map, compass, controls] = renderersOf({
      theme,
      renderers: ['gauge', 'chart', 'map', 'compass', 'controls'].map(typed),
    })
    expect(gauge?.options).toMatchObject({ color: '#00ccff' })
    expect(chart?.options).toMatchObject({ color: '#00ccff', second: { color: '#4dd0e1' } })
    expect(map?.options).toMatchObject({ track: { color: '#00ccff' } })
    expect(controls?.options).toMatchObject({ color: '#00ccff', brake: { color: '#e74c3c' } })
    expect(compass?.options).toMatchObject({
      accentColor: '#00ccff',
      dialColor: 'navy',
      dialAlpha: 0.4,
    })
  })

  test('does not change what an element says itself, be it the element’s own default', () => {
    const own = { type: 'value', text_color: 'white', outline_color: 'none', font: { weight: 400 } }
    const [value] = renderersOf({ theme, renderers: [own] })
    expect(value?.options).toMatchObject({
      textColor: 'white',
      outlineColor: null,
      font: { weight: 400 },
    })
  })

  test('is saved once, and elements say only what differs from it', () => {
    const source = {
      theme,
      renderers: [
        { type: 'gauge', text_color: 'white', outline_color: null },
        { type: 'value', panel: { radius: 0 } },
      ],
    }
    expect(serializeConfig(parseConfig(source))).toEqual(source)
  })

  test('that changes is followed by what elements did not say themselves', () => {
    const { renderers: list, theme: before } = parseConfig({
      theme,
      renderers: [{ type: 'value', text_color: 'red' }],
    })
    const after = { ...before, textColor: 'blue', accentColor: 'lime' }
    const options = changeTheme(renderers.value.specs, list[0]?.options ?? {}, before, after)
    expect(options).toMatchObject({ textColor: 'red', sparkline: { color: 'lime' } })
  })

  test('is inherited by an element that is added', () => {
    const { theme: parsed } = parseConfig({ theme })
    expect(newRendererConfig('frame_info', [], 0, parsed).options).toMatchObject({
      textColor: '#eeeeee',
    })
  })

  test('that says nothing leaves every default as it is', () => {
    for (const type of RENDERER_TYPES) {
      const { specs } = renderers[type]
      expect(themedSpecs(specs, NO_THEME)).toEqual(specs)
    }
  })
})

function typed(type: string): Record<string, unknown> {
  return { type }
}
