import { COMPARISONS, FUNCTIONS, isOverRecords } from './expression.ts'
import type { Expression, FunctionName } from './expression.ts'

/** What is not understood, and where. */
export class ExpressionError extends Error {
  /** Of the character, counted from 1. */
  readonly position: number

  constructor(fault: string, position: number) {
    super(`${fault} (character ${position})`)
    this.position = position
  }
}

const TOKEN =
  /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*)|`(?<quoted>[^`]+)`|(?<sign><=|>=|==|!=|[-+*/()<>,]))/uy

interface Token {
  kind: 'number' | 'name' | 'quoted' | 'sign'
  text: string
  /** Of its first character, counted from 1. */
  position: number
}

/** So deep that nobody writes it, and far less than a stack holds. */
const DEEPEST = 50
const LONGEST = 1000

const ALL_FUNCTIONS = Object.keys(FUNCTIONS) as FunctionName[]
const FUNCTIONS_OF_A_RECORD = ALL_FUNCTIONS.filter((name) => !isOverRecords(name))

/**
 * Parses an expression; it is never run as code.
 *
 *     either     = both { "or" both }
 *     both       = negation { "and" negation }
 *     negation   = "not" negation | comparison
 *     comparison = sum [ ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum ]
 *     sum        = product { ("+" | "-") product }
 *     product    = factor { ("*" | "/") factor }
 *     factor     = "-" factor | number | field | name "(" [ either { "," either } ] ")" | "(" either ")"
 *
 * A field is a name, a dotted path, or any text between backquotes.
 * @param isOverRecords whether functions over the records of a log are known. Default false.
 * @throws ExpressionError
 */
export function parseExpression(text: string, isOverRecords = false): Expression {
  if (text.length > LONGEST) {
    throw new ExpressionError(`it is longer than ${LONGEST} characters`, LONGEST + 1)
  }
  const functions = isOverRecords ? ALL_FUNCTIONS : FUNCTIONS_OF_A_RECORD
  const parser = new Parser(tokenize(text), text.trimEnd().length + 1, functions)
  return parser.parse()
}

class Parser {
  private readonly tokens: readonly Token[]
  private readonly endPosition: number
  private readonly functions: readonly FunctionName[]
  private next = 0
  private depth = 0

  constructor(tokens: readonly Token[], endPosition: number, functions: readonly FunctionName[]) {
    this.tokens = tokens
    this.endPosition = endPosition
    this.functions = functions
  }

  parse(): Expression {
    const expression = this.either()
    if (this.next < this.tokens.length) throw this.outOfPlace()
    return expression
  }

  private either(): Expression {
    let left = this.both()
    while (this.accept('or')) left = binary('or', left, this.both())
    return left
  }

  private both(): Expression {
    let left = this.negation()
    while (this.accept('and')) left = binary('and', left, this.negation())
    return left
  }

  private negation(): Expression {
    if (!this.accept('not')) return this.comparison()
    return this.deeper(() => ({ kind: 'not', operand: this.negation() }))
  }

  private comparison(): Expression {
    const left = this.sum()
    const operator = this.accept(...COMPARISONS)
    if (!operator) return left
    const compared = binary(operator, left, this.sum())
    if (this.accept(...COMPARISONS)) {
      throw new ExpressionError(
        'comparisons cannot follow each other: write "1 < x and x < 5"',
        this.tokens[this.next - 1]?.position ?? this.endPosition,
      )
    }
    return compared
  }

  private sum(): Expression {
    let left = this.product()
    for (let sign = this.accept('+', '-'); sign; sign = this.accept('+', '-')) {
      left = binary(sign, left, this.product())
    }
    return left
  }

  private product(): Expression {
    let left = this.factor()
    for (let sign = this.accept('*', '/'); sign; sign = this.accept('*', '/')) {
      left = binary(sign, left, this.factor())
    }
    return left
  }

  private factor(): Expression {
    if (this.accept('-')) {
      return this.deeper(() => ({ kind: 'negative', operand: this.factor() }))
    }
    if (this.accept('(')) {
      const inner = this.deeper(() => this.either())
      this.expectClosed()
      return inner
    }
    const token = this.tokens[this.next]
    if (!token || token.kind === 'sign' || isWord(token)) throw this.outOfPlace()
    this.next++
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) }
    if (token.kind === 'name' && this.accept('(')) return this.call(token)
    return { kind: 'field', name: token.text }
  }

  private call({ text, position }: Token): Expression {
    const name = this.functions.find((each) => each === text)
    if (!name) {
      const known = this.functions.join(', ')
      throw new ExpressionError(`"${text}" is not one of the functions ${known}`, position)
    }
    const operands: Expression[] = []
    if (!this.accept(')')) {
      do operands.push(this.deeper(() => this.either()))
      while (this.accept(','))
      this.expectClosed()
    }
    const { least, most } = FUNCTIONS[name]
    if (operands.length < least || operands.length > most) {
      throw new ExpressionError(`${name} takes ${countOfOperands(name)}`, position)
    }
    return { kind: 'call', name, operands }
  }

  private deeper(parse: () => Expression): Expression {
    if (++this.depth > DEEPEST) {
      const { position } = this.tokens[this.next] ?? { position: this.endPosition }
      throw new ExpressionError('it is nested too deeply', position)
    }
    const expression = parse()
    this.depth--
    return expression
  }

  private expectClosed(): void {
    if (this.accept(')')) return
    if (this.next < this.tokens.length) throw this.outOfPlace()
    throw new ExpressionError('a ")" is missing', this.endPosition)
  }

  private accept<Text extends string>(...texts: Text[]): Text | undefined {
    const token = this.tokens[this.next]
    if (!token || token.kind === 'quoted') return undefined
    const found = texts.find((text) => text === token.text)
    if (found !== undefined) this.next++
    return found
  }

  private outOfPlace(): ExpressionError {
    const token = this.tokens[this.next]
    return token
      ? new ExpressionError(`"${token.text}" is out of place`, token.position)
      : new ExpressionError('it ends too early', this.endPosition)
  }
}

function binary(
  operator: (Expression & { kind: 'binary' })['operator'],
  left: Expression,
  right: Expression,
): Expression {
  return { kind: 'binary', operator, left, right }
}

function isWord({ kind, text }: Token): boolean {
  return kind === 'name' && ['and', 'or', 'not'].includes(text)
}

/** `3 values`; `0 to 2 values`; `1 value or more`. */
function countOfOperands(name: FunctionName): string {
  const { least, most } = FUNCTIONS[name]
  if (most === 0) return 'no value'
  const values = `value${most === 1 ? '' : 's'}`
  if (least === most) return `${least} ${values}`
  return most === Infinity ? `${least} value or more` : `${least} to ${most} ${values}`
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex
    const groups: Record<string, string | undefined> = TOKEN.exec(text)?.groups ?? {}
    const [kind, found] = Object.entries(groups).find(([, part]) => part !== undefined) ?? []
    if (kind === undefined || found === undefined) {
      const rest = text.slice(from)
      const unknown = rest.trimStart()
      const position = from + rest.length - unknown.length + 1
      throw new ExpressionError(`"${/^./u.exec(unknown)?.[0] ?? ''}" is not known`, position)
    }
    const length = kind === 'quoted' ? found.length + 2 : found.length
    const position = TOKEN.lastIndex - length + 1
    tokens.push({ kind: kind as Token['kind'], text: found, position })
  }
  return tokens
}
