import type { OptionSpecs } from '../../config/option-specs.ts'
import { textBoxSpecs } from './text-box.ts'

const { font, panel } = textBoxSpecs

/** The options of a text box that has a panel unless it is switched off: dark, with round corners. */
export const panelBoxSpecs = {
  ...textBoxSpecs,
  panel: {
    ...panel,
    label: 'Panel',
    options: {
      ...panel.options,
      enabled: { ...panel.options.enabled, default: true },
      padding: { ...panel.options.padding, default: 16 },
      bgColor: { ...panel.options.bgColor, default: '#14181c' },
      bgAlpha: { ...panel.options.bgAlpha, default: 0.62 },
      borderThickness: { ...panel.options.borderThickness, default: 0 },
      radius: { ...panel.options.radius, default: 12 },
    },
  },
} as const satisfies OptionSpecs

/** The font options of a box whose text has another size by default. */
export function fontSpecOf(sizePx: number) {
  const { size } = font.options
  return { ...font, options: { ...font.options, size: { ...size, default: sizePx } } } as const
}
