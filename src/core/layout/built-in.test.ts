import { describe, expect, test } from 'vitest'
import { builtInLayout, LAYOUT_NAMES } from './built-in/index.ts'
import { parseLayout, serializeLayout } from './layout.ts'

describe.each(LAYOUT_NAMES)('the built-in layout %s', (name) => {
  test('is a layout, and is the same after it was saved', () => {
    const layout = builtInLayout(name)
    expect(parseLayout(serializeLayout(layout))).toEqual(layout)
  })

  test('has sizes for frames 1080 px high, and no raw times', () => {
    const { referenceHeight, renderers } = builtInLayout(name)
    expect(referenceHeight).toBe(1080)
    for (const { options } of renderers) {
      if ('showTimestamp' in options) expect(options.showTimestamp).toBe(false)
    }
  })

  test('can be read at 480p: no text is under 8 px', () => {
    for (const { options } of builtInLayout(name).renderers) {
      expect((options.font.size * 480) / 1080).toBeGreaterThan(8)
    }
  })
})
