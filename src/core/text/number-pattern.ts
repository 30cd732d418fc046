import { OverlaneError } from '../errors.ts'

/** How a number is written. */
export type NumberPattern = (value: number) => string

const PATTERN = /^([+ -])?(0)?(\d{1,2})?(,)?(?:\.(\d{1,2}))?([dfe%])$/
const MOST_DECIMALS = 20

/**
 * Reads a format of numbers as Python writes it: `.1f`, `d`, `+.2f`, `05.1f`, `,d`, `.0%`, `.3e`.
 * `d` rounds. A number that is rounded to 0 has no minus.
 * @throws OverlaneError `config-invalid`
 */
export function parseNumberPattern(pattern: string): NumberPattern {
  const match = PATTERN.exec(pattern)
  const [, signs = '-', zeros, width, grouping, decimals, type] = match ?? []
  const isPossible =
    match !== null &&
    Number(decimals ?? 0) <= MOST_DECIMALS &&
    (type !== 'd' || decimals === undefined)
  if (!isPossible) {
    throw new OverlaneError('config-invalid', {
      fault: `"${pattern}" is not a format of numbers.`,
      remedy: 'Write e.g. .1f, +.2f, d, 05.1f, .0% or .3e.',
    })
  }
  const decimalCount = type === 'd' ? 0 : Number(decimals ?? 6)
  return (value) => {
    const size = Math.abs(value)
    const digits = digitsOf(type === '%' ? size * 100 : size, decimalCount, type)
    const isZero = !/[1-9]/.test(digits.split('e')[0] ?? '')
    const sign = value < 0 && !isZero ? '-' : signs === '-' ? '' : signs
    const grouped = grouping === undefined ? digits : groupThousands(digits)
    const body = type === '%' ? `${grouped}%` : grouped
    const widthLeft = Number(width ?? 0) - sign.length
    return zeros === undefined
      ? (sign + body).padStart(Number(width ?? 0))
      : sign + body.padStart(widthLeft, '0')
  }
}

function digitsOf(size: number, decimals: number, type: string | undefined): string {
  if (type !== 'e') return size.toFixed(decimals)
  // Python writes at least two digits of the exponent.
  return size.toExponential(decimals).replace(/e([+-])(\d)$/, 'e$10$2')
}

function groupThousands(digits: string): string {
  return digits.replace(/^\d+/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ','))
}
