import { expect, test } from 'vitest'
import { headingsOf, slugOf, takeSection } from './markdown-sections.ts'

const text = [
  '# Title',
  '## One, and more',
  'first',
  '### Inside',
  '```sh',
  '# no heading',
  '```',
  '## Two',
  'second',
].join('\n')

test('a heading has the address that GitHub gives it', () => {
  expect(slugOf('How fast it is, and what limits it')).toBe('how-fast-it-is-and-what-limits-it')
  expect(slugOf('`overlane.yaml` and [links](x.md)')).toBe('overlaneyaml-and-links')
})

test('headings with the same text have addresses of their own, and code has no headings', () => {
  expect(headingsOf('# A\n## B\n## B\n```\n# C\n```').map(({ slug }) => slug)).toEqual([
    'a',
    'b',
    'b-1',
  ])
})

test('a section becomes a document: its heading is the title, and code stays as it is', () => {
  expect(takeSection(text, 'one-and-more')).toBe(
    '# One, and more\nfirst\n## Inside\n```sh\n# no heading\n```\n',
  )
  expect(takeSection(text, 'two')).toBe('# Two\nsecond\n')
})

test('a section that is missing is an error', () => {
  expect(() => takeSection(text, 'three')).toThrow('"#three"')
})
