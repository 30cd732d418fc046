import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCoordinate } from './coordinate.ts'
import type { Coordinate } from './coordinate.ts'
import { OverlaneError } from '../errors.ts'

const FULL_HD = { widthPx: 1920, heightPx: 1080 }

function at(coordinate: Coordinate): number {
  return parseCoordinate(coordinate, 'position.x')(FULL_HD)
}

/** The error of a coordinate that cannot be read. */
function fault(coordinate: Coordinate): OverlaneError {
  try {
    parseCoordinate(coordinate, 'renderers[0].position.x')(FULL_HD)
  } catch (thrown) {
    if (thrown instanceof OverlaneError) return thrown
    throw thrown
  }
  throw new Error(`${coordinate} was read`)
}

describe('a coordinate is a number of pixels or an expression', () => {
  test.each<[Coordinate, number]>([
    [10, 10],
    [-3.5, -3.5],
    ['10', 10],
    ['.5', 0.5],
    ['12.', 12],
    ['width', 1920],
    ['height', 1080],
    ['width - 10', 1910],
    ['  height/2  ', 540],
    ['width/2+height', 2040],
    ['\twidth\n-\n10', 1910],
  ])('%j is %d on a frame of 1920×1080', (coordinate, expected) => {
    expect(at(coordinate)).toBe(expected)
  })

  test('* and / come before + and −', () => {
    expect(at('2 + 3 * 4')).toBe(14)
    expect(at('20 - 12 / 4')).toBe(17)
  })

  test('equals are taken from left to right', () => {
    expect(at('10 - 4 - 3')).toBe(3)
    expect(at('100 / 10 / 5')).toBe(2)
    expect(at('100 / 10 * 5')).toBe(50)
    expect(at('10 - 4 + 3')).toBe(9)
  })

  test('brackets come first', () => {
    expect(at('(2 + 3) * 4')).toBe(20)
    expect(at('width - (10 - (4 - 3))')).toBe(1911)
    expect(at('((((7))))')).toBe(7)
  })

  test('a minus may stand before a number, a name or a bracket', () => {
    expect(at('-10')).toBe(-10)
    expect(at('-width + 20')).toBe(-1900)
    expect(at('-(2 + 3)')).toBe(-5)
    expect(at('4 * -2')).toBe(-8)
    expect(at('4 - -2')).toBe(6)
    expect(at('--4')).toBe(4)
  })

  test('the minus sign of typesetters is a minus', () => {
    expect(at('width − 10')).toBe(1910)
  })

  test('one reading serves frames of any size', () => {
    const x = parseCoordinate('width / 2 - height', 'x')
    expect(x({ widthPx: 100, heightPx: 10 })).toBe(40)
    expect(x({ widthPx: 640, heightPx: 480 })).toBe(-160)
  })
})

describe('a bad coordinate is an error naming it', () => {
  test.each<[Coordinate, string]>([
    ['', 'ends too early'],
    ['   ', 'ends too early'],
    ['width -', 'ends too early'],
    ['* 2', '"*" is out of place'],
    ['+ 2', '"+" is out of place'],
    ['2 * / 3', '"/" is out of place'],
    ['2 3', '"3" is out of place'],
    ['2 width', '"width" is out of place'],
    ['1.2.3', '".3" is out of place'],
    ['(2 + 3', 'a ")" is missing'],
    ['2 + 3)', '")" is out of place'],
    ['()', '")" is out of place'],
    ['10px', '"px" is not known'],
    ['1e3', '"e3" is not known'],
    ['widht - 10', '"widht" is not known'],
    ['width10', '"width10" is not known'],
    ['Width', '"Width" is not known'],
    ['50%', '"%" is not known'],
    ['10,5', '"," is not known'],
    ['2 ** 3', '"*" is out of place'],
    [NaN, 'not a finite number'],
    [Infinity, 'not a finite number'],
  ])('%j: %s', (coordinate, why) => {
    const { code, message, where } = fault(coordinate)
    expect(code).toBe('config-invalid')
    expect(where.key).toBe('renderers[0].position.x')
    expect(message).toContain(`renderers[0].position.x: "${String(coordinate)}"`)
    expect(message).toContain(why)
  })

  test('division by zero has no value, on the frames where it happens', () => {
    expect(fault('1 / 0').message).toContain('no value for a frame of 1920×1080 px')
    expect(fault('0 / 0').message).toContain('no value')
    const x = parseCoordinate('10 / (width - height)', 'x')
    expect(x(FULL_HD)).toBeCloseTo(10 / 840)
    expect(() => x({ widthPx: 8, heightPx: 8 })).toThrow('"10 / (width - height)"')
  })
})

describe('a coordinate is parsed, never evaluated as code', () => {
  test.each([
    'globalThis.hacked = 1',
    'globalThis["hacked"]=1',
    '(() => { globalThis.hacked = 1 })()',
    'width; globalThis.hacked = 1',
    'constructor.constructor("globalThis.hacked = 1")()',
    '`${globalThis.hacked = 1}`',
    'width.constructor',
    'Math.max(1, 2)',
    'this',
    '__proto__',
    'toString',
    'process.exit()',
  ])('%j is an error', (coordinate) => {
    expect(fault(coordinate).code).toBe('config-invalid')
    expect(globalThis).not.toHaveProperty('hacked')
  })
})

interface Tree {
  text: string
  value: number
}

test('any expression has the value that arithmetic gives it', () => {
  const { tree } = fc.letrec<{ tree: Tree; leaf: Tree; node: Tree }>((tie) => ({
    tree: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, tie('leaf'), tie('node')),
    leaf: fc.oneof(
      fc.integer({ min: 0, max: 5000 }).map((value) => ({ text: String(value), value })),
      fc
        .integer({ min: 0, max: 99999 })
        .map((value) => ({ text: (value / 100).toFixed(2), value: value / 100 })),
      fc.constant({ text: 'width', value: FULL_HD.widthPx }),
      fc.constant({ text: 'height', value: FULL_HD.heightPx }),
    ),
    node: fc.oneof(
      tie('tree').map(({ text, value }) => ({ text: `-(${text})`, value: -value })),
      fc
        .tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/'), tie('tree'), fc.boolean())
        .map(([a, operator, b, hasSpaces]) => {
          const space = hasSpaces ? ' ' : ''
          const value = {
            '+': a.value + b.value,
            '-': a.value - b.value,
            '*': a.value * b.value,
            '/': a.value / b.value,
          }[operator]
          return { text: `(${a.text})${space}${operator}${space}(${b.text})`, value }
        }),
    ),
  }))
  fc.assert(
    fc.property(tree, ({ text, value }) => {
      if (Number.isFinite(value)) expect(at(text) + 0).toBe(value + 0)
      else expect(fault(text).message).toContain(text)
    }),
    { seed: 20251027, numRuns: 3000 },
  )
})

test('a chain without brackets has the value that arithmetic gives it', () => {
  const operator = fc.constantFrom('+', '-', '*')
  const chain = fc.array(fc.tuple(operator, fc.integer({ min: 0, max: 20 })), { maxLength: 8 })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), chain, (first, rest) => {
      // Products first, then the sum of them: by hand, on whole numbers.
      const summands = [first]
      for (const [op, value] of rest) {
        if (op === '*') summands.push((summands.pop() as number) * value)
        else summands.push(op === '-' ? -value : value)
      }
      const text = [String(first), ...rest.map(([op, value]) => `${op} ${value}`)].join(' ')
      expect(at(text) + 0).toBe(summands.reduce((sum, value) => sum + value, 0) + 0)
    }),
    { seed: 20251027, numRuns: 2000 },
  )
})

test.each([
  ['brackets inside each other', `${'('.repeat(100_000)}1${')'.repeat(100_000)}`],
  ['signs before a number', `${'-'.repeat(100_000)}1`],
  ['terms in a row', `1${'+1'.repeat(100_000)}`],
])('an expression with 100,000 %s is an error that says so', (_, text) => {
  const { message } = fault(text)
  expect(message).toContain('numbers, names and signs, expected 200 at most')
  expect(message.length).toBeLessThan(400)
})
