export const COMPARISONS = ['<', '<=', '>', '>=', '==', '!='] as const
export type Comparison = (typeof COMPARISONS)[number]

/** How many arguments a function takes. */
export const FUNCTIONS = {
  abs: { least: 1, most: 1 },
  clamp: { least: 3, most: 3 },
  d: { least: 1, most: 1 },
  distance: { least: 0, most: 2 },
  hypot: { least: 1, most: Infinity },
  max: { least: 1, most: Infinity },
  min: { least: 1, most: Infinity },
  sqrt: { least: 1, most: 1 },
  time: { least: 0, most: 0 },
} as const
export type FunctionName = keyof typeof FUNCTIONS

/** Functions whose value depends on other records of the log, too. Only channels have them. */
const FUNCTIONS_OVER_RECORDS = ['d', 'distance'] as const
export type FunctionOverRecords = (typeof FUNCTIONS_OVER_RECORDS)[number]

export function isOverRecords(name: FunctionName): name is FunctionOverRecords {
  return FUNCTIONS_OVER_RECORDS.some((each) => each === name)
}

/** An expression over the fields of a record, as plain data. */
export type Expression =
  | { kind: 'number'; value: number }
  /** A key of the record, or a dotted path. */
  | { kind: 'field'; name: string }
  | { kind: 'negative' | 'not'; operand: Expression }
  | {
      kind: 'binary'
      operator: '+' | '-' | '*' | '/' | 'and' | 'or' | Comparison
      left: Expression
      right: Expression
    }
  | Call

/** A function of values. The number of operands is one that the function takes. */
export interface Call<Name extends FunctionName = FunctionName> {
  kind: 'call'
  name: Name
  operands: readonly Expression[]
}

/** The names of the fields of an expression, each once. */
export function fieldsOf(expression: Expression): string[] {
  const names = partsOf(expression).flatMap((each) => (each.kind === 'field' ? [each.name] : []))
  return [...new Set(names)]
}

/** Whether an expression calls a function with so many operands. */
export function hasCall(expression: Expression, name: FunctionName, count: number): boolean {
  return partsOf(expression).some(
    (each) => each.kind === 'call' && each.name === name && each.operands.length === count,
  )
}

/** An expression and all that is inside of it, in the order in which it is written. */
function partsOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'field':
      return [expression]
    case 'negative':
    case 'not':
      return [expression, ...partsOf(expression.operand)]
    case 'binary':
      return [expression, ...partsOf(expression.left), ...partsOf(expression.right)]
    case 'call':
      return [expression, ...expression.operands.flatMap(partsOf)]
  }
}
