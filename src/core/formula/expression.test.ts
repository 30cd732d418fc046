import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateExpression, recordScope } from './evaluate-expression.ts'
import { COMPARISONS, fieldsOf } from './expression.ts'
import type { Expression, FunctionName } from './expression.ts'
import { ExpressionError, parseExpression } from './parse-expression.ts'

type Row = Record<string, unknown>
const valueOf = (text: string, record: Row = {}): number | null =>
  evaluateExpression(parseExpression(text), recordScope(record, 12.5))

function errorOf(text: string): ExpressionError {
  try {
    parseExpression(text)
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return thrown
    throw thrown
  }
  throw new Error(`"${text}" was parsed.`)
}

describe('an expression', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 - 3 - 2', 3],
    ['8 / 4 / 2', 1],
    ['-2 * -3', 6],
    ['- -2', 2],
    ['.5 + 1. + 1e2', 101.5],
    ['2 < 3', 1],
    ['2 >= 3', 0],
    ['1 + 1 == 2', 1],
    ['2 != 2', 0],
    ['1 or 0 and 0', 1],
    ['not 1 == 2', 1],
    ['not not 3', 1],
    ['3 and 4', 1],
    ['abs(-3)', 3],
    ['hypot(3, 4)', 5],
    ['hypot(2, 3, 6)', 7],
    ['min(3, 1, 2) + max(3, 1, 2)', 4],
    ['clamp(7, 0, 5)', 5],
    ['clamp(-7, 0, 5)', 0],
    ['sqrt(2.25)', 1.5],
    ['time() + 1', 13.5],
  ])('%s is %d', (text, value) => {
    expect(valueOf(text)).toBe(value)
  })

  test('takes fields from the record: by key, by dotted path, between backquotes', () => {
    const record = { speed: 7, gps: { fix: { v: 2 } }, 'a b': 3, größe: 4, min: 5 }
    expect(valueOf('speed > 5', record)).toBe(1)
    expect(valueOf('gps.fix.v * 10', record)).toBe(20)
    expect(valueOf('`a b` + größe', record)).toBe(7)
    expect(valueOf('min + min(1, 2)', record)).toBe(6)
  })

  test('takes true as 1 and false as 0', () => {
    expect(valueOf('brake and not clutch', { brake: true, clutch: false })).toBe(1)
  })

  test('names its fields, each once', () => {
    expect(fieldsOf(parseExpression('a > 1 and not max(b.c, -a) < `d e`'))).toEqual([
      'a',
      'b.c',
      'd e',
    ])
  })

  test('is plain data', () => {
    const expression = parseExpression('hypot(ax, ay) > 3')
    expect(structuredClone(expression)).toEqual(expression)
  })
})

describe('what is not known stays unknown', () => {
  test.each(['speed > 5', 'speed < 5', 'not speed', '-speed', 'abs(speed)', 'speed + 1 or 0'])(
    '%s without a number',
    (text) => {
      for (const speed of [undefined, null, '12', NaN, Infinity, [1], {}]) {
        expect(valueOf(text, { speed })).toBeNull()
      }
      expect(valueOf(text, {})).toBeNull()
    },
  )

  test.each(['1 / 0', '0 / 0', 'sqrt(-1)', '1e308 * 10', '1 / 0 > 3'])(
    '%s has no value',
    (text) => {
      expect(valueOf(text)).toBeNull()
    },
  )

  test('but one side may decide alone', () => {
    expect(valueOf('x and 0')).toBe(0)
    expect(valueOf('0 and x')).toBe(0)
    expect(valueOf('x or 1')).toBe(1)
    expect(valueOf('x and 1')).toBeNull()
    expect(valueOf('x or 0')).toBeNull()
  })

  test('nothing is taken from the prototypes of objects', () => {
    for (const text of ['constructor', 'toString', '__proto__', 'a.constructor.length']) {
      expect(valueOf(text, { a: {} })).toBeNull()
    }
  })
})

describe('what is not understood is named, with its place', () => {
  test.each([
    ['', 'it ends too early', 1],
    ['speed >', 'it ends too early', 8],
    ['speed > > 5', '">" is out of place', 9],
    ['speed 5', '"5" is out of place', 7],
    ['(1 + 2', 'a ")" is missing', 7],
    ['1 + 2)', '")" is out of place', 6],
    ['min(1 2)', '"2" is out of place', 7],
    ['a && b', '"&" is not known', 3],
    ['a = 1', '"=" is not known', 3],
    ['  ü > "D"', '""" is not known', 7],
    ['sin(2)', '"sin" is not one of the functions abs, clamp, hypot, max, min, sqrt, time', 1],
    [
      '1 + toString(2)',
      '"toString" is not one of the functions abs, clamp, hypot, max, min, sqrt, time',
      5,
    ],
    ['d(x)', '"d" is not one of the functions abs, clamp, hypot, max, min, sqrt, time', 1],
    ['clamp(1, 2)', 'clamp takes 3 values', 1],
    ['time(1)', 'time takes no value', 1],
    ['min()', 'min takes 1 value or more', 1],
    ['abs(1,)', '")" is out of place', 7],
    ['abs(1, 2)', 'abs takes 1 value', 1],
    ['1 < x < 5', 'comparisons cannot follow each other: write "1 < x and x < 5"', 7],
    ['and 1', '"and" is out of place', 1],
    ['a + not b', '"not" is out of place', 5],
  ])('%j: %s', (text, fault, position) => {
    const error = errorOf(text)
    expect(error.message).toBe(`${fault} (character ${position})`)
    expect(error.position).toBe(position)
  })

  test.each(['(', '-', 'not ', 'abs('])('%j without end is refused', (part) => {
    expect(errorOf(part.repeat(200)).message).toContain('nested too deeply')
    expect(errorOf(part.repeat(20_000)).message).toContain('longer than 1000 characters')
  })

  test('any text is parsed, or refused in words', () => {
    const piece = fc.constantFrom(
      ...[
        'speed',
        '5',
        '>',
        '(',
        ')',
        'and',
        'not',
        ',',
        'min',
        '-',
        '`',
        '.',
        ' ',
        '=',
        'é',
        '😀',
      ],
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((all) => all.join('')),
        ),
        (text) => {
          try {
            parseExpression(text)
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(ExpressionError)
            const { position } = thrown as ExpressionError
            expect(position).toBeGreaterThanOrEqual(1)
            expect(position).toBeLessThanOrEqual(text.length + 1)
          }
        },
      ),
      { seed: 20251027, numRuns: 2000 },
    )
  })
})

describe('any expression', () => {
  const FIELDS = ['a', 'b', 'c.d', 'e f']
  const record: fc.Arbitrary<Row> = fc.record({
    a: anyValue(),
    b: anyValue(),
    c: fc.record({ d: anyValue() }),
    'e f': anyValue(),
  })

  test('that is written down is read as the same expression', () => {
    fc.assert(
      fc.property(anyExpression(), fc.boolean(), (expression, isSpaced) => {
        expect(parseExpression(write(expression, isSpaced))).toEqual(expression)
      }),
      { seed: 20251027, numRuns: 1000 },
    )
  })

  test('has the value that the reference gives', () => {
    fc.assert(
      fc.property(anyExpression(), record, (expression, row) => {
        const value = evaluateExpression(
          parseExpression(write(expression, true)),
          recordScope(row, 12.5),
        )
        // −0 and 0 are the same.
        expect((value ?? NaN) + 0).toBe(reference(expression, row) + 0)
      }),
      { seed: 20251027, numRuns: 2000 },
    )
  })

  function anyValue(): fc.Arbitrary<unknown> {
    return fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: -3, max: 3 }) },
      fc.constantFrom(true, false, null, undefined, 'text', NaN),
    )
  }

  function anyExpression(): fc.Arbitrary<Expression> {
    return fc.letrec<{ any: Expression }>((tie) => {
      const any = tie('any')
      const leaf: fc.Arbitrary<Expression> = fc.oneof(
        fc.integer({ min: 0, max: 9 }).map((value) => ({ kind: 'number' as const, value })),
        fc.constantFrom(...FIELDS).map((name) => ({ kind: 'field' as const, name })),
      )
      const call = (name: FunctionName, least: number, most: number): fc.Arbitrary<Expression> =>
        fc
          .array(any, { minLength: least, maxLength: most })
          .map((operands) => ({ kind: 'call' as const, name, operands }))
      const binary = fc.record({
        kind: fc.constant('binary' as const),
        operator: fc.constantFrom('+', '-', '*', '/', 'and', 'or', ...COMPARISONS),
        left: any,
        right: any,
      })
      const unary = fc.record({ kind: fc.constantFrom('negative', 'not'), operand: any })
      return {
        any: fc.oneof(
          { maxDepth: 6, withCrossShrink: true },
          leaf,
          { arbitrary: binary, weight: 4 },
          unary as fc.Arbitrary<Expression>,
          call('abs', 1, 1),
          call('clamp', 3, 3),
          call('hypot', 1, 3),
          call('min', 1, 3),
          call('max', 1, 3),
          call('sqrt', 1, 1),
        ),
      }
    }).any
  }

  /** With brackets around everything that is not a leaf. */
  function write(expression: Expression, isSpaced: boolean): string {
    const space = isSpaced ? '  ' : ' '
    switch (expression.kind) {
      case 'number':
        return String(expression.value)
      case 'field':
        return expression.name.includes(' ') ? `\`${expression.name}\`` : expression.name
      case 'negative':
        return `(-${write(expression.operand, isSpaced)})`
      case 'not':
        return `(not${space}${write(expression.operand, isSpaced)})`
      case 'binary': {
        const { operator, left, right } = expression
        return `(${write(left, isSpaced)}${space}${operator}${space}${write(right, isSpaced)})`
      }
      case 'call': {
        const operands = expression.operands.map((each) => write(each, isSpaced))
        return `${expression.name}(${operands.join(isSpaced ? ' , ' : ',')})`
      }
    }
  }

  /** NaN is unknown; so it is in the arithmetic of JavaScript, and in no comparison. */
  function reference(expression: Expression, row: Row): number {
    const only = (value: number): number => (Number.isFinite(value) ? value : NaN)
    const truth = (value: number): boolean | null => (Number.isNaN(value) ? null : value !== 0)
    switch (expression.kind) {
      case 'number':
        return expression.value
      case 'field': {
        const [key, inner] = expression.name.split('.') as [string, string?]
        const found = inner === undefined ? row[key] : (row[key] as Row)[inner]
        if (found === true) return 1
        if (found === false) return 0
        return typeof found === 'number' ? only(found) : NaN
      }
      case 'negative':
        return -reference(expression.operand, row)
      case 'not': {
        const operand = truth(reference(expression.operand, row))
        return operand === null ? NaN : operand ? 0 : 1
      }
      case 'call': {
        const values = expression.operands.map((each) => reference(each, row))
        if (values.some(Number.isNaN)) return NaN
        const [first = NaN, low = NaN, high = NaN] = values
        switch (expression.name) {
          case 'abs':
            return first < 0 ? -first : first
          case 'clamp': {
            const raised = first < low ? low : first
            return raised > high ? high : raised
          }
          case 'hypot':
            return Math.hypot(...values)
          case 'max':
            return values.toSorted((a, b) => b - a)[0] as number
          case 'min':
            return values.toSorted((a, b) => a - b)[0] as number
          case 'sqrt':
            return only(first ** 0.5)
          case 'd':
          case 'distance':
          case 'time':
            throw new Error(`${expression.name} is no function of a record.`)
        }
      }

      case 'binary': {
        const [left, right] = [reference(expression.left, row), reference(expression.right, row)]
        const { operator } = expression
        if (operator === 'and' || operator === 'or') {
          const sides = [truth(left), truth(right)]
          const isAnd = operator === 'and'
          if (sides.includes(!isAnd)) return isAnd ? 0 : 1
          return sides.includes(null) ? NaN : isAnd ? 1 : 0
        }
        if (Number.isNaN(left) || Number.isNaN(right)) return NaN
        const results: Record<typeof operator, number> = {
          '+': only(left + right),
          '-': only(left - right),
          '*': only(left * right),
          '/': right === 0 ? NaN : only(left / right),
          '<': left < right ? 1 : 0,
          '<=': left > right ? 0 : 1,
          '>': left > right ? 1 : 0,
          '>=': left < right ? 0 : 1,
          '==': left - right === 0 ? 1 : 0,
          '!=': left - right === 0 ? 0 : 1,
        }
        return results[operator]
      }
    }
  }
})
