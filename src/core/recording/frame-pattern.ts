import { OverlaneError } from '../errors.ts'

/** File names with one number in them: Python's `{:06d}`, `{:d}` or `{}`. */
export interface FramePattern {
  text: string
  /** The file name of a frame. */
  format(frameIndex: number): string
  /** The frame index of a file name that this pattern makes, else null. */
  match(fileName: string): number | null
}

export const DEFAULT_PATTERN = 'frame_{:06d}.png'

const WIDEST = 20
const PLACEHOLDER = /\{(?::(?:0(\d+))?d)?\}/g

/**
 * @param key the configuration key, named in the error
 * @throws OverlaneError `config-invalid` where there is not exactly one placeholder, or a path
 */
export function parsePattern(text: string, key: string): FramePattern {
  const placeholders = [...text.matchAll(PLACEHOLDER)]
  const [placeholder] = placeholders
  const rest = text.replace(PLACEHOLDER, '')
  if (!placeholder || placeholders.length > 1 || /[{}/\\]/.test(rest)) {
    throw new OverlaneError(
      'config-invalid',
      {
        subject: key,
        fault: `"${text}" is not a file name pattern.`,
        remedy: `Write one number place, such as ${DEFAULT_PATTERN}, {:d} or {}, and no folder.`,
      },
      { key },
    )
  }
  const width = Number(placeholder[1] ?? 0)
  if (width > WIDEST) {
    throw new OverlaneError(
      'config-invalid',
      { subject: key, fault: `"${text}" asks for ${width} digits, expected ${WIDEST} at most.` },
      { key },
    )
  }
  const leastWidth = Math.max(1, width)
  const prefix = text.slice(0, placeholder.index)
  const suffix = text.slice(placeholder.index + placeholder[0].length)
  const format = (frameIndex: number): string =>
    `${prefix}${String(frameIndex).padStart(width, '0')}${suffix}`
  return {
    text,
    format,
    match(fileName) {
      if (!fileName.startsWith(prefix) || !fileName.endsWith(suffix)) return null
      const frameIndex = numberBetween(fileName, prefix.length, fileName.length - suffix.length)
      const width = fileName.length - suffix.length - prefix.length
      // Zeros before the number only fill the place up.
      const hasOwnWidth = width === leastWidth || fileName.charCodeAt(prefix.length) !== ZERO
      return width >= leastWidth && hasOwnWidth && Number.isSafeInteger(frameIndex)
        ? frameIndex
        : null
    },
  }
}

const [ZERO, NINE] = [0x30, 0x39]

/** The number that a part of a text is; NaN if it is none. A million names are read so. */
function numberBetween(text: string, from: number, to: number): number {
  if (from >= to) return NaN
  let value = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code < ZERO || code > NINE) return NaN
    value = value * 10 + (code - ZERO)
  }
  return value
}

/** Names that differ in one number. */
interface Family {
  prefix: string
  suffix: string
  numbers: string[]
}

/** The digits in a name that make it one of a family; null if it is none. */
function digitsIn(name: string, { prefix, suffix }: Family): string | null {
  const end = name.length - suffix.length
  const isLike = name.startsWith(prefix) && name.endsWith(suffix)
  return isLike && !Number.isNaN(numberBetween(name, prefix.length, end))
    ? name.slice(prefix.length, end)
    : null
}

/**
 * The pattern that most of the names fit, or null if no name has a number.
 * If a name has several numbers, the one that varies is the frame's index.
 */
export function proposePattern(fileNames: readonly string[]): FramePattern | null {
  const families = new Map<string, Family>()
  const anyNumber = /\d+/g
  /** That of the last name, if it has one number. Most names are like the one before. */
  let last: Family | null = null
  for (const name of fileNames) {
    const digits = last && digitsIn(name, last)
    if (last && digits !== null) {
      last.numbers.push(digits)
      continue
    }
    last = null
    if (/[{}]/.test(name)) continue
    const dot = name.lastIndexOf('.')
    const stemLength = dot < 0 ? name.length : dot
    anyNumber.lastIndex = 0
    let count = 0
    for (let found = anyNumber.exec(name); found; found = anyNumber.exec(name)) {
      const { 0: digits, index } = found
      if (index >= stemLength) break
      const prefix = name.slice(0, index)
      const suffix = name.slice(index + digits.length)
      const key = `${prefix}/${suffix}`
      const family = families.get(key) ?? { prefix, suffix, numbers: [] }
      family.numbers.push(digits)
      families.set(key, family)
      last = ++count === 1 ? family : null
    }
  }
  let [best, bestKey]: [Family | null, string] = [null, '']
  for (const [key, family] of families) {
    const lead = family.numbers.length - (best?.numbers.length ?? 0)
    // The greater key wins a tie, whatever the order of the names. In one name that is the later number:
    // cam0_000.png counts frames in its second one.
    if (lead > 0 || (lead === 0 && key > bestKey)) [best, bestKey] = [family, key]
  }
  if (!best) return null
  return parsePattern(`${best.prefix}${proposePlace(best.numbers)}${best.suffix}`, 'pattern')
}

/** `{:d}`, or `{:0Nd}` if more of the numbers are written so. */
function proposePlace(numbers: readonly string[]): string {
  const isPadded = (digits: string): boolean => digits.length > 1 && digits.startsWith('0')
  const paddedWidths = new Set<number>()
  for (const digits of numbers) if (isPadded(digits)) paddedWidths.add(digits.length)
  const fits = (width: number): number => {
    let count = 0
    for (const digits of numbers) {
      if (digits.length === width || (digits.length > width && !isPadded(digits))) count++
    }
    return count
  }
  let [bestWidth, bestCount] = [1, fits(1)]
  for (const width of paddedWidths) {
    const count = fits(width)
    if (count > bestCount) [bestWidth, bestCount] = [width, count]
  }
  return bestWidth === 1 ? '{:d}' : `{:0${bestWidth}d}`
}
