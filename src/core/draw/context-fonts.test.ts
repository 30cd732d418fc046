import { expect, test } from 'vitest'
import { ContextFonts } from './context-fonts.ts'

const SMALL = { family: 'B612', sizePx: 20, weight: 400 }
const LARGE = { ...SMALL, sizePx: 40 }

/** Notes each font that is set and each text that is measured. */
function watchedContext() {
  const fonts: string[] = []
  const texts: string[] = []
  const context = {
    get font(): string {
      return fonts.at(-1) ?? ''
    },
    set font(font: string) {
      fonts.push(font)
    },
    measureText(text: string) {
      texts.push(text)
      const sizePx = Number(/ (\d+)px/.exec(context.font)?.[1])
      return { width: text.length * sizePx, fontBoundingBoxAscent: 0, fontBoundingBoxDescent: 0 }
    },
  }
  return { context, fonts, texts }
}

test('a text is measured once in each font', () => {
  const { context, texts } = watchedContext()
  const fonts = new ContextFonts(context, 2)
  const widths = [SMALL, LARGE, SMALL, LARGE].map((font) => fonts.measure('ab', font).widthPx)
  expect(widths).toEqual([40, 80, 40, 80])
  expect(texts).toEqual(['ab', 'ab'])
})

test('a font that the context has is not set again', () => {
  const { context, fonts: set } = watchedContext()
  const fonts = new ContextFonts(context, 1)
  fonts.measure('a', SMALL)
  fonts.set(SMALL)
  expect(set).toEqual(['400 20px "B612"'])
  fonts.set(LARGE)
  fonts.set(SMALL)
  expect(set).toEqual(['400 20px "B612"', '400 40px "B612"', '400 20px "B612"'])
})

test('a font is set again after the state of the context was restored', () => {
  const { context, fonts: set } = watchedContext()
  const fonts = new ContextFonts(context, 1)
  fonts.set(SMALL)
  fonts.forgetSet()
  fonts.set(SMALL)
  expect(set).toHaveLength(2)
})
