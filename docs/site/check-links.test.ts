import { expect, test } from 'vitest'
import { findDeadLinks } from './check-links.ts'

const check = (html: string): string[] =>
  findDeadLinks(
    new Map([
      ['index.html', html],
      ['api/a.html', '<h1 id="top">A</h1>'],
    ]),
    new Set(['index.html', 'api/a.html', 'pictures/x.png']),
    '/docs/',
  )

test.each([
  '<a href="/docs/api/a.html#top">',
  '<a href="api/a.html">',
  '<a href="/docs/">',
  '<img src="/docs/pictures/x.png">',
  '<a href="https://elsewhere.example/">',
  '<a href="/">the app</a>',
])('%s leads somewhere', (html) => {
  expect(check(html)).toEqual([])
})

test.each([
  '<a href="/docs/b.html">',
  '<img src="/docs/pictures/y.png">',
  '<a href="/docs/api/a.html#low">',
])('%s is dead', (html) => {
  expect(check(html)).toHaveLength(1)
})
