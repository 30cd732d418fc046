import type { Font, Surface } from '../surface.ts'

/** The text, or as much of its beginning as fits into the width, with an ellipsis. */
export function shortenText(surface: Surface, text: string, font: Font, widthPx: number): string {
  const fits = (each: string): boolean => surface.measureText(each, font).widthPx <= widthPx
  if (fits(text)) return text
  const letters = Array.from(text)
  const begin = (count: number): string => `${letters.slice(0, count).join('').trimEnd()}…`
  let [fitting, tooLong] = [0, letters.length]
  while (tooLong - fitting > 1) {
    const middle = (fitting + tooLong) >> 1
    if (fits(begin(middle))) fitting = middle
    else tooLong = middle
  }
  return begin(fitting)
}
