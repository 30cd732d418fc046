import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { presetsOf } from '../draw/presets/index.ts'
import { RENDERER_TYPES } from '../draw/renderers/index.ts'
import { LAYOUT_NAMES } from '../layout/built-in/index.ts'
import { galleryText } from './gallery-text.ts'

const root = new URL('../../../package.json', import.meta.url)
const pictures = readdirSync(new URL('e2e/pictures', root))

test('the committed gallery is what `npm run gallery` makes', () => {
  expect(readFileSync(new URL('docs/GALLERY.md', root), 'utf8')).toBe(galleryText(pictures))
})

test('every renderer, every preset and every layout has a picture', () => {
  const text = galleryText(pictures)
  for (const name of [...RENDERER_TYPES, ...LAYOUT_NAMES.map((each) => `layout-${each}`)]) {
    expect(text).toContain(`](../e2e/pictures/${name.replaceAll('_', '-')}`)
  }
  for (const [, file] of text.matchAll(/\((\S+preset-\S+)\)/g)) {
    expect(pictures).toContain(file?.split('/').at(-1))
  }
  for (const type of RENDERER_TYPES) {
    for (const { title } of presetsOf(type)) expect(text).toContain(`preset: ${title} |`)
  }
})
