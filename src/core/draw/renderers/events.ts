import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import { clockText } from '../../text/clock-text.ts'
import { formatTime } from '../../time/clock.ts'
import type { LogEvent } from '../../time/log-event.ts'
import { drawBox } from '../parts/box.ts'
import { ACCENT_COLOR } from '../parts/colors.ts'
import { drawLabel } from '../parts/label.ts'
import { lapLineFaults, lapLineOf, lapLineSpec } from '../parts/lap-line.ts'
import { panelBoxSpecs } from '../parts/panel-box.ts'
import { NO_VALUE } from '../parts/read-number.ts'
import { rotationSpecs } from '../parts/rotation-specs.ts'
import { shortenText } from '../parts/shorten-text.ts'
import { textBoxFont, textStyle } from '../parts/text-box.ts'
import type { Surface } from '../surface.ts'
import { defineRenderer } from './renderer.ts'

const specs = {
  field: {
    kind: 'field',
    holds: 'anything',
    default: '',
    isOptional: true,
    label: 'Field',
    help: 'Each record in which it has a text or a number is an event. A lap begins where it changes.',
  },
  shows: {
    kind: 'choice',
    choices: ['table', 'banner', 'laps'],
    default: 'table',
    label: 'Shows',
    help: 'table: the last events. banner: an event, for some seconds from its beginning. laps: with their times, and how much longer they took than the best.',
  },
  count: {
    kind: 'number',
    default: 5,
    min: 1,
    max: 50,
    integer: true,
    label: 'Events in the table',
  },
  line: lapLineSpec,
  seconds: { kind: 'number', default: 4, min: 0.1, max: 3600, unit: 's', label: 'Banner for' },
  time: {
    kind: 'choice',
    choices: ['relative', 'absolute', 'none'],
    default: 'relative',
    label: 'Time',
    help: 'relative: how long ago. absolute: the time of day.',
  },
  width: {
    kind: 'number',
    default: 420,
    min: 1,
    max: 10_000,
    unit: 'px',
    label: 'Width',
    help: 'Longer texts of the table are shortened.',
  },
  accentColor: { kind: 'color', default: ACCENT_COLOR, label: 'Colour of the newest' },
  ...panelBoxSpecs,
  ...rotationSpecs,
} as const satisfies OptionSpecs

type EventsOptions = OptionValues<typeof specs>

/** The last events of a log as a table, or a banner when one begins. */
export const events = defineRenderer({
  label: 'Events',
  needsSensor: true,
  needsCalibration: false,
  specs,
  notes: {},
  place: null,
  fit({ fields }) {
    const field = fields.find(({ type }) => type === 'text')
    if (!field) return null
    const isNamed = /event|message|text|note|label|description/i.test(field.name)
    return { score: isNamed ? 2 : 1, options: { field: field.name } }
  },
  check({ field, shows, line }) {
    if (shows === 'laps' && line.latitude !== '') return lapLineFaults(line)
    return field === '' ? [{ option: 'field', message: 'choose a field of the log.' }] : []
  },
  events({ field, shows, count, line }) {
    if (shows === 'laps') return { field, count, line: lapLineOf(line) }
    return { field, count: shows === 'table' ? count : 1 }
  },
  draw(surface, { timestampMs, timeZone, events, options }) {
    if (options.shows === 'banner') drawBanner(surface, events[0], timestampMs, options)
    else drawTable(surface, events, timestampMs, timeZone, options)
    return {}
  },
})

/** `−0:12`; `08:30:10`; '' without a time. */
export function eventTimeText(
  { timeMs }: LogEvent,
  timestampMs: number,
  timeZone: string,
  time: EventsOptions['time'],
): string {
  switch (time) {
    case 'none':
      return ''
    case 'absolute':
      return formatTime(timeMs, timeZone)
    case 'relative':
      // Whole seconds, so that the text does not flicker.
      return `−${clockText(Math.floor((timestampMs - timeMs) / 1000))}`
  }
}

/** Shares of the font's size. */
const TIME_GAP = 1
const MARK = { width: 0.16, gap: 0.5 }
/** The last event of the table is so much fainter than the first that it does not ask for attention. */
const OLD_ALPHA = 0.72

function drawTable(
  surface: Surface,
  events: readonly LogEvent[],
  timestampMs: number,
  timeZone: string,
  options: EventsOptions,
): void {
  const font = textBoxFont(options)
  const em = font.sizePx
  const rowPx = em * options.font.lineSpacing
  // As many rows as there may be, so that the panel does not grow during the film.
  const size = { widthPx: options.width, heightPx: options.count * rowPx }
  const content = drawBox(surface, size, options)
  const style = { ...textStyle(options), down: 'middle' } as const
  const middleOf = (row: number): number => content.y + (row + 0.5) * rowPx
  if (events.length === 0) {
    const place = { x: content.x, y: middleOf(0) }
    drawLabel(surface, NO_VALUE, place, style)
    return
  }
  const times = events.map(
    (event) => event.detail ?? eventTimeText(event, timestampMs, timeZone, options.time),
  )
  const timePx = Math.max(...times.map((text) => surface.measureText(text, font).widthPx))
  const markPx = em * (MARK.width + MARK.gap)
  const timeRight = content.x + content.width
  const textRight = timePx > 0 ? timeRight - timePx - em * TIME_GAP : timeRight
  const mark = { x: content.x, y: middleOf(0) - em / 2, width: em * MARK.width, height: em }
  surface.fillRect(mark, options.accentColor)
  const textX = content.x + markPx
  events.forEach(({ text }, row) => {
    const shortened = shortenText(surface, text, font, Math.max(0, textRight - textX))
    const place = { x: textX, y: middleOf(row) }
    drawLabel(surface, shortened, place, { ...style, color: colorOf(row, options) })
  })
  times.forEach((text, row) => {
    if (text === '') return
    const place = { x: timeRight, y: middleOf(row) }
    drawLabel(surface, text, place, { ...style, color: colorOf(row, options), across: 'right' })
  })
}

function colorOf(row: number, { accentColor, textColor }: EventsOptions): string {
  return row === 0
    ? accentColor
    : `color-mix(in srgb, ${textColor} ${100 * OLD_ALPHA}%, transparent)`
}

/** Nothing unless an event began a short while ago. */
function drawBanner(
  surface: Surface,
  event: LogEvent | undefined,
  timestampMs: number,
  options: EventsOptions,
): void {
  if (!event || timestampMs - event.timeMs >= 1000 * options.seconds) return
  const font = textBoxFont(options)
  const em = font.sizePx
  const textPx = surface.measureText(event.text, font).widthPx
  const markPx = em * (MARK.width + MARK.gap)
  const size = { widthPx: markPx + textPx, heightPx: em * options.font.lineSpacing }
  const { x, y, height } = drawBox(surface, size, options)
  surface.fillRect({ x, y, width: em * MARK.width, height }, options.accentColor)
  drawLabel(
    surface,
    event.text,
    { x: x + markPx, y: y + height / 2 },
    { ...textStyle(options), down: 'middle' },
  )
}
