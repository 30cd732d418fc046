import { OverlaneError } from './errors.ts'

/** File names with one number in them: Python's `{:06d}`, `{:d}` or `{}`. */
export interface FramePattern {
  text: string
  /** The file name of a frame. */
  format(frameIndex: number): string
  /** The frame index of a file name that this pattern makes, else null. */
  match(fileName: string): number | null
}

export const DEFAULT_PATTERN = 'frame_{:06d}.png'

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
      `${key}: "${text}" is not a file name pattern. Write one number place, such as ${DEFAULT_PATTERN}, {:d} or {}, and no folder.`,
      { key },
    )
  }
  const width = Number(placeholder[1] ?? 0)
  const prefix = text.slice(0, placeholder.index)
  const suffix = text.slice(placeholder.index + placeholder[0].length)
  const format = (frameIndex: number): string =>
    `${prefix}${String(frameIndex).padStart(width, '0')}${suffix}`
  return {
    text,
    format,
    match(fileName) {
      if (!fileName.startsWith(prefix) || !fileName.endsWith(suffix)) return null
      const digits = fileName.slice(prefix.length, fileName.length - suffix.length)
      if (!/^\d+$/.test(digits)) return null
      const frameIndex = Number(digits)
      return format(frameIndex) === fileName && Number.isSafeInteger(frameIndex) ? frameIndex : null
    },
  }
}

/**
 * The pattern that most of the names fit, or null where none has a number.
 * Of the numbers in a name the one that varies is the frame's.
 */
export function proposePattern(fileNames: readonly string[]): FramePattern | null {
  interface Family {
    prefix: string
    suffix: string
    count: number
    digitCounts: Set<number>
    hasLeadingZero: boolean
  }
  const families = new Map<string, Family>()
  for (const name of fileNames) {
    if (/[{}]/.test(name)) continue
    const stemLength = name.includes('.') ? name.lastIndexOf('.') : name.length
    for (const { 0: digits, index } of name.matchAll(/\d+/g)) {
      if (index >= stemLength) break
      const prefix = name.slice(0, index)
      const suffix = name.slice(index + digits.length)
      const key = `${prefix}/${suffix}`
      let family = families.get(key)
      if (!family) {
        family = { prefix, suffix, count: 0, digitCounts: new Set(), hasLeadingZero: false }
        families.set(key, family)
      }
      family.count++
      family.digitCounts.add(digits.length)
      if (digits.length > 1 && digits.startsWith('0')) family.hasLeadingZero = true
    }
  }
  let best: Family | null = null
  // Later numbers win a tie: cam0_000.png counts frames in its second number.
  for (const family of families.values()) if (!best || family.count >= best.count) best = family
  if (!best) return null
  const place = best.hasLeadingZero ? `{:0${Math.min(...best.digitCounts)}d}` : '{:d}'
  return parsePattern(`${best.prefix}${place}${best.suffix}`, 'pattern')
}
