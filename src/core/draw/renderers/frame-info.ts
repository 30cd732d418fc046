import { formatDateTime, formatIso, formatMs, formatTime } from '../../time/clock.ts'
import { rotationSpecs } from '../parts/rotation-specs.ts'
import { drawTextBox, textBoxSpecs } from '../parts/text-box.ts'
import { defineRenderer } from './renderer.ts'

const FORMATS = ['compact', 'datetime', 'detailed'] as const

/** Frame number and time. */
export const frameInfo = defineRenderer({
  label: 'Frame info',
  needsSensor: false,
  needsCalibration: false,
  specs: {
    format: { kind: 'choice', choices: FORMATS, default: 'compact', label: 'Format' },
    ...textBoxSpecs,
    ...rotationSpecs,
  },
  notes: {},
  place: { position: { x: 10, y: 10, anchor: 'top_left' }, fontShare: 1 },
  draw(surface, { frameIndex, timestampMs, timeZone, options }) {
    drawTextBox(surface, frameInfoLines(options.format, frameIndex, timestampMs, timeZone), options)
    return {}
  },
})

/** The lines of each format. */
export function frameInfoLines(
  format: (typeof FORMATS)[number],
  frameIndex: number,
  timestampMs: number,
  timeZone: string,
): string[] {
  switch (format) {
    case 'compact':
      return [`Frame: ${frameIndex}  ${formatTime(timestampMs, timeZone)}`]
    case 'datetime':
      return [`Frame: ${frameIndex}  ${formatDateTime(timestampMs, timeZone)}`]
    case 'detailed':
      return [
        `Frame: ${frameIndex}`,
        `TS: ${formatMs(timestampMs)}ms`,
        `Time: ${formatIso(timestampMs, timeZone)}`,
      ]
  }
}
