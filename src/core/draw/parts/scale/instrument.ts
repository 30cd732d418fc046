import type { OptionSpecs, OptionValues } from '../../../config/option-specs.ts'
import { withMinusSign } from '../../../text/minus-sign.ts'
import type { OptionFault, UnitUse } from '../../renderers/renderer.ts'
import { ACCENT_COLOR } from '../colors.ts'
import { fieldSpecs } from '../field-specs.ts'
import type { TextStyle } from '../label.ts'
import { NO_VALUE } from '../read-number.ts'
import { textStyle } from '../text-box.ts'
import type { TextBoxOptions } from '../text-box.ts'
import { limitsFault } from './scale.ts'
import { zonesFault } from './zones.ts'

/** What instruments share that show one number on a scale, each with a dark panel by default. */
export const instrumentSpecs = {
  ...fieldSpecs,
  unit: { kind: 'text', default: '', label: 'Unit' },
  decimals: { kind: 'number', default: 0, min: 0, max: 10, integer: true, label: 'Decimals' },
  min: { kind: 'number', default: 0, label: 'From' },
  max: { kind: 'number', default: 100, label: 'To' },
  zones: {
    kind: 'text',
    default: '',
    label: 'Zones',
    help: 'Colours of parts of the scale: "0-80 #2ecc71, 80-100 red". Later ones lie on top.',
  },
  color: { kind: 'color', default: ACCENT_COLOR, label: 'Colour', help: 'Outside of the zones.' },
} as const satisfies OptionSpecs

/** What of them is about the unit. */
export const scaleUnits = {
  unit: 'unit',
  fields: [{ field: 'field', label: 'label' }],
  limits: [{ min: 'min', max: 'max' }],
  zones: 'zones',
} as const satisfies UnitUse

export type InstrumentOptions = OptionValues<typeof instrumentSpecs> & TextBoxOptions

/** The parts of a scale that are not reached are white at this opacity. */
export const TRACK_ALPHA = 0.22

/** What is wrong with the limits and the zones. */
export function checkScale({
  min,
  max,
  zones,
}: Pick<InstrumentOptions, 'min' | 'max' | 'zones'>): OptionFault<InstrumentOptions>[] {
  const faults: OptionFault<InstrumentOptions>[] = []
  const limits = limitsFault({ min, max })
  if (limits !== null) faults.push({ option: 'max', message: limits })
  const message = zonesFault(zones)
  if (message !== null) faults.push({ option: 'zones', message })
  return faults
}

/** `88`; `N/A` if there is no number to show. */
export function numberText(value: number | null, decimals: number): string {
  return value === null ? NO_VALUE : withMinusSign(value.toFixed(decimals))
}

/** The styles of an instrument's texts. */
export interface TextStyles {
  /** The number itself. */
  large: TextStyle
  /** Its label, its unit, the numbers of its scale. */
  small: TextStyle
}

/** @param smallShare the size of the small texts, as a share of the font's size */
export function textStyles(options: TextBoxOptions, smallShare: number): TextStyles {
  return { large: textStyle(options), small: textStyle(options, smallShare) }
}
