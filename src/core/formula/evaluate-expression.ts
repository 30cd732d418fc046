import { readPath } from '../plain-object.ts'
import { isOverRecords } from './expression.ts'
import type { Call, Expression, FunctionName, FunctionOverRecords } from './expression.ts'

/** What the names of an expression stand for. */
export interface Scope {
  /** Null if it is not known. */
  valueOf(field: string): number | null
  /** Since the first frame of the recording. */
  seconds: number
  /** The value of a function over the records of a log; null without a log. */
  overRecords(call: Call<FunctionOverRecords>): number | null
}

/** The fields of one record, at one time. @param seconds since the first frame of the recording */
export function recordScope(record: Readonly<Record<string, unknown>>, seconds: number): Scope {
  return {
    valueOf: (field) => known(Number(numberOrFlag(readPath(record, field)))),
    seconds,
    overRecords: () => null,
  }
}

/**
 * The value of an expression; null if it is not known. A field without a number is not known, and
 * neither is a result without a value, such as 1 / 0. `true` counts as 1, `false` as 0, and every
 * number but 0 is true. `and` and `or` are known if one side decides: 0 `and` anything is 0.
 */
export function evaluateExpression(expression: Expression, scope: Scope): number | null {
  switch (expression.kind) {
    case 'number':
      return expression.value
    case 'field':
      return scope.valueOf(expression.name)
    case 'negative': {
      const operand = evaluateExpression(expression.operand, scope)
      return operand === null ? null : -operand
    }
    case 'not': {
      const operand = evaluateExpression(expression.operand, scope)
      return operand === null ? null : Number(operand === 0)
    }
    case 'binary': {
      const left = evaluateExpression(expression.left, scope)
      const right = evaluateExpression(expression.right, scope)
      const { operator } = expression
      if (operator === 'and') return decide(left, right, 0)
      if (operator === 'or') return decide(left, right, 1)
      return left === null || right === null ? null : known(combine(operator, left, right))
    }
    case 'call': {
      const { name } = expression
      if (isOverRecords(name)) {
        return scope.overRecords(expression as Call<FunctionOverRecords>)
      }
      if (name === 'time') return scope.seconds
      const operands: number[] = []
      for (const each of expression.operands) {
        const operand = evaluateExpression(each, scope)
        if (operand === null) return null
        operands.push(operand)
      }
      return known(call(name, operands))
    }
  }
}

function numberOrFlag(value: unknown): number | boolean {
  return typeof value === 'number' || typeof value === 'boolean' ? value : NaN
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** @param decisive the truth of one side that decides, whatever the other is */
function decide(left: number | null, right: number | null, decisive: 0 | 1): number | null {
  const truths = [left, right].map((side) => (side === null ? null : Number(side !== 0)))
  if (truths.includes(decisive)) return decisive
  return truths.includes(null) ? null : 1 - decisive
}

function combine(
  operator: Exclude<(Expression & { kind: 'binary' })['operator'], 'and' | 'or'>,
  left: number,
  right: number,
): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '<':
      return Number(left < right)
    case '<=':
      return Number(left <= right)
    case '>':
      return Number(left > right)
    case '>=':
      return Number(left >= right)
    case '==':
      return Number(left === right)
    case '!=':
      return Number(left !== right)
  }
}

function call(
  name: Exclude<FunctionName, FunctionOverRecords | 'time'>,
  operands: readonly number[],
): number {
  switch (name) {
    case 'abs':
      return Math.abs(operands[0] as number)
    case 'clamp': {
      const [value, lowest, highest] = operands as [number, number, number]
      return Math.min(Math.max(value, lowest), highest)
    }
    case 'hypot':
      return Math.hypot(...operands)
    case 'max':
      return Math.max(...operands)
    case 'min':
      return Math.min(...operands)
    case 'sqrt':
      return Math.sqrt(operands[0] as number)
  }
}
