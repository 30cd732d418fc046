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
export const FUNCTIONS_OVER_RECORDS = ['d', 'distance'] as const
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
  const names = new Set<string>()
  const visit = (each: Expression): void => {
    switch (each.kind) {
      case 'number':
        return
      case 'field':
        names.add(each.name)
        return
      case 'negative':
      case 'not':
        visit(each.operand)
        return
      case 'binary':
        visit(each.left)
        visit(each.right)
        return
      case 'call':
        each.operands.forEach(visit)
    }
  }
  visit(expression)
  return [...names]
}
