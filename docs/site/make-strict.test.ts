import { expect, test } from 'vitest'
import { strictPage, strictStyles } from './make-strict.ts'

test('an inline script becomes a file, and scripts with a file stay', () => {
  const { html, files } = strictPage(
    '<script id="a">go()</script><script type="module" src="/docs/b.js"></script>',
    '/docs/',
  )
  expect(files).toEqual([
    { name: expect.stringMatching(/^assets\/first-\w{10}\.js$/) as string, content: 'go()' },
  ])
  expect(html).toBe(
    `<script id="a" src="/docs/${files[0]?.name}"></script><script type="module" src="/docs/b.js"></script>`,
  )
})

test('style attributes go; what they hide stays hidden', () => {
  expect(
    strictPage('<p style="color:red">a</p><p class="b" style="display:none;">b</p>', '/').html,
  ).toBe('<p>a</p><p class="b" hidden>b</p>')
})

test('a picture in a style sheet becomes a file', () => {
  const { css, files } = strictStyles(
    `a{--icon: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E")}`,
    '/docs/',
  )
  expect(files.map(({ content }) => content)).toEqual(["<svg xmlns='http://www.w3.org/2000/svg'/>"])
  expect(css).toBe(`a{--icon: url(/docs/${files[0]?.name})}`)
})
