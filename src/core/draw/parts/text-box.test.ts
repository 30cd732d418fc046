import { describe, expect, test } from 'vitest'
import { fakeSurface } from '../../testing/fake-context.ts'
import type { DrawCall } from '../../testing/fake-context.ts'
import { defaultOptions } from '../../config/parse-options.ts'
import type { Rect } from '../surface.ts'
import { ANCHORS } from './anchor.ts'
import { drawTextBox, textBoxSpecs } from './text-box.ts'
import type { TextBoxOptions } from './text-box.ts'

type Changes = Partial<Omit<TextBoxOptions, 'position' | 'font' | 'panel'>> & {
  position?: Partial<TextBoxOptions['position']>
  font?: Partial<TextBoxOptions['font']>
  panel?: Partial<TextBoxOptions['panel']>
}

/** In a font of 20 px: letters 10 px wide, 15 px above the baseline and 5 px below. */
function draw(lines: readonly string[], { position, font, panel, ...rest }: Changes = {}) {
  const { surface, calls } = fakeSurface(1000, 500)
  const defaults = defaultOptions(textBoxSpecs)
  drawTextBox(surface, lines, {
    ...defaults,
    ...rest,
    position: { ...defaults.position, ...position },
    font: { ...defaults.font, size: 20, ...font },
    panel: { ...defaults.panel, ...panel },
  })
  return calls
}

/** Where each line's text begins, and its baseline. */
const textsAt = (calls: DrawCall[]): [number, number][] =>
  calls.flatMap((each) => (each.call === 'fillText' ? [[each.x, each.y]] : []))

function panelOf(calls: DrawCall[]): Rect {
  const [first] = calls
  if (first?.call !== 'fillRect') throw new Error('No panel was drawn first.')
  return first.rect
}

describe('position', () => {
  test('is 10, 10 from the top left by default', () => {
    expect(textsAt(draw(['Speed']))).toEqual([[10, 10 + 15]])
  })

  test('may be an expression of width and height', () => {
    const position = { x: 'width / 4', y: 'height - 100' }
    expect(textsAt(draw(['Speed'], { position }))).toEqual([[250, 400 + 15]])
  })

  test('an invalid expression is an error that names it', () => {
    expect(() => draw(['Speed'], { position: { y: 'hieght' } })).toThrow('position.y: "hieght"')
  })

  // Ten letters and two lines: 100 px wide, 30 px from line to line, so 50 px high.
  const LINES = ['0123456789', '01234']
  const placed: Record<(typeof ANCHORS)[number], [number, number]> = {
    top_left: [500, 200],
    top_center: [450, 200],
    top_right: [400, 200],
    center_left: [500, 175],
    center: [450, 175],
    center_right: [400, 175],
    bottom_left: [500, 150],
    bottom_center: [450, 150],
    bottom_right: [400, 150],
  }

  test('there are nine anchors', () => {
    expect(ANCHORS).toHaveLength(9)
    expect(Object.keys(placed).sort()).toEqual([...ANCHORS].sort())
  })

  test.each(ANCHORS)('%s of the box is at x, y', (anchor) => {
    const [left, top] = placed[anchor]
    expect(textsAt(draw(LINES, { position: { x: 500, y: 200, anchor } }))).toEqual([
      [left, top + 15],
      [left, top + 15 + 30],
    ])
  })

  test.each(ANCHORS)('%s: the anchored box includes the padding when the panel is on', (anchor) => {
    const calls = draw(LINES, {
      position: { x: 500, y: 200, anchor },
      panel: { enabled: true, padding: 6 },
    })
    const { x, y, width, height } = panelOf(calls)
    expect([width, height]).toEqual([112, 62])
    const across = anchor.includes('left') ? 0 : anchor.includes('right') ? 112 : 56
    const down = anchor.includes('top') ? 0 : anchor.includes('bottom') ? 62 : 31
    expect([x + across, y + down]).toEqual([500, 200])
    expect(textsAt(calls)).toEqual([
      [x + 6, y + 6 + 15],
      [x + 6, y + 6 + 15 + 30],
    ])
  })

  test('padding is ignored when the panel is off', () => {
    expect(textsAt(draw(['Speed'], { panel: { enabled: false, padding: 50 } }))).toEqual([[10, 25]])
  })

  test('the box starts on whole pixels', () => {
    const position = { x: 100.4, y: 50.5, anchor: 'center' } as const
    const { x, y } = panelOf(draw(['abc'], { position, panel: { enabled: true } }))
    expect([x, y]).toEqual([Math.round(100.4 - 25), Math.round(50.5 - 20)])
  })
})

describe('font', () => {
  test('lines are size × line spacing apart', () => {
    const baselines = (font: Changes['font']): number[] =>
      textsAt(draw(['a', 'b', 'c'], font ? { font } : {})).map(([, y]) => y)
    expect(baselines({})).toEqual([25, 55, 85])
    expect(baselines({ lineSpacing: 1 })).toEqual([25, 45, 65])
    expect(baselines({ size: 40, lineSpacing: 2 })).toEqual([40, 120, 200])
  })

  test('family, size and weight are those of the options', () => {
    const font = { family: 'Inter, sans-serif', size: 32, weight: 700 }
    expect(draw(['a'], { font })).toMatchObject([{ font: '700 32px "Inter", sans-serif' }])
  })
})

test('no outline covers the text of another line', () => {
  const calls = draw(['a', 'b'], { outlineColor: 'black' }).map(({ call }) => call)
  expect(calls).toEqual(['strokeText', 'strokeText', 'fillText', 'fillText'])
})

describe('fill, border, outline and text are drawn', () => {
  const everything: Changes = {
    textColor: 'yellow',
    outlineColor: 'black',
    outlineThickness: 4,
    panel: {
      enabled: true,
      padding: 5,
      bgColor: 'navy',
      bgAlpha: 0.3,
      borderColor: 'red',
      borderThickness: 2,
    },
  }

  test('in this order, each in its colour', () => {
    expect(draw(['abcd'], everything)).toEqual([
      {
        call: 'fillRect',
        rect: { x: 10, y: 10, width: 50, height: 30 },
        color: 'navy',
        alpha: 0.3,
      },
      {
        call: 'strokeRect',
        rect: { x: 11, y: 11, width: 48, height: 28 },
        color: 'red',
        lineWidth: 2,
        alpha: 1,
      },
      {
        call: 'strokeText',
        text: 'abcd',
        x: 15,
        y: 30,
        color: 'black',
        font: '400 20px "B612"',
        lineWidth: 4,
      },
      { call: 'fillText', text: 'abcd', x: 15, y: 30, color: 'yellow', font: '400 20px "B612"' },
    ])
  })

  const kinds = (changes: Changes): string[] => draw(['a'], changes).map(({ call }) => call)

  test('the defaults are white text without an outline and without a panel', () => {
    expect(draw(['a'])).toMatchObject([{ call: 'fillText', color: 'white' }])
  })

  test('the panel’s own defaults', () => {
    expect(draw(['abcd'], { panel: { enabled: true } })).toMatchObject([
      { rect: { x: 10, y: 10, width: 60, height: 40 }, color: '#282828', alpha: 0.7 },
      { rect: { x: 10.5, y: 10.5, width: 59, height: 39 }, color: '#646464', lineWidth: 1 },
      { call: 'fillText', x: 20, y: 35 },
    ])
  })

  test('an outline is 3 px thick by default', () => {
    expect(draw(['a'], { outlineColor: 'black' })).toMatchObject([
      { call: 'strokeText', color: 'black', lineWidth: 3 },
      { call: 'fillText' },
    ])
  })

  test('with a thickness of 0 there is no border and no outline', () => {
    expect(kinds({ ...everything, outlineThickness: 0 })).toEqual([
      'fillRect',
      'strokeRect',
      'fillText',
    ])
    expect(kinds({ panel: { enabled: true, borderThickness: 0 } })).toEqual([
      'fillRect',
      'fillText',
    ])
  })

  test('the border stays inside the box', () => {
    const [fill, border] = draw(['abcd'], { panel: { enabled: true, borderThickness: 6 } })
    if (fill?.call !== 'fillRect' || border?.call !== 'strokeRect') throw new Error('No panel.')
    const outer = border.lineWidth / 2
    expect({
      x: border.rect.x - outer,
      y: border.rect.y - outer,
      width: border.rect.width + 2 * outer,
      height: border.rect.height + 2 * outer,
    }).toEqual(fill.rect)
  })
})
