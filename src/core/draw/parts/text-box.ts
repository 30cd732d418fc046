import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import type { Font, Outline, Rect, Surface } from '../surface.ts'
import { ANCHORS } from './anchor.ts'
import { drawBox } from './box.ts'
import type { TextStyle } from './label.ts'

/** The family that ships with Overlane, so that a frame looks the same on every machine. */
export const OVERLAY_FONT_FAMILY = 'B612'

/** The options that every renderer with text shares. */
export const textBoxSpecs = {
  position: {
    kind: 'group',
    label: 'Position',
    options: {
      x: { kind: 'coordinate', default: 10, label: 'x', help: 'Pixels, or e.g. "width - 10".' },
      y: { kind: 'coordinate', default: 10, label: 'y', help: 'Pixels, or e.g. "height / 2".' },
      anchor: {
        kind: 'choice',
        choices: ANCHORS,
        default: 'top_left',
        label: 'Anchor',
        help: 'The point of the box that is placed at x, y.',
      },
    },
  },
  font: {
    kind: 'group',
    label: 'Font',
    options: {
      family: { kind: 'text', default: OVERLAY_FONT_FAMILY, label: 'Family' },
      size: { kind: 'number', default: 24, min: 1, max: 1000, unit: 'px', label: 'Size' },
      weight: { kind: 'number', default: 400, min: 100, max: 900, integer: true, label: 'Weight' },
      lineSpacing: { kind: 'number', default: 1.5, min: 0.5, max: 10, label: 'Line spacing' },
    },
  },
  textColor: { kind: 'color', default: 'white', label: 'Text colour' },
  outlineColor: {
    kind: 'nullable-color',
    default: null,
    nullMeans: 'no outline',
    label: 'Outline colour',
  },
  outlineThickness: {
    kind: 'number',
    default: 3,
    min: 0,
    max: 100,
    unit: 'px',
    label: 'Outline thickness',
  },
  panel: {
    kind: 'group',
    label: 'Panel',
    options: {
      enabled: { kind: 'boolean', default: false, label: 'Panel behind the text' },
      padding: { kind: 'number', default: 10, min: 0, max: 1000, unit: 'px', label: 'Padding' },
      bgColor: { kind: 'color', default: '#282828', label: 'Fill colour' },
      bgAlpha: { kind: 'number', default: 0.7, min: 0, max: 1, label: 'Fill opacity' },
      borderColor: { kind: 'color', default: '#646464', label: 'Border colour' },
      borderThickness: {
        kind: 'number',
        default: 1,
        min: 0,
        max: 100,
        unit: 'px',
        label: 'Border thickness',
      },
      radius: { kind: 'number', default: 0, min: 0, max: 1000, unit: 'px', label: 'Corner radius' },
    },
  },
} as const satisfies OptionSpecs

export type TextBoxOptions = OptionValues<typeof textBoxSpecs>

/** The font that text-box options ask for. */
export function textBoxFont({ font }: TextBoxOptions): Font {
  return { family: font.family, sizePx: font.size, weight: font.weight }
}

/** Null where there is none. */
export function outlineOf({ outlineColor, outlineThickness }: TextBoxOptions): Outline | null {
  return outlineColor !== null && outlineThickness > 0
    ? { color: outlineColor, thicknessPx: outlineThickness }
    : null
}

/**
 * The style of a text with the colours of a text box.
 * @param share its size, as a share of the font's size
 */
export function textStyle(
  options: TextBoxOptions,
  share = 1,
  weight = options.font.weight,
): TextStyle {
  const font = textBoxFont(options)
  return {
    font: { ...font, sizePx: font.sizePx * share, weight },
    color: options.textColor,
    outline: outlineOf(options),
  }
}

/**
 * Draws lines of text as one anchored box: fill, border, outline, text.
 * The first baseline is the font's ascent below the box's top; lines are size × line spacing apart.
 * The anchored box includes the padding when the panel is on.
 * @param below space to leave under the text, in the same box
 * @returns the rectangle of that space
 */
export function drawTextBox(
  surface: Surface,
  lines: readonly string[],
  options: TextBoxOptions,
  below: { widthPx: number; heightPx: number } = { widthPx: 0, heightPx: 0 },
): Rect {
  const font = textBoxFont(options)
  const sizes = lines.map((line) => surface.measureText(line, font))
  const { ascentPx, descentPx } = surface.measureText('', font)
  const lineHeightPx = font.sizePx * options.font.lineSpacing
  const widthPx = Math.max(below.widthPx, ...sizes.map((size) => size.widthPx))
  const textHeightPx = (lines.length - 1) * lineHeightPx + ascentPx + descentPx
  const content = drawBox(surface, { widthPx, heightPx: textHeightPx + below.heightPx }, options)
  const { x, y } = content
  const outline = outlineOf(options)
  const baselineOf = (index: number): number => y + ascentPx + index * lineHeightPx
  // All outlines are drawn first, so that none covers the text of the line before it.
  lines.forEach((line, index) => {
    if (outline) surface.strokeText(line, x, baselineOf(index), font, outline)
  })
  lines.forEach((line, index) =>
    surface.fillText(line, x, baselineOf(index), font, options.textColor),
  )
  return {
    x,
    y: y + content.height - below.heightPx,
    width: below.widthPx,
    height: below.heightPx,
  }
}
