import { expect, test } from 'vitest'
import { parseConfig } from '../config/parse-config.ts'
import type { RendererConfig } from '../config/overlay-config.ts'
import type { FrameTiming } from '../recording/recording.ts'
import { withoutDate } from './without-date.ts'

const FROM_START: FrameTiming = {
  source: 'video',
  file: null,
  rangeMs: [0, 10_000],
  framesPerSecond: 30,
  jitterMs: 0,
}
const OF_A_DAY: FrameTiming = { ...FROM_START, rangeMs: [1_600_000_000_000, 1_600_000_010_000] }

function shown(template: string, timing: FrameTiming | null): string {
  const [element] = parseConfig({ renderers: [{ type: 'text', template }] }).renderers
  const { options } = withoutDate(element as RendererConfig, timing)
  return 'template' in options ? options.template : ''
}

test('times that begin at zero show no date', () => {
  expect(shown('{time:yyyy-MM-dd}   {time:HH:mm:ss}', FROM_START)).toBe('{time:HH:mm:ss}')
  expect(shown('{time:HH:mm:ss} {time:dd.MM.yyyy}', FROM_START)).toBe('{time:HH:mm:ss}')
})

test.each(['{time:HH:mm:ss}', 'Frame {frame}', '{time:yyyy-MM-dd}'])('%s stays', (template) => {
  expect(shown(template, FROM_START)).toBe(template)
})

test('the date of a recording whose times have one stays', () => {
  const template = '{time:yyyy-MM-dd} {time:HH:mm}'
  expect(shown(template, OF_A_DAY)).toBe(template)
  expect(shown(template, null)).toBe(template)
})
