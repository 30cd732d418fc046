import type { OptionSpecs } from '../../config/option-specs.ts'
import { OverlaneError } from '../../errors.ts'
import { numberFields } from '../parts/number-fields.ts'
import { rotationSpecs } from '../parts/rotation-specs.ts'
import { drawTextBox, textBoxSpecs } from '../parts/text-box.ts'
import { fillTemplate, parseTemplate } from '../parts/text-template.ts'
import type { TemplatePart } from '../parts/text-template.ts'
import { defineRenderer } from './renderer.ts'

const specs = {
  template: {
    kind: 'text',
    default: '{time:HH:mm:ss}',
    label: 'Text',
    help: 'E.g. {speed:.1f} km/h, {gps.lat:.5f}, {time:HH:mm:ss} or {frame}. \\n begins a line.',
  },
  ...textBoxSpecs,
  ...rotationSpecs,
} as const satisfies OptionSpecs

/** A text with the frame's number, its time, and the fields of a log. */
export const text = defineRenderer({
  label: 'Text',
  needsSensor: false,
  mayHaveSensor: true,
  needsCalibration: false,
  specs,
  notes: {},
  place: null,
  fit(track) {
    const [field] = numberFields(track)
    if (!field || /[{}:]/.test(field.name)) return null
    return { score: 1, options: { template: `${field.name}: {${field.name}:.1f}` } }
  },
  check({ template }) {
    const { fault } = readTemplate(template)
    return fault === null ? [] : [{ option: 'template', message: fault }]
  },
  namedFields({ template }) {
    return readTemplate(template).parts.flatMap((part) =>
      part.kind === 'field' ? [{ option: 'template' as const, field: part.field }] : [],
    )
  },
  draw(surface, { frameIndex, timestampMs, timeZone, sample, options }) {
    const record = sample?.record ?? null
    const filled = fillTemplate(parseTemplate(options.template), {
      frameIndex,
      timestampMs,
      timeZone,
      record,
    })
    drawTextBox(surface, filled.split(LINE_END), options)
    return {}
  },
})

/** A new line, or `\n` as it is typed in a form of one line. */
const LINE_END = /\r?\n|\\n/

function readTemplate(template: string): { parts: TemplatePart[]; fault: string | null } {
  try {
    return { parts: parseTemplate(template), fault: null }
  } catch (thrown) {
    return { parts: [], fault: OverlaneError.from(thrown, 'config-invalid').message }
  }
}
