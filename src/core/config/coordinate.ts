import { OverlaneError } from '../errors.ts'
import { formatCount } from '../text/format-count.ts'
import { formatSize } from '../text/format-size.ts'
import { shorten } from '../text/shorten.ts'

/** A number of pixels, or an expression of `width`, `height`, numbers, `+ - * / ( )`. */
export type Coordinate = number | string

interface FrameSize {
  widthPx: number
  heightPx: number
}

/** Nobody writes more; many brackets inside each other, or many terms, would overflow the stack. */
const MOST_TOKENS = 200

type Evaluate = (size: FrameSize) => number

/** By their text: those of a layout are asked for on each frame. */
const parsed = new Map<string, Evaluate>()
const MOST_PARSED = 500

const TOKEN = /\s*(?:(\d+\.?\d*|\.\d+)|(width|height)\b|([-+*/()−]))/y

/**
 * Parses a coordinate; it is never run as code.
 *
 *     expression = term { ("+" | "-") term }
 *     term       = factor { ("*" | "/") factor }
 *     factor     = number | "width" | "height" | "-" factor | "(" expression ")"
 *
 * @param key the configuration key, named in the error
 * @throws OverlaneError `config-invalid`, naming the expression and what was not understood
 */
export function parseCoordinate(coordinate: Coordinate, key: string): Evaluate {
  if (typeof coordinate === 'number') {
    if (Number.isFinite(coordinate)) return () => coordinate
    throw badCoordinate(coordinate, key, 'it is not a finite number')
  }
  const known = parsed.get(`${key} ${coordinate}`)
  if (known) return known
  const tokens = tokenize(coordinate, key)
  if (tokens.length > MOST_TOKENS) {
    const why = `it has ${formatCount(tokens.length)} numbers, names and signs, expected ${MOST_TOKENS} at most`
    throw badCoordinate(shorten(coordinate), key, why)
  }
  let next = 0

  const accept = (...operators: string[]): string | undefined => {
    const token = tokens[next]
    if (token === undefined || !operators.includes(token)) return undefined
    next++
    return token
  }

  const expression = (): Evaluate => {
    let left = term()
    for (let op = accept('+', '-'); op; op = accept('+', '-')) {
      const [a, b, sign] = [left, term(), op === '+' ? 1 : -1]
      left = (size) => a(size) + sign * b(size)
    }
    return left
  }

  const term = (): Evaluate => {
    let left = factor()
    for (let op = accept('*', '/'); op; op = accept('*', '/')) {
      const [a, b, divide] = [left, factor(), op === '/']
      left = (size) => (divide ? a(size) / b(size) : a(size) * b(size))
    }
    return left
  }

  const factor = (): Evaluate => {
    if (accept('-')) {
      const operand = factor()
      return (size) => -operand(size)
    }
    if (accept('(')) {
      const inner = expression()
      if (!accept(')')) throw badCoordinate(coordinate, key, 'a ")" is missing')
      return inner
    }
    const token = tokens[next++]
    if (token === 'width') return (size) => size.widthPx
    if (token === 'height') return (size) => size.heightPx
    if (token !== undefined && /^[\d.]/.test(token)) {
      const value = Number(token)
      return () => value
    }
    throw badCoordinate(
      coordinate,
      key,
      token === undefined ? 'it ends too early' : `"${token}" is out of place`,
    )
  }

  const evaluate = expression()
  if (next < tokens.length) {
    throw badCoordinate(coordinate, key, `"${tokens[next] ?? ''}" is out of place`)
  }
  if (parsed.size >= MOST_PARSED) parsed.clear()
  const whole: Evaluate = (size) => {
    const value = evaluate(size)
    if (Number.isFinite(value)) return value
    throw badCoordinate(coordinate, key, `it has no value for a frame of ${formatSize(size)}`)
  }
  parsed.set(`${key} ${coordinate}`, whole)
  return whole
}

function tokenize(text: string, key: string): string[] {
  const tokens: string[] = []
  const end = text.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (!match) {
      const unknown = /^\w+|^\S/.exec(text.slice(from).trimStart())?.[0] ?? ''
      throw badCoordinate(text, key, `"${unknown}" is not known`)
    }
    tokens.push(match[0].trim().replace('−', '-'))
  }
  return tokens
}

function badCoordinate(coordinate: Coordinate, key: string, why: string): OverlaneError {
  return new OverlaneError(
    'config-invalid',
    {
      subject: key,
      fault: `"${coordinate}" is not a coordinate: ${why}.`,
      remedy:
        'Use pixels or an expression such as "width - 10" (width, height, numbers, + - * / and brackets).',
    },
    { key },
  )
}
