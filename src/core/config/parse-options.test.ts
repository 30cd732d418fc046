import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../errors.ts'
import { closestName } from '../text/closest-name.ts'
import { defaultOptions, parseOptions, serializeOptions } from './parse-options.ts'
import { toSnakeCase } from '../text/snake-case.ts'
import type { OptionSpecs } from './option-specs.ts'

const specs = {
  size: { kind: 'number', default: 24, min: 1, max: 1000, label: 'Size' },
  count: { kind: 'number', default: 2, min: 1, integer: true, label: 'Count' },
  shift: { kind: 'number', default: 0, label: 'Shift' },
  limitMs: {
    kind: 'nullable-number',
    default: null,
    min: 0,
    nullMeans: 'no limit',
    label: 'Limit',
  },
  field: { kind: 'text', default: 'speed', label: 'Field' },
  file: { kind: 'nullable-text', default: null, nullMeans: 'found', label: 'File' },
  format: { kind: 'choice', choices: ['compact', 'detailed'], default: 'compact', label: 'Format' },
  showTimestamp: { kind: 'boolean', default: true, label: 'Times' },
  startTime: { kind: 'time', default: null, nullMeans: 'the start', label: 'Start' },
  box: {
    kind: 'group',
    label: 'Box',
    options: {
      textColor: { kind: 'color', default: 'white', label: 'Colour' },
      outlineColor: {
        kind: 'nullable-color',
        default: null,
        nullMeans: 'no outline',
        label: 'Outline',
      },
      position: {
        kind: 'group',
        label: 'Position',
        options: { x: { kind: 'coordinate', default: 10, label: 'x' } },
      },
    },
  },
} as const satisfies OptionSpecs

const DEFAULTS = {
  size: 24,
  count: 2,
  shift: 0,
  limitMs: null,
  field: 'speed',
  file: null,
  format: 'compact',
  showTimestamp: true,
  startTime: null,
  box: { textColor: 'white', outlineColor: null, position: { x: 10 } },
}

function parse(source: unknown): { values: unknown; problems: Problem[] } {
  const problems: Problem[] = []
  return { values: parseOptions(specs, source, 'renderers[0]', problems), problems }
}

/** The one problem of a source. */
function problemOf(source: unknown): Problem {
  const { problems } = parse(source)
  expect(problems).toHaveLength(1)
  return problems[0] as Problem
}

describe('options that are not given have their defaults', () => {
  test.each([[undefined], [null], [{}], [{ box: null }], [{ box: { position: {} } }]])(
    '%j',
    (source) => {
      expect(parse(source)).toEqual({ values: DEFAULTS, problems: [] })
    },
  )

  test('defaultOptions gives them, each time anew', () => {
    expect(defaultOptions(specs)).toEqual(DEFAULTS)
    expect(defaultOptions(specs).box).not.toBe(defaultOptions(specs).box)
  })
})

test('keys are snake_case in files and camelCase in code', () => {
  expect(toSnakeCase('showTimestamp')).toBe('show_timestamp')
  expect(toSnakeCase('size')).toBe('size')
  const source = { limit_ms: 5, show_timestamp: false, box: { text_color: 'red' } }
  const { values, problems } = parse(source)
  expect(problems).toEqual([])
  expect(values).toEqual({
    ...DEFAULTS,
    limitMs: 5,
    showTimestamp: false,
    box: { ...DEFAULTS.box, textColor: 'red' },
  })
  expect(problemOf({ showTimestamp: false }).message).toContain('"show_timestamp"')
})

describe('an unknown key is an error that names it and the closest known one', () => {
  test.each([
    [{ sizes: 1 }, 'renderers[0].sizes', 'size'],
    [{ feild: 'x' }, 'renderers[0].feild', 'field'],
    [{ Format: 'compact' }, 'renderers[0].Format', 'format'],
    [{ show_timestamps: true }, 'renderers[0].show_timestamps', 'show_timestamp'],
    [{ box: { text_colour: 'red' } }, 'renderers[0].box.text_colour', 'text_color'],
  ])('%j', (source, key, closest) => {
    const { severity, code, message, where } = problemOf(source)
    expect(severity).toBe('error')
    expect(code).toBe('config-unknown-key')
    expect(where).toEqual({ key })
    expect(message).toBe(`${key}: this key is not known. Did you mean "${closest}"?`)
  })

  test('where none is close, all that are known are named', () => {
    const { message } = problemOf({ box: { wobble: 1 } })
    expect(message).toContain('renderers[0].box.wobble: this key is not known.')
    expect(message).toContain('Known here: text_color, outline_color, position.')
  })

  test.each([
    ['hieght', ['width', 'height'], 'height'],
    ['bg_colour', ['border_color', 'bg_color', 'bg_alpha'], 'bg_color'],
    ['SPEED', ['speed', 'targets'], 'speed'],
    ['zzz', ['width', 'height'], null],
    ['x', [], null],
  ])('the closest to %s of %j is %s', (name, known, closest) => {
    expect(closestName(name, known)).toBe(closest)
  })
})

describe('a value that does not fit is an error naming its key, the value, and what would be right', () => {
  test.each<[unknown, string, string]>([
    [{ size: '24' }, 'size', '"24" is not a number from 1 to 1000.'],
    [{ size: 0 }, 'size', '0 is not a number from 1 to 1000.'],
    [{ size: 1001 }, 'size', '1001 is not a number from 1 to 1000.'],
    [{ size: null }, 'size', 'null is not a number from 1 to 1000.'],
    [{ count: 1.5 }, 'count', '1.5 is not a whole number of 1 or more.'],
    [{ shift: true }, 'shift', 'true is not a number.'],
    [{ limit_ms: -1 }, 'limit_ms', '-1 is not a number of 0 or more.'],
    [{ field: 3 }, 'field', '3 is not text.'],
    [{ field: null }, 'field', 'null is not text.'],
    [{ file: ['a'] }, 'file', '["a"] is not text.'],
    [{ format: 'long' }, 'format', '"long" is not one of compact, detailed.'],
    [{ show_timestamp: 'yes' }, 'show_timestamp', '"yes" is not true or false.'],
    [{ start_time: true }, 'start_time', 'true is not a time'],
    [{ box: { text_color: 'whit' } }, 'box.text_color', '"whit" is not a CSS colour'],
    [{ box: { text_color: null } }, 'box.text_color', 'null is not a CSS colour'],
    [{ box: { outline_color: '#12' } }, 'box.outline_color', '"#12" is not a CSS colour'],
    [{ box: { position: { x: true } } }, 'box.position.x', 'true is not a number of pixels or'],
    [{ box: { position: { x: 'widht' } } }, 'box.position.x', '"widht" is not a coordinate'],
    [{ box: 3 }, 'box', '3 is not a mapping of keys to values.'],
    [{ box: [] }, 'box', '[] is not a mapping of keys to values.'],
    [{ box: { position: 'left' } }, 'box.position', '"left" is not a mapping of keys to values.'],
  ])('%j', (source, name, expected) => {
    const { severity, code, message, where } = problemOf(source)
    const key = `renderers[0].${name}`
    expect([severity, code, where]).toEqual(['error', 'config-invalid', { key }])
    expect(message).toContain(`${key}: ${expected}`)
  })

  test.each([NaN, Infinity, -Infinity])('%d is no number for an option', (value) => {
    for (const key of ['size', 'shift', 'limit_ms', 'start_time']) {
      expect(problemOf({ [key]: value }).where.key).toBe(`renderers[0].${key}`)
    }
  })

  test('the limits themselves fit, and null fits where it means something', () => {
    for (const source of [
      { size: 1 },
      { size: 1000 },
      { limit_ms: 0 },
      { limit_ms: null },
      { file: null },
      { start_time: null },
      { box: { outline_color: null } },
    ]) {
      expect(parse(source).problems).toEqual([])
    }
  })

  test('every fault is told, and the default stands in its place', () => {
    const { values, problems } = parse({
      size: 'big',
      format: 'long',
      foo: 1,
      field: 'v',
      box: { text_color: 'whit', position: { x: '1 +', z: 2 } },
    })
    expect(problems.map(({ where }) => where.key?.replace('renderers[0].', '')).sort()).toEqual([
      'box.position.x',
      'box.position.z',
      'box.text_color',
      'foo',
      'format',
      'size',
    ])
    expect(values).toEqual({ ...DEFAULTS, field: 'v' })
  })
})

describe('what is written back', () => {
  test('leaves defaults out', () => {
    expect(serializeOptions(specs, defaultOptions(specs))).toEqual({})
  })

  test('is snake_case', () => {
    const values = defaultOptions(specs)
    values.showTimestamp = false
    values.box.position.x = 'width - 10'
    expect(serializeOptions(specs, values)).toEqual({
      show_timestamp: false,
      box: { position: { x: 'width - 10' } },
    })
  })

  test('is read as the same values', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
    const values = fc.record({
      size: fc.double({ min: 1, max: 1000, noNaN: true }),
      count: fc.integer({ min: 1 }),
      shift: number,
      limitMs: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }).map((v) => v + 0)),
      field: fc.string(),
      file: fc.option(fc.string()),
      format: fc.constantFrom('compact' as const, 'detailed' as const),
      showTimestamp: fc.boolean(),
      startTime: fc.option(fc.oneof(number, fc.string())),
      box: fc.record({
        textColor: fc.constantFrom('white', 'red', '#12345678'),
        outlineColor: fc.option(fc.constantFrom('black', 'rgb(1, 2, 3)')),
        position: fc.record({ x: fc.oneof(number, fc.constantFrom('width - 10', '10', '-(2)')) }),
      }),
    })
    fc.assert(
      fc.property(values, (given) => {
        const written: unknown = JSON.parse(JSON.stringify(serializeOptions(specs, given)))
        expect(parse(written)).toEqual({ values: given, problems: [] })
      }),
      { seed: 20251027, numRuns: 1000 },
    )
  })
})

test('a long value is told by its beginning', () => {
  const { problems } = parse({ size: 'x'.repeat(1000) })
  expect(problems[0]?.message.length).toBeLessThan(200)
  expect(problems[0]?.message).toContain('"xxx')
})
