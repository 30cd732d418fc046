import { describe, expect, test } from 'vitest'
import { fillTemplate, parseTemplate, renameTemplateFields } from './text-template.ts'

const values = {
  frameIndex: 12,
  timestampMs: 1_761_525_010_400,
  timeZone: 'Asia/Shanghai',
  record: { speed: 88.24, gps: { lat: 48.137431 }, 'wheel speed': 3, driver: 'Ada', isOn: true },
}
const fill = (template: string, given: Partial<typeof values> | { record: null } = {}): string =>
  fillTemplate(parseTemplate(template), { ...values, ...given })

describe('a template', () => {
  test('takes numbers from fields, with or without a format', () => {
    expect(fill('{speed:.1f} km/h  {gps.lat:.5f}')).toBe('88.2 km/h  48.13743')
    expect(fill('{speed}|{ wheel speed :d}')).toBe('88.24|3')
  })

  test('takes texts and yes or no as they are', () => {
    expect(fill('{driver} {isOn}')).toBe('Ada true')
  })

  test('has the time and the number of the frame', () => {
    expect(fill('{time} {time:dd.MM.yyyy} {frame} {frame:05d}')).toBe(
      '08:30:10 27.10.2025 12 00012',
    )
  })

  test('writes braces that are doubled', () => {
    expect(fill('{{speed}} {{{speed:d}}}')).toBe('{speed} {88}')
  })

  test('says N/A for what has no value', () => {
    expect(
      fill('{speed:.1f} {gps} {none} {driver:.1f}', { record: { driver: 'Ada' } } as never),
    ).toBe('N/A N/A N/A N/A')
    expect(fill('{speed}', { record: { speed: null } } as never)).toBe('N/A')
    expect(fill('{speed:d} at {time}', { record: null })).toBe('N/A at 08:30:10')
  })

  test('has other names for its fields, and is the same beside them', () => {
    const rename = (field: string): string => `gps.${field}`
    expect(renameTemplateFields('{{speed}} {speed:.1f} {time:HH:mm} {frame} { alt }', rename)).toBe(
      '{{speed}} {gps.speed:.1f} {time:HH:mm} {frame} {gps.alt}',
    )
  })

  test('is never run as code', () => {
    expect(fill('{constructor.name} {__proto__} {speed.toFixed} ${1+1}')).toBe('N/A N/A N/A $N/A')
  })

  test.each([
    ['a {speed', 'at character 3: the brace is never closed. For a brace in the text, write {{.'],
    ['a} b', 'at character 2: no brace was opened. For a brace in the text, write }}.'],
    ['{a{b}}', 'at character 1: the brace is never closed.'],
    ['ab{}', 'at character 3: the braces name no field.'],
    ['{:.1f}', 'at character 1: the braces name no field.'],
    ['{speed} {speed:.1x}', 'at character 9: ".1x" is not a format of numbers.'],
    ['{frame:HH}', 'at character 1: "HH" is not a format of numbers.'],
    ['{time:qq}', 'at character 1: "qq" is not a format of times'],
  ])('"%s" is an error with its place', (template, message) => {
    expect(() => parseTemplate(template)).toThrow(message)
  })
})
